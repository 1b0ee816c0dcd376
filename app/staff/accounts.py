"""Staff accounts, as whoever manages them sees and changes them. Each change ends the sessions it concerns at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import audit, links
from app.core import clock
from app.core.database import session
from app.core.fingerprints import limit_key
from app.core.refusals import NotFound, Refusal
from app.staff.demo_members import is_demo
from app.staff.mail import RESET_BY_ADMIN, tell
from app.staff.models import StaffMember, StaffSession
from app.staff.roles import Role
from app.staff.service import forget_sign_in, new_invitation
from app.staff.sessions import end_sessions_of


class AccountStays(Refusal):
    """This account is not changed by this person, now."""

    status = 409


class NotYourself(AccountStays):
    """One's own account is changed by somebody else, so that nobody locks herself out or goes around the second factor."""


class LastAdmin(AccountStays):
    """Without an administrator nobody could let anybody in."""


@dataclass(frozen=True)
class Account:
    """A staff member in the list. `invited_until`: an invitation waits until then. `seen_at`: signed in last."""

    id: int
    email: str
    role: Role
    invited_at: datetime
    invited_until: datetime | None
    joined_at: datetime | None
    ended_at: datetime | None
    seen_at: datetime | None


def every_member() -> list[Account]:
    """Everybody who works here or did, those who do first, by address. Two tables, one query."""
    seen = select(StaffSession.member_id, func.max(StaffSession.began_at).label("at")).group_by(StaffSession.member_id)
    newest = seen.subquery()
    statement = select(StaffMember, newest.c.at).outerjoin(newest, newest.c.member_id == StaffMember.id)
    ordered = statement.order_by(StaffMember.ended_at.is_not(None), StaffMember.match_key)
    return [_account(member, at) for member, at in session().execute(ordered)]


def works_here(addresses: Iterable[str]) -> bool:
    """Whether one of these canonical addresses, or an alias of it, is that of somebody who works here."""
    here = session().scalars(select(StaffMember.email).where(StaffMember.ended_at.is_(None)))
    return not {limit_key(address) for address in addresses}.isdisjoint(map(limit_key, here))


def find_member(member_id: int) -> StaffMember:
    """The row of a member, ended or not. Raises NotFound."""
    member = session().get(StaffMember, member_id, populate_existing=True) if 0 < member_id < 2**31 else None
    if member is None:
        raise NotFound(_("There is no such staff member."))
    return member


def reset_member(member_id: int, actor: str) -> str:
    """Clear how a member signs in and invite her anew: the link works once. Her sessions end. Flushes.

    Raises NotFound or NotYourself: who has her phone uses the reset by mail, who has not must ask somebody else.
    """
    member = _still_here(member_id)
    _refuse_oneself(member, actor)
    had_joined = member.joined_at is not None
    link = new_invitation(member)
    end_sessions_of(member.id)  # behind the lock on her row: a sign-in that was a moment faster ends too
    audit.note(actor, "staff.reset", about=f"staff:{member.id}")
    if had_joined:
        tell(member.id, RESET_BY_ADMIN)
    return link


def end_member(member_id: int, actor: str) -> None:
    """A member works here no more: sessions, password, app, codes and invitation end. Flushes.

    Raises NotFound, NotYourself, or LastAdmin.
    """
    member = _still_here(member_id)
    _refuse_oneself(member, actor)
    if not is_demo(member):  # those leave a real shop whoever is left
        _refuse_last_admin(member)
    forget_sign_in(member)
    member.ended_at = clock.now()
    session().flush()
    end_sessions_of(member.id)  # behind the lock on her row: a sign-in that was a moment faster ends too
    audit.note(actor, "staff.end", about=f"staff:{member.id}", values={"role": (member.role, None)})


def change_role(member_id: int, role: Role, actor: str) -> None:
    """A member works as something else from now on. Her sessions end. Nothing where she does already. Flushes.

    Raises NotFound, NotYourself, or LastAdmin.
    """
    member = _still_here(member_id)
    _refuse_oneself(member, actor)
    if member.role == role.value:
        return
    _refuse_last_admin(member)
    before, member.role = member.role, role.value
    end_sessions_of(member.id)
    session().flush()
    audit.note(actor, "staff.role", about=f"staff:{member.id}", values={"role": (before, role.value)})


def _account(member: StaffMember, seen_at: datetime | None) -> Account:
    waits = member.invitation_jti is not None and member.ended_at is None
    return Account(
        id=member.id,
        email=member.email,
        role=Role(member.role),
        invited_at=member.invited_at,
        invited_until=member.invited_at + links.INVITATION if waits else None,
        joined_at=member.joined_at,
        ended_at=member.ended_at,
        seen_at=seen_at,
    )


def _still_here(member_id: int) -> StaffMember:
    member = find_member(member_id)
    if member.ended_at is not None:
        raise NotFound(_("That staff member does not work here any more."))
    return member


def _refuse_oneself(member: StaffMember, actor: str) -> None:
    if actor == f"staff:{member.id}":
        raise NotYourself(_("Ask another administrator to change your own account."))


def _refuse_last_admin(member: StaffMember) -> None:
    """Locks the administrators, so that two of them cannot end each other at the same moment."""
    admins = select(StaffMember).where(
        StaffMember.role == Role.ADMIN.value, StaffMember.ended_at.is_(None), StaffMember.joined_at.is_not(None)
    )
    locked = admins.order_by(StaffMember.id).with_for_update().execution_options(populate_existing=True)
    if {admin.id for admin in session().scalars(locked)} == {member.id}:
        raise LastAdmin(_("This is the last administrator. Make somebody else one first."))
