"""Inviting staff members."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app import audit, links
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import canonical_email, match_key
from app.core.refusals import Refusal
from app.staff import recovery
from app.staff.models import StaffMember
from app.staff.roles import Role

KIND = "staff-invitation"
PATH = "/staff/invitation/"


class InvitationEnded(Refusal):
    """Accepted, taken back, or replaced by a newer one."""

    status = 410


class WorksHere(Refusal):
    """Somebody who can sign in needs no invitation."""

    status = 409


@dataclass(frozen=True)
class Invitation:
    """An invitation that works: for whom, as what, and until when."""

    member: StaffMember
    until: datetime


def invite(email: str, role: Role, actor: str) -> str:
    """Invite somebody, or anew: the link that is returned works once, and every older one ends. Flushes.

    Raises NotAnAddress, or WorksHere for somebody who has joined: an invitation would change her role past the accounts page.
    The address stands in the member's row, never in the audit trail.
    """
    address = canonical_email(email)
    member = _member(match_key(address)) or StaffMember(match_key=match_key(address), role="")
    if member.joined_at is not None and member.ended_at is None:
        raise WorksHere(_("That address works here already. Change the role, or reset the sign-in, instead."))
    before = member.role or None
    member.email, member.role, member.ended_at, member.invited_at = address, role.value, None, clock.now()
    session().add(member)
    link = new_invitation(member)
    audit.note(actor, "staff.add", about=f"staff:{member.id}", values={"role": (before, role.value)})
    return link


def new_invitation(member: StaffMember) -> str:
    """A link for that member; every older one ends, and whatever she signed in with before. Flushes."""
    forget_sign_in(member)
    member.invited_at, member.invitation_jti = clock.now(), secrets.token_urlsafe(16)
    session().flush()
    return settings.current().public_url + PATH + links.prove(KIND, {"member": member.id}, member.invitation_jti)


def forget_sign_in(member: StaffMember) -> None:
    """Nobody signs in as that member any more: no password, no app, no recovery codes, no invitation. Flushes."""
    member.joined_at = member.password_hash = member.totp_sealed = member.totp_step = member.invitation_jti = None
    session().flush()
    recovery.keep(member.id, [])


def open_invitation(token: str) -> Invitation:
    """Look at an invitation without using it up. Raises BadToken, TokenEnded, or InvitationEnded."""
    proof = links.read_proof(KIND, token)
    member = session().get(StaffMember, proof.payload["member"])
    if member is None or member.ended_at is not None or member.invitation_jti != proof.jti:
        raise InvitationEnded("This invitation has ended. Ask whoever invited you for a new one.")
    return Invitation(member, member.invited_at + links.INVITATION)


def _member(key: str) -> StaffMember | None:
    return session().scalars(select(StaffMember).where(StaffMember.match_key == key).with_for_update()).first()
