"""Name, how to be addressed, gender: values of the person row, each with where it came from."""

from __future__ import annotations

import json
from typing import Any

from app import consent
from app.core.database import session
from app.people import By, Person, ProfileChange, note_change
from app.profile.came import note_origin, origin_of, restore_origin
from app.profile.since import ChangedSince

LONGEST = {"first_name": 80, "last_name": 80, "addressed_as": 80, "gender": 40}
# Field of a change, and of its origin → columns of the person row.
FIELDS = {"addressed_as": ("addressed_as",), "gender": ("gender",), "name": ("first_name", "last_name")}


def set_name(person: Person, first: str, last: str, by: By) -> None:
    """Her name from now on; both may be empty. Flushes."""
    if _set(person, "name", {"first_name": first, "last_name": last}, by):
        _marks_follow(person)


def set_addressed_as(person: Person, text: str, by: By) -> None:
    """How she likes to be greeted; empty: by her first name. Flushes."""
    _set(person, "addressed_as", {"addressed_as": text}, by)


def set_gender(person: Person, text: str, by: By) -> None:
    """In her own words; empty: not given. Flushes."""
    _set(person, "gender", {"gender": text}, by)


def restore(change: ProfileChange) -> None:
    """Take back one change. Raises ChangedSince. Flushes."""
    person = session().get_one(Person, change.person_id)
    old, new = json.loads(change.old), json.loads(change.new)
    if any(getattr(person, name) != new[name] for name in FIELDS[change.field]):
        raise ChangedSince
    for name in FIELDS[change.field]:
        setattr(person, name, old[name])
    restore_origin(person.id, change.field, old["came"])
    if change.field == "name":
        _marks_follow(person)


def _set(person: Person, field: str, values: dict[str, str], by: By) -> bool:
    if all(getattr(person, name) == value for name, value in values.items()):
        return False
    old = _value(person, field)
    for name, value in values.items():
        setattr(person, name, value)
    note_origin(person.id, field, by)
    note_change(person.id, field, old, _value(person, field), by)
    return True


def _value(person: Person, field: str) -> dict[str, Any]:
    return {**{name: getattr(person, name) for name in FIELDS[field]}, "came": origin_of(person.id, field)}


def _marks_follow(person: Person) -> None:
    """Paper mail is matched by name and address: the new name leads to her, and so to her stops, as the old one does."""
    session().flush()
    consent.settle_places([person])
