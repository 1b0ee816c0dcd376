"""A forgotten password: a link by mail, and then the second factor as well. A mailbox alone opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app import audit, links
from app.core.database import reading, session
from app.core.fingerprints import limit_key
from app.core.limits import Limit, take
from app.core.refusals import Refusal
from app.staff import mail, passwords
from app.staff.joining import words_about
from app.staff.models import StaffMember
from app.staff.sessions import end_sessions_of
from app.staff.signing_in import Factor, member_by_address, use_factor

PER_ADDRESS = Limit("staff-reset-address", 3, timedelta(minutes=15))
PER_NETWORK = Limit("staff-reset-network", 20, timedelta(hours=1))


class ResetEnded(Refusal):
    """Used, run out, or the password was changed since."""

    status = 410


@dataclass(frozen=True)
class Reset:
    """A reset link that works, looked at and not used up."""

    member: StaffMember
    proof: links.Proof


def ask(address: str, network: str) -> None:
    """Mail a link, by the same statements for every address; beyond the limits none, and nobody can tell.

    Takes limits, so call it before the first write. Flushes; the entry point commits.
    """
    if take(PER_NETWORK, network).within and take(PER_ADDRESS, limit_key(address)).within:
        mail.post_reset(member_by_address(address))


def open_reset(token: str) -> Reset:
    """Look at a link. Raises BadToken, TokenEnded, or ResetEnded."""
    proof = links.read_proof(mail.KIND, token)
    member = _member(int(proof.payload["member"]))
    is_current = passwords.mark_of(member.id, member.password_hash) == proof.payload["mark"] if member else False
    if member is None or not is_current or links.is_used(proof):
        raise ResetEnded(_("This link has ended. Ask for a new one."))
    return Reset(member, proof)


def reset_password(token: str, password: str, factor: Factor, typed: str, network: str) -> None:
    """A new password, by a link and a second factor, each once. Every session of the member ends.

    Raises what `open_reset` raises, WeakPassword, and what `use_factor` raises. Takes limits, so call it before the first
    write. Flushes; the entry point commits.
    """
    with reading():  # hashing takes a moment, and must not hold the database's lock
        found = open_reset(token)
    hashed = passwords.hash_new(password, words_about(found.member.email))
    use_factor(found.member, factor, typed, network, found.proof.jti)
    found = open_reset(token)  # taking limits ended the transaction it was read in
    links.use(found.proof)
    set_password(found.member, hashed)


def set_password(member: StaffMember, hashed: str) -> None:
    """A new password for a member who has shown who she is. All her sessions end, and a mail tells her. Flushes."""
    member.password_hash = hashed
    session().flush()
    end_sessions_of(member.id)
    audit.note(f"staff:{member.id}", "staff.password", about=f"staff:{member.id}")
    mail.tell(member.id, mail.NEW_PASSWORD)


def _member(member_id: int) -> StaffMember | None:
    mine = (StaffMember.id == member_id, StaffMember.ended_at.is_(None), StaffMember.password_hash.is_not(None))
    found = select(StaffMember).where(*mine).execution_options(populate_existing=True)
    return session().scalars(found).first()
