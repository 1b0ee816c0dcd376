"""Accepting an invitation: password, authenticator app, recovery codes, in one transaction at the end.

Until then nothing is stored here. What was answered travels in the desk's cookie, encrypted, so that no half-open account
exists and two browsers with one invitation end as one account.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import update

from app import audit, links
from app.core import clock, settings
from app.core.database import reading, rows_touched, session
from app.core.fields import open_text, seal_text
from app.core.refusals import Refusal
from app.staff import passwords, recovery, second_factor
from app.staff.models import StaffMember
from app.staff.service import InvitationEnded, open_invitation
from app.staff.sessions import end_sessions_of

PURPOSE = "staff-joining"


@dataclass(frozen=True)
class Answers:
    """What somebody with an invitation answered so far, and what we made for her."""

    member_id: int
    jti: str
    password_hash: str
    secret: str
    codes: list[str]

    def sealed(self) -> str:
        """For the cookie, which her own browser could read otherwise."""
        text = json.dumps(asdict(self), separators=(",", ":"))
        return base64.urlsafe_b64encode(seal_text(settings.current().field_keys, PURPOSE, text)).decode()


def begin(token: str, password: str) -> Answers:
    """The first answer. Raises what `open_invitation` raises, and WeakPassword. Writes nothing."""
    with reading():  # hashing takes a moment, and must not hold the database's lock
        member = open_invitation(token).member
    hashed = passwords.hash_new(password, words_about(member.email))
    jti = member.invitation_jti or ""
    return Answers(member.id, jti, hashed, second_factor.new_secret(), recovery.new_codes())


def read_answers(sealed: Any) -> Answers:
    """The answers in a cookie. Raises InvitationEnded where there are none."""
    try:
        raw = base64.urlsafe_b64decode(str(sealed or ""))
        return Answers(**json.loads(open_text(settings.current().field_keys, PURPOSE, raw)))
    except (Refusal, binascii.Error, ValueError, TypeError):
        raise InvitationEnded("Open the link of your invitation again.") from None


def invited_member(answers: Answers) -> StaffMember:
    """Whose invitation it is, while it can be accepted. Raises InvitationEnded."""
    member = session().get(StaffMember, answers.member_id, populate_existing=True)
    if member is None or member.invitation_jti != answers.jti or member.ended_at is not None:
        raise InvitationEnded("This invitation has ended.")
    if member.invited_at + links.INVITATION < clock.now():
        raise InvitationEnded("This invitation has ended.")
    return member


def join(answers: Answers, code: str) -> StaffMember:
    """Use the invitation up: of two browsers one succeeds, the other gets InvitationEnded. Raises WrongCode. Flushes."""
    member = invited_member(answers)
    step = second_factor.step_of(answers.secret, code)
    still_open = (StaffMember.id == member.id, StaffMember.invitation_jti == answers.jti)
    accepted = update(StaffMember).where(*still_open, StaffMember.ended_at.is_(None))
    values = {
        "invitation_jti": None,
        "joined_at": clock.now(),
        "password_hash": answers.password_hash,
        "totp_sealed": second_factor.seal(answers.secret),
        "totp_step": step,
    }
    done = session().execute(accepted.values(values).execution_options(synchronize_session=False))
    if rows_touched(done) != 1:
        raise InvitationEnded("This invitation has ended.")
    recovery.keep(member.id, answers.codes)
    end_sessions_of(member.id)
    audit.note(f"staff:{member.id}", "staff.join", about=f"staff:{member.id}", values={"role": (None, member.role)})
    session().refresh(member)
    return member


def has_just_joined(answers: Answers, code: str) -> bool:
    """Whether this very form was sent before (a double click): its account is there, and its code was the last one used."""
    member = session().get(StaffMember, answers.member_id, populate_existing=True)
    if member is None or member.password_hash != answers.password_hash:
        return False
    return second_factor.step_of(answers.secret, code) == member.totp_step


def words_about(email: str) -> list[str]:
    """What an attacker tries first as the password of that address."""
    local, _, domain = email.rpartition("@")
    brand = settings.current().brand.name
    return [email, local, domain, *local.replace("-", ".").split("."), domain.partition(".")[0], brand, *brand.split()]
