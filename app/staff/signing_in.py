"""Signing in at the desk: address and password, then six digits or a recovery code. Tries are counted before each act."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Literal

from flask_babel import gettext as _
from sqlalchemy import select

from app import audit, links
from app.core import clock
from app.core.database import random_id, reading, session
from app.core.fingerprints import limit_key, match_key
from app.core.limits import Limit, Taken, give_back, take
from app.core.refusals import Refusal, TooMany
from app.staff import passwords, recovery, second_factor
from app.staff.demo_members import is_refused_here
from app.staff.models import StaffMember
from app.staff.recovery import WrongRecoveryCode
from app.staff.second_factor import WrongCode

TRIES = 5  # wrong codes that end a sign-in, or a reset link
PER_NETWORK = Limit("staff-network", 100, timedelta(hours=1))
PASSWORDS = Limit("staff-passwords", 20, timedelta(hours=1))
CODES = Limit("staff-codes", 20, timedelta(days=1))
BEGUN = Limit("staff-begun", TRIES, timedelta(days=1))
Factor = Literal["app", "recovery code"]


class NoMatch(Refusal):
    """Unknown address, ended member, or wrong password: nobody learns which."""


class SignInEnded(Refusal):
    """Begun too long ago, too many wrong codes, or the password was changed since."""

    status = 410


@dataclass(frozen=True)
class Begun:
    """The password was right; the second factor is still to come. Travels in the desk's signed cookie."""

    id: str
    member_id: int
    mark: str
    at: int  # seconds since 1970

    def as_cookie(self) -> dict[str, Any]:
        """For the cookie; `find_begun` reads it."""
        return asdict(self)


def begin(address: str, password: str, network: str) -> Begun:
    """The first half of signing in. Raises NoMatch, or TooMany after too many tries for that address or from that network.

    Takes limits, so call it before the first write. Flushes; the entry point commits.
    """
    _take(PER_NETWORK, network)
    _take(PASSWORDS, limit_key(address))
    with reading():  # hashing takes a moment, and must not hold the database's lock
        member = member_by_address(address)
    is_right = passwords.matches(member.password_hash if member else None, password)
    if member is None or member.password_hash is None or not is_right or is_refused_here(member):
        raise NoMatch(_("That address and password don’t belong together. Check both."))
    member.password_hash = passwords.rehashed(member.password_hash, password)
    session().flush()
    give_back(PASSWORDS, limit_key(address))
    give_back(PER_NETWORK, network)
    mark = passwords.mark_of(member.id, member.password_hash)
    return Begun(random_id(), member.id, mark, int(clock.now().timestamp()))


def find_begun(stored: Any) -> tuple[Begun, StaffMember]:
    """A sign-in this browser began, and whose it is. Raises SignInEnded."""
    begun = Begun(**stored) if isinstance(stored, dict) and stored.keys() == Begun.__annotations__.keys() else None
    if begun is None or clock.now().timestamp() - begun.at > links.STAFF_IDLE.total_seconds():
        raise SignInEnded(_("That took too long. Begin again."))
    member = session().get(StaffMember, begun.member_id, populate_existing=True)
    if member is None or member.ended_at is not None:
        raise SignInEnded(_("Begin again."))
    if passwords.mark_of(member.id, member.password_hash) != begun.mark or is_refused_here(member):
        raise SignInEnded(_("Begin again."))
    return begun, member


def finish(begun: Begun, member: StaffMember, factor: Factor, typed: str, network: str) -> None:
    """The second half. Raises WrongCode, WrongRecoveryCode, TooMany, or SignInEnded with the last of five wrong codes and
    where the password was changed meanwhile.

    Takes limits, so call it before the first write. Flushes; the entry point commits.
    """
    use_factor(member, factor, typed, network, begun.id)
    if member.ended_at is not None or passwords.mark_of(member.id, member.password_hash) != begun.mark:
        raise SignInEnded(_("Begin again."))
    actor = f"staff:{member.id}"
    audit.note(actor, "staff.sign_in", about=actor, values={"second factor": (None, factor)})


def use_factor(member: StaffMember, factor: Factor, typed: str, network: str, one_of: str) -> None:
    """Use up a code of the app or a recovery code; `one_of`: what five wrong ones end. Raises as `finish` does."""
    who = limit_key(member.email)
    _take(PER_NETWORK, network)
    _take(CODES, who)
    tried = take(BEGUN, one_of)
    if not tried.within:
        raise _ended()
    # Whoever takes her right to sign in away writes this row first, and ends sessions then: one waits for the other.
    session().refresh(member, with_for_update=True)
    try:
        second_factor.use_code(member, typed) if factor == "app" else recovery.use(member, typed)
    except (WrongCode, WrongRecoveryCode) as no:
        if tried.count == TRIES:
            raise _ended() from None
        no.args = (f"{no.sentence} {_left(tried)}",)
        raise
    give_back(CODES, who)
    give_back(PER_NETWORK, network)


def confirm_password(member: StaffMember, password: str) -> None:
    """The password of somebody signed in, asked for again: counted, right or wrong. Raises NoMatch or TooMany."""
    _take(PASSWORDS, limit_key(member.email))
    if not passwords.matches(member.password_hash, password):
        raise NoMatch(_("That’s not your current password."))


def member_by_address(address: str) -> StaffMember | None:
    """Who works here under that canonical address, and has not ended."""
    mine = (StaffMember.match_key == match_key(address), StaffMember.ended_at.is_(None))
    return session().scalars(select(StaffMember).where(*mine).execution_options(populate_existing=True)).first()


def _take(limit: Limit, what: str) -> None:
    taken = take(limit, what)
    if not taken.within:
        raise TooMany(_("Too many tries."), taken.retry_at)


def _left(tried: Taken) -> str:
    left = TRIES - tried.count
    return _("1 try left.") if left == 1 else _("%(left)s tries left.", left=left)


def _ended() -> SignInEnded:
    return SignInEnded(_("That was the fifth wrong code. Begin again."))
