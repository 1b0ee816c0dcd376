"""Mail to staff members about their own sign-in. A message's reference holds ids and a time, never an address or a token."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import select

from app import links
from app.core import clock, settings
from app.core.database import session
from app.core.feature import declared
from app.core.messages import Letter
from app.core.typed import first_numbers
from app.staff import passwords
from app.staff.models import StaffMember

RESET = "staff_reset"
CHANGED = "staff_changed"
KIND = "staff-reset"
PATH = "/staff/reset/"
NOBODY = 0  # what is posted for an address nobody works under: the same statements, and no mail
NEW_PASSWORD, NEW_CODES, RESET_BY_ADMIN = "password", "codes", "reset"


def post_reset(member: StaffMember | None) -> None:
    """Mail a reset link to that member; to nobody where there is none. Flushes."""
    declared().post(RESET, str(member.id if member else NOBODY))


def tell(member_id: int, what: str) -> None:
    """Mail a member that her sign-in was changed. Flushes."""
    declared().post(CHANGED, f"{member_id}/{what}/{int(clock.now().timestamp())}")


def compose_reset(reference: str) -> Letter | None:
    """The mail with the link, which is made now and lives from now. None for nobody, and for who cannot sign in anyway."""
    member = _member(reference)
    if member is None or member.password_hash is None:
        return None
    mark = passwords.mark_of(member.id, member.password_hash)
    until = clock.now() + links.STAFF_RESET
    link = settings.current().public_url + PATH + links.prove(KIND, {"member": member.id, "mark": mark})
    minutes = int(links.STAFF_RESET.total_seconds()) // 60
    return Letter(to=member.email, context={"link": link, "minutes": minutes, "until": until})


def compose_changed(reference: str) -> Letter | None:
    """What was changed, and when."""
    number, what, at = reference.split("/")
    member = _member(number)
    if member is None:
        return None
    context = {
        "what": what,
        "at": datetime.fromtimestamp(int(at), UTC),
        "link": settings.current().public_url + "/staff/sign-in",
    }
    return Letter(to=member.email, context=context)


def members_of(references: Collection[str]) -> dict[str, str]:
    """Reference → the member's address, for the desk, which masks it."""
    numbers = first_numbers(references)
    found = select(StaffMember.id, StaffMember.email).where(StaffMember.id.in_(numbers.values()))
    emails = {number: email for number, email in session().execute(found)}  # noqa: C416 — a row is no pair to mypy
    return {reference: emails[number] for reference, number in numbers.items() if number in emails}


def _member(number: str) -> StaffMember | None:
    member = session().get(StaffMember, int(number), populate_existing=True)
    return None if member is None or member.ended_at is not None else member
