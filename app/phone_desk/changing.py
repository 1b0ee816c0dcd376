"""What a checked caller may have changed: her name, how she is greeted, her phone numbers.

The seam to the profile: each function here is to call the profile's own service, so that a clerk's change equals hers.
"""

from __future__ import annotations

from flask_babel import gettext as _

from app import audit, people
from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound
from app.people import By, Origin, Person, Phone, Source

LONGEST = 80
MOST_PHONES = 10
_SOURCES = {"phone": Source.PHONE, "letter": Source.LETTER}


def set_name(person: Person, first: str, last: str, by: By) -> bool:
    """Her name, and that she said so herself: no file changes it any more. False when nothing changed. Flushes."""
    new, old = (first[:LONGEST], last[:LONGEST]), (person.first_name, person.last_name)
    if people.note_change(person.id, "name", list(old), list(new), by) is None:
        return False
    person.first_name, person.last_name = new
    _corrected(person, "name", by)
    _noted(person, "name", by)
    return True


def set_greeting(person: Person, words: str, by: By) -> bool:
    """How she likes to be addressed; empty: by her first name. False when nothing changed. Flushes."""
    words = words[:LONGEST]
    if people.note_change(person.id, "addressed_as", person.addressed_as, words, by) is None:
        return False
    person.addressed_as = words
    _corrected(person, "addressed_as", by)
    _noted(person, "addressed_as", by)
    return True


def add_phone(person: Person, text: str, by: By) -> bool:
    """One more number. False when it is held already. Raises NotAPhone. Flushes."""
    number = people.read_phone(text)
    held = people.phones_of(person)
    if any(one.number == number for one in held) or len(held) >= MOST_PHONES:
        return False
    source = _SOURCES.get(by.method, Source.UNKNOWN)
    row = Phone(person_id=person.id, number=number, source=source, source_detail="", kind="", created_at=clock.now())
    row.obtained_on = clock.now().date()
    session().add(row)
    session().flush()
    people.note_change(person.id, "phone", None, number, by, f"phone:{row.id}")
    _noted(person, "phone", by)
    session().expire(person, ["phones"])
    return True


def remove_phone(person: Person, number: int, by: By) -> None:
    """Take one of her numbers off; it stays so that no file brings it back. Raises NotFound. Flushes."""
    row = next((one for one in people.phones_of(person) if one.id == number), None)
    if row is None:
        raise NotFound(_("That number is not on this record any more."))
    row.removed_at = clock.now()
    people.note_change(person.id, "phone", row.number, None, by, f"phone:{row.id}")
    _noted(person, "phone", by)


def _corrected(person: Person, field: str, by: By) -> None:
    row = session().get(Origin, (person.id, field)) or Origin(person_id=person.id, field=field)
    row.source, row.source_detail = _SOURCES.get(by.method, Source.UNKNOWN), ""
    row.obtained_on, row.recorded_at, row.corrected_at = clock.now().date(), clock.now(), clock.now()
    session().add(row)
    session().flush()


def _noted(person: Person, field: str, by: By) -> None:
    """The trail says which fact, never its value."""
    audit.note(by.actor, "people.change", f"subject:{person.subject_id}", {"field": (None, field)})
