"""Sessions at the desk: rows that end by time, by sign-out, by an administrator, and with the role they began under."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from app import links
from app.core import clock
from app.core.database import random_id, rows_touched, session
from app.staff.models import StaffMember, StaffSession

_IN_SQL = {"synchronize_session": False}


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in at the desk: the member, as what, and by which session."""

    member_id: int
    role: str
    email: str
    match_key: str
    session_id: str
    keys_are_on: bool

    @property
    def actor(self) -> str:
        """As the audit trail names her."""
        return f"staff:{self.member_id}"


def begin_session(member: StaffMember, network: str, program: str) -> str:
    """A new session of a member who showed password and code. Returns its id. Flushes."""
    row = StaffSession(
        id=random_id(),
        member_id=member.id,
        role=member.role,
        network=network,
        program=program,
        began_at=clock.now(),
        ends_at=clock.now() + links.STAFF_SESSION,
    )
    session().add(row)
    session().flush()
    return row.id


def find_session(session_id: str) -> SignedIn | None:
    """Who is signed in by that session. None when it ended, or when the member's role is not the one it began under."""
    columns = (StaffMember.id, StaffMember.role, StaffMember.email, StaffMember.match_key, StaffSession.id)
    statement = (
        select(*columns, StaffMember.keys_off_at.is_(None))
        .join(StaffMember, StaffMember.id == StaffSession.member_id)
        .where(StaffSession.id == session_id, *_runs())
        .where(StaffMember.ended_at.is_(None), StaffMember.role == StaffSession.role)
    )
    row = session().execute(statement).first()
    return SignedIn(*row[:-1], keys_are_on=bool(row[-1])) if row else None


def sessions_of(member_id: int) -> list[StaffSession]:
    """The sessions of a member that still run, newest first."""
    mine = select(StaffSession).where(StaffSession.member_id == member_id, *_runs())
    return list(session().scalars(mine.order_by(StaffSession.began_at.desc())))


def end_session(session_id: str, member_id: int) -> bool:
    """End one session of that member; True when it still ran. Flushes."""
    return _end(StaffSession.id == session_id, StaffSession.member_id == member_id) == 1


def end_sessions_of(member_id: int, but: str = "") -> int:
    """End every session of a member, except the one named. Returns how many. Flushes."""
    return _end(StaffSession.member_id == member_id, StaffSession.id != but)


def forget_sessions() -> int:
    """Drop sessions that are over, but for each member's newest: it says when she signed in last. Returns how many."""
    over = or_(StaffSession.ends_at < clock.now(), StaffSession.revoked_at < clock.now())
    newer = aliased(StaffSession)
    replaced = exists().where(newer.member_id == StaffSession.member_id, newer.began_at > StaffSession.began_at)
    return rows_touched(session().execute(delete(StaffSession).where(over, replaced), execution_options=_IN_SQL))


def _runs() -> tuple[ColumnElement[bool], ...]:
    return StaffSession.revoked_at.is_(None), StaffSession.ends_at > clock.now()


def _end(*whose: ColumnElement[bool]) -> int:
    ended = update(StaffSession).where(*whose, StaffSession.revoked_at.is_(None)).values(revoked_at=clock.now())
    return rows_touched(session().execute(ended))
