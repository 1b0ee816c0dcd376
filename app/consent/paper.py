"""Whom the rows of a paper list name, and what the gate knows about each.

Three ways, in this order: by `email`; by `customer_number`, with `zip` where two people share a number; by name and address
as they stand on the label (`name` or `first_name` and `last_name`, `street`, `second_line`, `city`, `state`, `zip`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from app import people
from app.channels import POST_VERSION, Place, PostKeys, post_keys
from app.consent.gate import ContactDecision
from app.consent.places import place_of
from app.consent.queries import Facts, read_standings
from app.consent.standing import Standing, email_values, gathered
from app.core import settings
from app.core.csvfiles import BadFile, Row, column_key, column_names, reading_csv
from app.core.database import session
from app.core.fingerprints import NotAnAddress, all_fingerprints, canonical_email, match_key, post_match_key
from app.people import Destination, Person
from app.suppression import StoredFingerprint

PAPER_COLUMNS = ("customer_number", "name", "street", "second_line", "city", "state", "zip")
# Rows that name nobody.
NOT_NAMED = {
    "not_an_address": "not an e-mail address we could write to",
    "no_such_customer": "no customer has this number (and ZIP code)",
    "several_customers": "several customers have this number; give the ZIP code, or the e-mail address",
    "not_named": "names nobody: give an e-mail address, a customer number, or name, street, city and ZIP code",
}


@dataclass(frozen=True)
class Addressee:
    """One row: what the gate knows, who it is where we know her, and where it goes (None: nowhere, and the gate says so)."""

    row: Row
    standing: Standing
    person: Person | None = None
    place: Place | None = None

    @property
    def key(self) -> str:
        """By which the same addressee is known again in one list."""
        if self.person is not None:
            return f"subject {self.person.subject_id}"
        return post_keys(self.place).person if self.place else f"line {self.row.line}"


@dataclass
class _Named:
    """A row on its way: what it says, and who was found by it."""

    row: Row
    email: str = ""
    number: str = ""
    place: Place | None = None
    person: Person | None = None
    why: str = ""
    keys: PostKeys | None = field(default=None)


def check_paper_list(path: Path) -> None:
    """Raises BadFile where the first line names none of the three ways."""
    with reading_csv(path) as stream:
        names = {column_key(name) for name in column_names(stream)}
    by_place = {"street", "city", "zip"} <= names and not names.isdisjoint({"name", "last_name"})
    if names.isdisjoint({"email", "customer_number"}) and not by_place:
        raise BadFile("Line 1: no column called email, customer_number, or name, street, city and zip.")


def addressees(rows: Sequence[Row]) -> tuple[list[Addressee], list[tuple[Row, ContactDecision]]]:
    """Whom these rows name, and the rows that name nobody with the reason. The same few queries however many rows."""
    named = [_named(row) for row in rows]
    _by_email(named)
    _by_number([one for one in named if one.number])
    _by_place([one for one in named if one.place and not one.person])
    refused = [(one.row, ContactDecision(False, one.why)) for one in named if one.why]
    return _with_standings([one for one in named if not one.why]), refused


def _named(row: Row) -> _Named:
    if row.get("email"):
        try:
            return _Named(row, email=canonical_email(row.get("email")))
        except NotAnAddress:
            return _Named(row, why="not_an_address")
    if row.get("customer_number"):
        return _Named(row, number=row.get("customer_number"))
    name = row.get("name") or f"{row.get('first_name')} {row.get('last_name')}".strip()
    country = row.get("country").upper() or "US"
    if not (name and row.get("street") and row.get("city") and (row.get("zip") or country != "US")):
        return _Named(row, why="not_named")
    lines = (row.get(column) for column in ("street", "second_line", "city", "state", "zip"))
    return _Named(row, place=Place(name, *lines, country))


def _by_email(named: Sequence[_Named]) -> None:
    known = people.people_by_addresses(one.email for one in named if one.email)
    for one in named:
        if one.email:
            one.person = known.get(match_key(one.email))


def _by_number(named: Sequence[_Named]) -> None:
    holders = people.people_by_customer_numbers({one.number for one in named})
    behind = people.people_by_subjects({person.subject_id for several in holders.values() for person in several})
    for one in named:
        found = [behind[person.subject_id] for person in holders.get(one.number, ())]
        if code := one.row.get("zip")[:5]:
            found = [person for person in found if code in {row.postal_code[:5] for row in person.postal_addresses}]
        one.person = found[0] if len(found) == 1 else None
        one.why = "" if one.person else "several_customers" if found else "no_such_customer"


def _by_place(named: Sequence[_Named]) -> None:
    """Whose person mark it is: of version 2, or 1 where that was all we made."""
    values = {value for one in named for value in _person_values(one.place)}
    columns = select(StoredFingerprint.value, StoredFingerprint.subject_id)
    marks = columns.where(StoredFingerprint.value.in_(values), StoredFingerprint.channel == "post")
    subjects = {bytes(value): subject for value, subject in session().execute(marks)} if values else {}
    behind = people.people_by_subjects(set(subjects.values()))
    for one in named:
        found = (behind.get(subjects.get(value, "")) for value in _person_values(one.place))
        one.person = next((person for person in found if person), None)


def _with_standings(named: Sequence[_Named]) -> list[Addressee]:
    emails = _emails_of({one.person.id for one in named if one.person})
    values = [_values(one, emails) for one in named]
    shared = [_shared_values(one.place) if one.place else {} for one in named]
    facts = read_standings(list({value for several in (*values, *shared) for value in several}))
    return [_addressee(*each, facts) for each in zip(named, values, shared, strict=True)]


def _addressee(one: _Named, values: Collection[bytes], shared: Mapping[bytes, str], facts: Facts) -> Addressee:
    standing = gathered(values, facts)
    for value, circle in shared.items():
        stops = (row for row in facts.get(value, ()) if row[0] == "suppression")
        standing.shared |= {(circle, str(scope), str(slug)) for _what, _channel, scope, slug, _at in stops}
    if one.place and not one.person:
        # The retailer's own list says that somebody lives there who bought: a topic that needs a yes still needs it.
        standing.has_postal_address = standing.is_customer = True
    address = people.postal_address_of(one.person) if one.person and not one.place else None
    place = place_of(one.person, address) if one.person and address else one.place
    return Addressee(one.row, standing, one.person, place)


def _emails_of(ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    mine = select(Destination.person_id, Destination.address).where(Destination.person_id.in_(ids))
    for person_id, address in session().execute(mine) if ids else ():
        found.setdefault(person_id, []).append(address)
    return found


def _values(one: _Named, emails: Mapping[int, list[str]]) -> set[bytes]:
    addresses = [one.email] if one.email else emails.get(one.person.id, []) if one.person else []
    by_email = {value for address in addresses for value in email_values(address)}
    return by_email | _person_values(one.place)


def _person_values(place: Place | None) -> set[bytes]:
    if place is None:
        return set()
    older = {
        post_match_key(place.name, street, place.postal_code)
        for street in (place.street, place.street + place.second_line)
    }
    return _post_values(post_keys(place).person, POST_VERSION).union(*(_post_values(key, None) for key in older))


def _shared_values(place: Place) -> dict[bytes, str]:
    keys = post_keys(place)
    household = dict.fromkeys(_post_values(keys.household, POST_VERSION), "household")
    return household | dict.fromkeys(_post_values(keys.address, POST_VERSION), "address")


def _post_values(key: str, version: int | None) -> set[bytes]:
    return {one.value for one in all_fingerprints(settings.current().fingerprint_keys, "post", key, version)}
