"""Staff accounts: who works here, as what, and the end of it. Nobody is deleted: the trail names them."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select

from app import audit, links
from app.core import clock, settings
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.staff.models import StaffMember
from app.staff.roles import Role
from app.staff.service import KIND, PATH
from app.staff.sessions import end_sessions_of


class AccountStays(Refusal):
    """One's own account, or the last administrator: somebody else must stay who can undo it."""

    status = 409


def every_member() -> list[StaffMember]:
    """Everybody who was ever invited, who works here first, in the order of invitation. One query."""
    by_end = (StaffMember.ended_at.is_not(None), StaffMember.id)
    return list(session().scalars(select(StaffMember).order_by(*by_end)))


def change_role(member_id: int, role: Role, actor: str) -> None:
    """Let a member work as something else. Her sessions end at once. Flushes. Raises NotFound, AccountStays."""
    member = _present(member_id)
    if member.role == role.value:
        return
    _check_stays(member, actor)
    before, member.role = member.role, role.value
    end_sessions_of(member.id)
    audit.note(actor, "staff.role", about=f"staff:{member.id}", values={"role": (before, role.value)})


def end_member(member_id: int, actor: str) -> None:
    """End an account: sessions, invitation, all of it, at once. Flushes. Raises NotFound, AccountStays."""
    member = _present(member_id)
    _check_stays(member, actor)
    member.ended_at, member.invitation_jti = clock.now(), None
    end_sessions_of(member.id)
    audit.note(actor, "staff.end", about=f"staff:{member.id}", values={"role": (member.role, None)})


def reset_member(member_id: int, actor: str) -> str:
    """A new invitation: password and second factor start anew, sessions end. Returns the link, which works once. Flushes."""
    member = _present(member_id)
    member.invited_at, member.invitation_jti = clock.now(), secrets.token_urlsafe(16)
    member.password_hash = member.totp_sealed = member.totp_step = None
    end_sessions_of(member.id)
    audit.note(actor, "staff.reset", about=f"staff:{member.id}")
    return settings.current().public_url + PATH + links.prove(KIND, {"member": member.id}, member.invitation_jti)


def _present(member_id: int) -> StaffMember:
    found = session().scalars(select(StaffMember).where(StaffMember.id == member_id).with_for_update()).first()
    if found is None or found.ended_at is not None:
        raise NotFound("There is no such account, or it has ended.")
    return found


def _check_stays(member: StaffMember, actor: str) -> None:
    if actor == f"staff:{member.id}":
        raise AccountStays("You can’t change or end your own account. Ask another administrator.")
    others = select(func.count()).where(
        StaffMember.role == Role.ADMIN.value, StaffMember.ended_at.is_(None), StaffMember.id != member.id
    )
    if member.role == Role.ADMIN.value and not session().scalar(others):
        raise AccountStays("This is the last administrator. Invite another one first.")
