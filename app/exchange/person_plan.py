"""What a row would do to what we hold: a pure step, so that a dry run gives the verdicts of a real one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app import consent, people
from app.exchange.person_rows import PersonRow, Says
from app.exchange.verdicts import ADDED, KEPT, UNCHANGED, UPDATED, Verdict
from app.suppression import Scope


@dataclass
class Held:
    """What we hold about one address, as far as a customer file can touch it. JSON in and out (`vars`)."""

    known: bool = False
    is_customer: bool = False
    facts: dict[str, str] = field(default_factory=dict)
    # What she set herself, or took off her profile: no file changes it.
    hers: list[str] = field(default_factory=list)
    came: dict[str, str] = field(default_factory=dict)  # name, customer_number → source
    postal: list[str] | None = None
    postal_is_hers: bool = False
    states: dict[str, str] = field(default_factory=dict)  # "purpose channel" → state
    stops: list[str] = field(default_factory=list)  # "channel scope slug"


@dataclass(frozen=True)
class Step:
    """What to write for one row, and its verdict."""

    row: PersonRow
    verdict: Verdict
    facts: dict[str, str]
    postal: tuple[str, ...] | None
    says: Says | None
    told: bool = False  # it says where values came from that stay as they are


# Columns of a file by the name under which their origin stands.
FIELDS = {"first_name": "name", "last_name": "name", "customer_number": "customer_number"}


def held(
    person: people.Person | None, standing: consent.Standing, origins: Mapping[str, people.Origin] | None = None
) -> Held:
    """What we hold, from a person row, what the gate knows, and where her values came from."""
    states = {f"{purpose} {channel}": state for (purpose, channel), state in standing.states.items()}
    found = Held(states=states, stops=[" ".join(stop) for stop in standing.suppressions])
    if person is not None:
        found.known, found.is_customer = True, person.customer_since is not None
        names = ("first_name", "last_name", "customer_number")
        found.facts = {name: getattr(person, name) or "" for name in names}
        found.facts["phone"] = next((one.number for one in reversed(people.phones_of(person))), "")
        corrected = {name for name, one in (origins or {}).items() if one.corrected_at is not None}
        found.came = {name: one.source for name, one in (origins or {}).items()}
        found.hers = [name for name, about in FIELDS.items() if about in corrected]
        address = people.postal_address_of(person)
        if address is not None:
            found.postal_is_hers = address.source in people.TOLD
            found.postal = [address.street, address.city, address.state, address.postal_code, address.country]
    return found


def plan(row: PersonRow, now: Held, *, are_customers: bool) -> Step:
    """Decide one row and bring `now` to what will be. Never turns on what was stopped; an old list makes no customer."""
    news_of = {name: text for name, text in row.facts.items() if now.facts.get(name, "") != text}
    facts = {name: text for name, text in news_of.items() if name not in now.hers}
    hers = [name for name in news_of if name not in facts]
    postal = row.postal if row.postal and list(row.postal) != now.postal else None
    if postal and now.postal_is_hers:
        postal, hers = None, [*hers, "postal address"]
    said, says, was_kept = _consent(row.says, now)
    told = _told(row, now)
    is_news = are_customers and not now.is_customer
    news = "added" if not now.known else "now a customer" if is_news else ""
    changed = [*facts, *(["postal address"] if postal else []), *told] if now.known else []
    word = _word(now.known, was_kept or bool(hers), bool(news or changed or says))
    kept = [f"{name} stays as she set it" for name in hers]
    detail = [news if word != ADDED else "", *changed, *kept, said, *row.notes]
    now.known, now.is_customer = True, now.is_customer or are_customers
    now.facts |= facts
    now.postal = list(postal) if postal else now.postal
    return Step(
        row, Verdict(row.line, row.email, word, "; ".join(filter(None, detail))), facts, postal, says, bool(told)
    )


def _told(row: PersonRow, now: Held) -> list[str]:
    """Whether the row says of a value we hold where it came from, which we knew otherwise or not at all."""
    if row.came.source == people.Source.UNKNOWN:
        return []
    about = {FIELDS[name] for name in row.facts if name in FIELDS and name not in now.hers}
    news = {name for name in about if now.came.get(name) != row.came.source}
    now.came |= dict.fromkeys(about, row.came.source)
    return ["where we got it"] if news else []


def _word(known: bool, was_kept: bool, differs: bool) -> str:
    if was_kept:
        return KEPT
    if not known:
        return ADDED
    return UPDATED if differs else UNCHANGED


def _consent(says: Says | None, now: Held) -> tuple[str, Says | None, bool]:
    """(words for the detail, what to record, whether a stop was kept)."""
    if says is None:
        return "", None, False
    key = f"{says.topic.purpose} {says.topic.channel}"
    slug, old = says.topic.slug, now.states.get(key, consent.UNSET)
    if says.state == consent.ON and (old == consent.OFF or _is_stopped(says, now)):
        return f"{slug} stays off", None, True
    if not consent.takes_effect(old, says.state, says.method):
        return "", None, False
    now.states[key] = says.state
    return f"{slug} {says.state}", says, False


def _is_stopped(says: Says, now: Held) -> bool:
    """Whether a wider stop, or one that outlived an erasure, covers the topic."""
    channel, slug = says.topic.channel, says.topic.slug
    wide = {f"{channel} {scope} " for scope in (Scope.ALL_MARKETING, Scope.ALL_CONTACT)}
    covering = wide | {f"{channel} {Scope.TOPIC} {slug}"}
    return now.states.get(f"{consent.MARKETING} {channel}") == consent.OFF or not covering.isdisjoint(now.stops)
