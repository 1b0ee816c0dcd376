"""What the gate needs to know about a destination, gathered from the rows of one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.consent.acts import UNSET
from app.consent.queries import read_standings
from app.core import settings
from app.core.fingerprints import all_fingerprints, match_key


@dataclass
class Standing:
    """What the gate needs to know about one destination."""

    subject_id: str | None = None
    is_known: bool = False  # a person stands behind it, not a mark alone
    is_customer: bool = False
    is_frozen: bool = False
    is_undeliverable: bool = False
    is_left: bool = False  # she gets her mail at another address now; this one is nobody's
    has_postal_address: bool = False
    suppressions: set[tuple[str, str, str]] = field(default_factory=set)  # (channel, scope, topic slug)
    # Stops of paper that others share: (household | address | label, scope, topic slug)
    shared: set[tuple[str, str, str]] = field(default_factory=set)
    states: dict[tuple[str, str], str] = field(default_factory=dict)  # (purpose, channel) → state
    sends: dict[int, datetime] = field(default_factory=dict)  # campaign id → signed at
    # Of catalogs she set a pace for: topic slug → campaign id → signed at
    issues: dict[str, dict[int, datetime]] = field(default_factory=dict)
    farewells: set[str] = field(default_factory=set)  # kinds of animals she had, and has none of any more

    def state(self, purpose: str, channel: str) -> str:
        return self.states.get((purpose, channel), UNSET)


def standings(addresses: list[str]) -> list[Standing]:
    """What the gate knows about each canonical address, in their order, in one query."""
    marks = [email_values(address) for address in addresses]
    found = read_standings([value for values in marks for value in values])
    return [gathered(values, found) for values in marks]


def standing_of(values: Iterable[bytes], *, on_paper: bool = False) -> Standing:
    """What the gate knows about a destination of which only fingerprints are at hand (a stop link).

    `on_paper`: of a postal address, by whoever has a piece of our mail in hand.
    """
    wanted = list(values)
    found = gathered(wanted, read_standings(wanted))
    return as_listed(found) if on_paper else found


def as_listed(standing: Standing) -> Standing:
    """An address that is nobody's we know, and stands on the retailer's own paper list: a customer's, he says.

    A topic that needs a yes still needs it.
    """
    if not standing.is_known:
        standing.has_postal_address = standing.is_customer = True
    return standing


def email_values(address: str) -> list[bytes]:
    """The fingerprints of a canonical address, under every key."""
    ring = settings.current().fingerprint_keys
    return [one.value for one in all_fingerprints(ring, "email", match_key(address))]


def gathered(values: Iterable[bytes], rows: Mapping[bytes, list[tuple[Any, ...]]]) -> Standing:
    """One standing from the rows of all fingerprints of a destination.

    A destination may have two subjects (a link made under a key we had not used yet). Its stops count all; of choices the
    person's own count, so her marks come last.
    """
    standing = Standing()
    for value in sorted(values, key=lambda one: any(row[:2] == ("subject", "person") for row in rows.get(one, ()))):
        for row in rows.get(value, ()):
            take(standing, row)
    return standing


def take(standing: Standing, row: tuple[object, ...]) -> None:
    """Add one tagged line of facts (what, one, two, three, moment) to a standing."""
    what, one, two, three, moment = row
    if what == "subject":
        standing.subject_id = str(two)
        standing.is_known = standing.is_known or one == "person"
    elif what == "flag":
        setattr(standing, str(one), True)
    elif what in _SETS:
        _SETS[what](standing).add((str(one), str(two), str(three)))
    elif what == "state":
        standing.states[(str(one), str(two))] = str(three)
    elif what == "farewell":
        standing.farewells.add(str(one))
    elif isinstance(moment, datetime):
        _take_send(standing, str(one), str(two), moment)


_SETS: Mapping[object, Any] = {
    "suppression": lambda standing: standing.suppressions,
    "shared": lambda standing: standing.shared,
}


def _take_send(standing: Standing, campaign: str, slug: str, moment: datetime) -> None:
    """A send of the last month; with a slug, an issue of that catalog in the last year."""
    sends = standing.issues.setdefault(slug, {}) if slug else standing.sends
    sends[int(campaign)] = moment
