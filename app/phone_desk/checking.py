"""The caller check: what a caller said, compared with what we hold, before anything is shown or changed (policy S51).

A stop needs none. What was compared is noted; what failed never is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app import audit, links, people
from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.people import LookReason, Person
from app.phone_desk.models import CallerCheck
from app.phone_desk.what import WAYS
from app.staff import SignedIn

AT_LEAST = 2
# What is asked. The clerk types what the caller says into the search: whoever comes up, fits. So nothing has to be opened
# to compare, and each of these is something the search finds by.
COMPARED: dict[str, LazyString] = {
    "name_zip": _l("First and last name, and the ZIP code of the postal address"),
    "order": _l("An order number"),
    "email": _l("The whole email address"),
    "customer": _l("The customer number on a catalog"),
}
_CALLED = "phone"


class CheckFirst(Refusal):
    """Nothing is shown or changed before a caller check of this clerk about this person."""

    status = 409  # the role may; the caller was not checked

    def __init__(self, person_id: int) -> None:
        super().__init__(_("That needs the caller check first."))
        self.person_id = person_id


class TooFew(Refusal):
    """Fewer than two things were compared."""

    status = 422


@dataclass(frozen=True)
class Checked:
    """A person whose caller was checked, until when, and by what method her wishes reach us."""

    person: Person
    until: datetime
    method: str


def check_caller(person_id: int, compared: Collection[str], way: str, clerk: SignedIn) -> str:
    """Note what was compared, and the look that follows. Returns the right to read her record. Raises TooFew, NotFound.

    Flushes.
    """
    ticked = [name for name in COMPARED if name in compared]
    if len(ticked) < AT_LEAST:
        raise TooFew(_("Compare at least two of these, and tick what you compared"))
    person = people.person_by_id(person_id)
    if person is None:
        raise NotFound(_("That record is not here. It may have been erased."))
    row = CallerCheck(person_id=person.id, staff_id=clerk.member_id, at=clock.now())
    row.compared, row.way = ",".join(ticked), way
    session().add(row)
    values = {"compared": (None, ",".join(ticked))}
    audit.note(clerk.actor, "people.caller_check", f"subject:{person.subject_id}", values)
    look = people.note_look(person, clerk.actor, clerk.role, LookReason.CALL if way == _CALLED else LookReason.LETTER)
    return people.right_to_read(look, clerk.member_id)


def checked(person_id: int, clerk: SignedIn) -> Checked:
    """The person this clerk may change now. Raises CheckFirst, for a person who is not there too."""
    since = clock.now() - links.CALLER_CHECK
    mine = (CallerCheck.person_id == person_id, CallerCheck.staff_id == clerk.member_id, CallerCheck.at > since)
    row = session().scalars(select(CallerCheck).where(*mine).order_by(CallerCheck.at.desc()).limit(1)).first()
    person = people.person_by_id(person_id) if row else None
    if row is None or person is None or person.merged_into_id is not None:
        raise CheckFirst(person_id)
    return Checked(person, row.at + links.CALLER_CHECK, WAYS[row.way].method)
