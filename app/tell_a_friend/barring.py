"""Senders who send no more notes, because staff found that theirs were abuse. Taken back at the desk."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from app import audit
from app.core import clock
from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Rows
from app.core.refusals import Refusal
from app.staff import SignedIn
from app.tell_a_friend.desk_models import SenderBar
from app.tell_a_friend.models import Recommendation


class NobodyToBar(Refusal):
    """The sender was erased: nobody is behind that note any more."""

    status = 409


def is_barred(subject_id: str) -> bool:
    """Whether she sends no more notes."""
    mine = (SenderBar.subject_id == subject_id, SenderBar.lifted_at.is_(None))
    return session().scalar(select(SenderBar.id).where(*mine).limit(1)) is not None


def bar(note: Recommendation, member: SignedIn) -> None:
    """Its sender sends no more. Said again, nothing changes. Raises NobodyToBar. Flushes."""
    if note.sender_subject is None:
        raise NobodyToBar(_("Its sender was erased, so there is nobody to bar."))
    if is_barred(note.sender_subject):
        return
    row = SenderBar(
        subject_id=note.sender_subject,
        recommendation_id=note.id,
        barred_at=clock.now(),
        barred_by=member.member_id,
    )
    session().add(row)
    session().flush()
    audit.note(member.actor, "recommendations.bar", about=f"recommendation:{note.id}", values={"bar": (None, "set")})


def lift(number: int, member: SignedIn) -> None:
    """She may send again. Pressed twice, it is once. Flushes."""
    mine = (SenderBar.id == number, SenderBar.lifted_at.is_(None))
    statement = update(SenderBar).where(*mine).values(lifted_at=clock.now(), lifted_by=member.member_id)
    if rows_touched(session().execute(statement.execution_options(synchronize_session=False))):
        session().expire_all()
        audit.note(member.actor, "recommendations.lift", about=f"bar:{number}", values={"bar": ("set", None)})


def export_bars(holder: Holder) -> Rows:
    """That we send no notes for you any more, and since when."""
    for row in session().scalars(select(SenderBar).where(SenderBar.subject_id == holder.subject_id)):
        yield {"no more notes since": row.barred_at, "taken back": row.lifted_at or ""}


def erase_bars(holder: Holder) -> int:
    """The row stays with nobody in it: it names who acted at the desk."""
    mine = update(SenderBar).where(SenderBar.subject_id == holder.subject_id).values(subject_id="")
    return rows_touched(session().execute(mine))
