"""What members of staff change about their own sign-in: each change asks for a code of their app, which works once."""

from __future__ import annotations

from app import audit
from app.core import clock
from app.core.database import random_id, session
from app.staff import mail, passwords, recovery
from app.staff.joining import words_about
from app.staff.models import StaffMember
from app.staff.resetting import set_password
from app.staff.signing_in import confirm_password, use_factor


def change_password(member: StaffMember, current: str, new: str, code: str, network: str) -> None:
    """A new password. Every session of the member ends; the entry point begins a new one. Flushes.

    Raises NoMatch, WeakPassword, WrongCode or TooMany. Takes limits, so call it before the first write.
    """
    confirm_password(member, current)
    hashed = passwords.hash_new(new, words_about(member.email))
    _use_code(member, code, network)
    set_password(member, hashed)


def make_codes(member: StaffMember, code: str, network: str) -> list[str]:
    """Ten new recovery codes; the older ones work no more. Raises WrongCode or TooMany. Takes limits. Flushes."""
    _use_code(member, code, network)
    codes = recovery.new_codes()
    recovery.keep(member.id, codes)
    audit.note(f"staff:{member.id}", "staff.recovery_codes", about=f"staff:{member.id}")
    mail.tell(member.id, mail.NEW_CODES)
    return codes


def set_keys(member: StaffMember, on: bool) -> None:
    """Keyboard shortcuts of the queue, on or off (WCAG 2.1.4). Flushes."""
    member.keys_off_at = None if on else member.keys_off_at or clock.now()
    session().flush()


def _use_code(member: StaffMember, code: str, network: str) -> None:
    # Nothing is begun here that five wrong codes could end; the day's limit of the member holds.
    use_factor(member, "app", code, network, random_id())
