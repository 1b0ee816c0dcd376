"""Looks: a staff member opened somebody's record. It is noted in the trail, and the person can read it."""

from __future__ import annotations

from enum import StrEnum, unique

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import delete, select

from app import audit, links
from app.core import clock
from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Rows
from app.people.models import Look, Person

SHOWN = 20


@unique
class LookReason(StrEnum):
    """Why a record is opened. Alphabetical; the person reads it."""

    CALL = "call"
    CHECK = "check"
    LETTER = "letter"
    MAIL = "mail"
    REQUEST = "request"
    REVIEW = "review"


REASON_WORDS: dict[LookReason, LazyString] = {
    LookReason.CALL: _l("your call"),
    LookReason.CHECK: _l("a check of our own records"),
    LookReason.LETTER: _l("your letter"),
    LookReason.MAIL: _l("your email to us"),
    LookReason.REQUEST: _l("your privacy request"),
    LookReason.REVIEW: _l("your review"),
}
# The same as the clerk chooses it, who speaks of somebody else.
REASONS_AT_DESK: dict[LookReason, LazyString] = {
    LookReason.CALL: _l("their call"),
    LookReason.CHECK: _l("a check of our own records"),
    LookReason.LETTER: _l("their letter"),
    LookReason.MAIL: _l("their email to us"),
    LookReason.REQUEST: _l("their privacy request"),
    LookReason.REVIEW: _l("their review"),
}


def note_look(person: Person, actor: str, role: str, reason: LookReason) -> Look:
    """Somebody with that role opens a record: one line in the trail, one row she can read. Flushes."""
    audit.note(actor, "people.look", about=f"subject:{person.subject_id}", values={"reason": (None, reason.value)})
    look = Look(person_id=person.id, role=role, reason=reason.value, at=clock.now())
    session().add(look)
    session().flush()
    return look


def right_to_read(look: Look, member_id: int) -> str:
    """The signed right of one member to read on behind a noted look, for a while."""
    return links.prove("look", {"person": look.person_id, "member": member_id, "look": look.id})


def looks_at(person_id: int) -> list[Look]:
    """The newest SHOWN looks at somebody's record, newest first."""
    mine = select(Look).where(Look.person_id == person_id).order_by(Look.id.desc()).limit(SHOWN)
    return list(session().scalars(mine))


def export_looks(holder: Holder) -> Rows:
    """Who looked, as what, why, when."""
    for look in session().scalars(select(Look).where(Look.person_id == holder.person_id).order_by(Look.id)):
        yield {"role": look.role, "reason": look.reason, "at": look.at}


def erase_looks(holder: Holder) -> int:
    """The rows go; the trail keeps a line about a number that leads to nobody."""
    return rows_touched(session().execute(delete(Look).where(Look.person_id == holder.person_id)))
