"""The demo's accounts at the desk: one for each role, with a password and a second factor that are printed for everyone.

They exist in development only. The fixed second factor gives them away, so the start is refused where they lie in a real
shop's database, and nobody signs in with it there.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import match_key
from app.core.refusals import BadSetting, Refusal
from app.staff import passwords, second_factor
from app.staff.models import StaffMember
from app.staff.roles import Role
from app.staff.second_factor import DEMO_SECRET

PASSWORD = "fence post rope halter"  # noqa: S105 - known to everyone on purpose
MEMBERS = {
    "mo@example.com": Role.MODERATOR,
    "sue@example.com": Role.SUPPORT,
    "pia@example.com": Role.PRIVACY,
    "max@example.com": Role.MAIL,
    "root@example.com": Role.ADMIN,
}


class OnlyInDevelopment(Refusal):
    """A password that everybody knows has no place in a real shop."""


def add_demo_members() -> int:
    """The accounts of the demo, where their addresses are free. Returns how many were added. Flushes."""
    if settings.current().is_production:
        raise OnlyInDevelopment("The demo's accounts are for development. SHOP_ENV is production, so none was added.")
    taken = set(session().scalars(select(StaffMember.email)))
    free = {email: role for email, role in MEMBERS.items() if email not in taken}
    hashed = passwords.hash_new(PASSWORD, ()) if free else ""
    session().add_all(_member(email, role, hashed) for email, role in free.items())
    session().flush()
    return len(free)


def demo_members() -> list[StaffMember]:
    """The accounts of the demo that can be signed in to, in the order of MEMBERS."""
    found = {member.email: member for member in _with_an_app() if is_demo(member)}
    order = [*MEMBERS, *(email for email in found if email not in MEMBERS)]
    return [found[email] for email in order if email in found]


def is_demo(member: StaffMember) -> bool:
    """Whether everybody knows that member's second factor."""
    try:
        return member.totp_sealed is not None and second_factor.secret_of(member) == DEMO_SECRET
    except Refusal:  # sealed under keys this shop does not hold: nobody can sign in with it
        return False


def is_refused_here(member: StaffMember) -> bool:
    """Whether that member may not sign in: a demo account outside development."""
    return settings.current().is_production and is_demo(member)


def demo_faults() -> Iterator[str]:
    """One line where demo accounts lie in the database of a real shop; none in development."""
    if settings.current().is_production and (found := demo_members()):
        emails = ", ".join(member.email for member in found)
        yield (
            f"Demo accounts are in this database, and everybody knows their password: {emails}. "
            "End each with `flask staff end EMAIL`, or start with a database without the demo."
        )


def refuse_demo_members() -> None:
    """The start of a real shop is refused while demo accounts can be signed in to. Raises BadSetting."""
    if faults := list(demo_faults()):
        raise BadSetting(" ".join(faults))


def next_code(member: StaffMember) -> tuple[str, int]:
    """A code that member can sign in with, and in how many seconds it can be used: 0 is now."""
    secret = second_factor.secret_of(member)
    step = max(second_factor.step_now(), (member.totp_step or 0) + 1)
    opens_at = (step - second_factor.DRIFT) * second_factor.STEP
    return second_factor.code_at(secret, step), max(0, opens_at - int(clock.now().timestamp()))


def _with_an_app() -> Iterator[StaffMember]:
    yield from session().scalars(select(StaffMember).where(StaffMember.totp_sealed.is_not(None)))


def _member(email: str, role: Role, hashed: str) -> StaffMember:
    now = clock.now()
    return StaffMember(
        email=email,
        match_key=match_key(email),
        role=role.value,
        invited_at=now,
        joined_at=now,
        password_hash=hashed,
        totp_sealed=second_factor.seal(DEMO_SECRET),
    )
