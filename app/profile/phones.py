"""Phone numbers on the profile. A number that was changed or removed stays as a removed row, so that no file brings it back."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.people import By, Person, Phone, ProfileChange, note_change, phones_of, shown_phone
from app.profile.came import came_of, put_back, told
from app.profile.since import ChangedSince

FIELD = "phone"
KINDS = ("mobile", "home", "work")


class HeldAlready(Refusal):
    """She gave the same number before, and it stands on her profile."""

    status = 422

    def __init__(self) -> None:
        super().__init__(_l("This number is on your profile already"))


def phone_of(person_id: int, phone_id: int) -> Phone:
    """One of her numbers. Raises NotFound for another's, for a removed one and for none."""
    mine = select(Phone).where(Phone.id == phone_id, Phone.person_id == person_id, Phone.removed_at.is_(None))
    found = session().scalar(mine)
    if found is None:
        raise NotFound(_l("There is no such phone number on your profile."))
    return found


def was_removed(person_id: int, phone_id: int) -> bool:
    """Whether that is one of hers which she took off her profile."""
    mine = Phone.id == phone_id, Phone.person_id == person_id, Phone.removed_at.is_not(None)
    return session().scalar(select(Phone.id).where(*mine)) is not None


def add_phone(person: Person, number: str, kind: str, by: By) -> Phone:
    """One more number (E.164) of a kind of KINDS, or of none. Raises HeldAlready. Flushes."""
    _refuse_held(person, number)
    phone = Phone(person=person, number=number, kind=kind, created_at=clock.now(), **told(by))
    session().add(phone)
    session().flush()
    note_change(person.id, FIELD, None, _value(phone), by, _about(phone))
    return phone


def change_phone(phone: Phone, number: str, kind: str, by: By) -> None:
    """Her number from now on. Raises HeldAlready. Flushes."""
    if (phone.number, phone.kind) == (number, kind):
        return
    old, left = _value(phone), None
    if phone.number != number:
        _refuse_held(phone.person, number)
        left = _leave_behind(phone)
    phone.number, phone.kind = number, kind
    for name, value in told(by).items():
        setattr(phone, name, value)
    session().flush()
    note_change(phone.person_id, FIELD, old, _value(phone, left), by, _about(phone))


def remove_phone(phone: Phone, by: By) -> None:
    """Take it off her profile. Flushes."""
    old = _value(phone)
    phone.removed_at = clock.now()
    note_change(phone.person_id, FIELD, old, None, by, _about(phone))


def restore(change: ProfileChange) -> None:
    """Put back what stood before one change. Raises ChangedSince. Flushes."""
    old, new = json.loads(change.old), json.loads(change.new)
    phone = session().get(Phone, int(change.about.partition(":")[2]))
    if phone is None or (phone.removed_at is None) != (new is not None) or (new and not _is(phone, new)):
        raise ChangedSince
    if old is None:
        session().delete(phone)
        session().expire(phone.person, ["phones"])
    else:
        if any(one.number == old["number"] and one is not phone for one in phones_of(phone.person)):
            raise ChangedSince
        phone.number, phone.kind, phone.removed_at = old["number"], old["kind"], None
        put_back(phone, old["came"])
        _take_back(phone.person, (new or {}).get("left"))
    session().flush()


def phone_words(value: dict[str, Any] | None) -> str:
    """The `old` or `new` of a change as a person reads it; empty for none."""
    return shown_phone(value["number"]) if value else ""


def _refuse_held(person: Person, number: str) -> None:
    if any(one.number == number for one in phones_of(person)):
        raise HeldAlready


def _leave_behind(phone: Phone) -> int:
    """A removed row with the number that stood here. Returns its id."""
    left = Phone(person=phone.person, number=phone.number, kind=phone.kind, created_at=phone.created_at)
    left.removed_at = clock.now()
    put_back(left, came_of(phone))
    session().add(left)
    session().flush()
    return left.id


def _take_back(person: Person, left_id: int | None) -> None:
    left = session().get(Phone, left_id) if left_id else None
    if left is not None and left.person_id == person.id and left.removed_at is not None:
        session().delete(left)
        session().expire(person, ["phones"])


def _value(phone: Phone, left: int | None = None) -> dict[str, Any]:
    value: dict[str, Any] = {"number": phone.number, "kind": phone.kind, "came": came_of(phone)}
    return value | {"left": left} if left else value


def _is(phone: Phone, value: dict[str, Any]) -> bool:
    return (phone.number, phone.kind, came_of(phone)) == (value["number"], value["kind"], value["came"])


def _about(phone: Phone) -> str:
    return f"{FIELD}:{phone.id}"
