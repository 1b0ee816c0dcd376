"""Whom the rows of a paper list name, and what the gate knows about each.

Three ways, the first that leads to somebody: by `email`; by `customer_number`, with `zip` where two people share a number; by
name and address as they stand on the label (`name`, or `first_name` and `last_name`, `street`, `second_line`, `city`,
`state`, `zip`). Whoever is known gets her link for where she lives now; an address nobody we know has gets one of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app import people
from app.channels import POST_VERSION, Place, label_key, post_keys
from app.consent.gate import ContactDecision
from app.consent.places import place_of
from app.consent.queries import Facts, read_standings
from app.consent.standing import Standing, as_listed, email_values, gathered
from app.core import settings
from app.core.csvfiles import BadFile, Row, column_key, column_names, reading_csv
from app.core.database import session
from app.core.fingerprints import (
    POST_NORMALISER,
    NotAnAddress,
    all_fingerprints,
    canonical_email,
    match_key,
    post_match_key,
)
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
    place: Place | None = None  # as the row has it
    person: Person | None = None
    why: str = ""


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
    _by_email([one for one in named if one.email])
    _by_number([one for one in named if one.number and not one.person])
    _by_place([one for one in named if one.place and not one.person])
    refused = [(one.row, ContactDecision(False, one.why)) for one in named if one.why]
    return _with_standings([one for one in named if not one.why]), refused


def _named(row: Row) -> _Named:
    try:
        email = canonical_email(row.get("email")) if row.get("email") else ""
    except NotAnAddress:
        return _Named(row, why="not_an_address")
    found = _Named(row, email, row.get("customer_number"), _place(row))
    if not (found.email or found.number or found.place):
        found.why = "not_named"
    return found


def _place(row: Row) -> Place | None:
    """The address a row has, if it is whole."""
    name = row.get("name") or f"{row.get('first_name')} {row.get('last_name')}".strip()
    street, city, code = row.get("street"), row.get("city"), row.get("zip")
    country = row.get("country").upper() or "US"
    if not (name and street and city and (code or country != "US")):
        return None
    return Place(name, street, row.get("second_line"), city, row.get("state"), code, country)


def _by_email(named: Sequence[_Named]) -> None:
    known = people.people_by_addresses(one.email for one in named)
    for one in named:
        one.person = known.get(match_key(one.email))


def _by_number(named: Sequence[_Named]) -> None:
    holders = people.people_by_customer_numbers({one.number for one in named})
    behind = people.people_by_subjects({person.subject_id for several in holders.values() for person in several})
    for one in named:
        found = [behind[person.subject_id] for person in holders.get(one.number, ())]
        if code := one.row.get("zip")[:5]:
            found = [person for person in found if code in {row.postal_code[:5] for row in person.postal_addresses}]
        one.person = found[0] if len(found) == 1 else None
        if one.person is None and one.place is None and not one.email:
            one.why = "several_customers" if found else "no_such_customer"


def _by_place(named: Sequence[_Named]) -> None:
    """Whose person mark it is: of version 2, or 1 where that was all we made."""
    wanted = [(one, _person_values(one.place)) for one in named if one.place]
    values = {value for _one, several in wanted for value in several}
    columns = select(StoredFingerprint.value, StoredFingerprint.subject_id)
    marks = columns.where(StoredFingerprint.value.in_(values), StoredFingerprint.channel == "post")
    subjects = {bytes(value): subject for value, subject in session().execute(marks)} if values else {}
    behind = people.people_by_subjects(set(subjects.values()))
    for one, several in wanted:
        found = (behind.get(subjects.get(value, "")) for value in sorted(several))
        one.person = next((person for person in found if person), None)


def _with_standings(named: Sequence[_Named]) -> list[Addressee]:
    emails = _emails_of({one.person.id for one in named if one.person})
    values = [_values(one, emails) for one in named]
    shared = [_shared_values(one) for one in named]
    facts = read_standings(list({value for several in (*values, *shared) for value in several}))
    return [_addressee(*each, facts) for each in zip(named, values, shared, strict=True)]


def _addressee(one: _Named, values: Collection[bytes], shared: Mapping[bytes, str], facts: Facts) -> Addressee:
    standing = gathered(values, facts)
    for value, circle in shared.items():
        stops = (row for row in facts.get(value, ()) if row[0] == "suppression")
        standing.shared |= {(circle, str(scope), str(slug)) for _what, _channel, scope, slug, _at in stops}
    if one.place and not one.person:
        as_listed(standing)
    return Addressee(one.row, standing, one.person, _goes_to(one))


def _goes_to(one: _Named) -> Place | None:
    """Where she lives now, as we hold it; else where the row says."""
    held = people.postal_address_of(one.person) if one.person else None
    return place_of(one.person, held) if one.person and held else one.place


def _emails_of(ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    mine = select(Destination.person_id, Destination.address).where(Destination.person_id.in_(ids))
    for person_id, address in session().execute(mine) if ids else ():
        found.setdefault(person_id, []).append(address)
    return found


def _values(one: _Named, emails: Mapping[int, list[str]]) -> set[bytes]:
    """What leads to the person, or to what we know of the name at that address."""
    if one.person is None:
        return set(email_values(one.email) if one.email else ()) | _person_values(one.place)
    addresses = emails.get(one.person.id, [])
    by_email = {value for address in addresses for value in email_values(address)}
    return by_email or _person_values(_goes_to(one))


def _person_values(place: Place | None) -> set[bytes]:
    if place is None:
        return set()
    streets = {place.street, place.street + place.second_line}
    found = _post_values(post_keys(place).person, POST_VERSION)
    for street in streets:
        found |= _post_values(post_match_key(place.name, street, place.postal_code), POST_NORMALISER)
    return found


def _shared_values(one: _Named) -> dict[bytes, str]:
    """The circles of where the row says it goes, wherever she lives by what we know."""
    circles: list[tuple[str, str]] = []
    if one.place:
        keys = post_keys(one.place)
        circles += [("household", keys.household), ("address", keys.address)]
    if one.number and (code := one.row.get("zip")):
        circles.append(("label", label_key(one.number, code)))
    return {value: circle for circle, key in circles for value in _post_values(key, POST_VERSION)}


def _post_values(key: str, version: int) -> set[bytes]:
    return {one.value for one in all_fingerprints(settings.current().fingerprint_keys, "post", key, version)}
