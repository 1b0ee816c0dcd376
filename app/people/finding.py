"""Finding people at the desk: by an address, a number, a reference, or a name with its ZIP code, never by a name alone."""

from __future__ import annotations

import re
import string

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.core.database import session
from app.core.fingerprints import NotAnAddress, canonical_email, match_key
from app.people.models import Destination, Person, PostalAddress

# The first half of a random number leads to one person; less would be browsing.
REFERENCE = 8
_REFERENCE = re.compile(rf"(?:subject:)?([0-9a-f]{{{REFERENCE},32}})\Z", re.IGNORECASE)
_NAME_AND_ZIP = re.compile(r"(?P<name>.+?),?\s+(?P<zip>\d{5})(?:-\d{4})?\Z")
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def find_people(text: str, also: Select[int], most: int) -> list[Person]:
    """The first `most` people that `text` (without control characters) names, with their addresses.

    By e-mail address, customer number, reference, or name + ZIP, and those whose ids `also` selects. Three queries.
    What names a record that was merged finds whom it was merged into.
    """
    known = select(func.coalesce(Person.merged_into_id, Person.id))
    named = Person.id.in_(known.where(or_(*_conditions(text), Person.id.in_(also))))
    loaded = (selectinload(Person.destinations), selectinload(Person.postal_addresses))
    return list(session().scalars(select(Person).where(named).options(*loaded).order_by(Person.id).limit(most)))


def person_by_id(number: int) -> Person | None:
    """The person of that row, with her addresses, or None. Three queries."""
    loaded = (selectinload(Person.destinations), selectinload(Person.postal_addresses))
    return session().scalars(select(Person).where(Person.id == number).options(*loaded)).first()


def _conditions(text: str) -> list[ColumnElement[bool]]:
    if "@" in text:
        return _by_address(text)
    found: list[ColumnElement[bool]] = [Person.customer_number.in_({text, text.replace(" ", "")})]
    if reference := _REFERENCE.match(text):
        start = reference[1].lower()
        # A range, not LIKE: the unique index answers it on both databases.
        found.append(and_(Person.subject_id >= start, Person.subject_id < start + "g"))
    if parts := _NAME_AND_ZIP.match(text):
        found.append(and_(_lives_in(parts["zip"]), _is_called(parts["name"].split())))
    return found


def _by_address(text: str) -> list[ColumnElement[bool]]:
    try:
        key = match_key(canonical_email(text))
    except NotAnAddress:
        return []
    known = select(Destination.person_id).where(Destination.channel == "email", Destination.match_key == key)
    return [Person.id.in_(known)]


def _lives_in(code: str) -> ColumnElement[bool]:
    return Person.id.in_(select(PostalAddress.person_id).where(func.substr(PostalAddress.postal_code, 1, 5) == code))


def _is_called(words: list[str]) -> ColumnElement[bool]:
    """Last name alone, or both names in either order; a name may be several words."""
    first, last = func.lower(Person.first_name), func.lower(Person.last_name)
    found: list[ColumnElement[bool]] = [last.in_(_forms(words))]
    for cut in range(1, len(words)):
        one, two = _forms(words[:cut]), _forms(words[cut:])
        found += [and_(first.in_(one), last.in_(two)), and_(last.in_(one), first.in_(two))]
    return or_(*found)


def _forms(words: list[str]) -> set[str]:
    """A name as either database's `lower` may give it: SQLite's knows ASCII letters only."""
    name = " ".join(words)
    return {name.lower(), name.translate(_ASCII_LOWER), name.title().translate(_ASCII_LOWER)}
