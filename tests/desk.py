"""Sitting down at the desk without its sign-in, for tests of what lies behind it. The sign-in itself has tests of its own."""

from app.core import clock
from app.core.database import session
from app.core.fingerprints import match_key
from app.staff import Role, SignedIn, StaffMember, begin_session, desk_cookie
from app.staff.sessions import find_session
from tests.browser import Browser

MO, SUE, PIA, MAX, ROOT = (f"{name}@example.com" for name in ("mo", "sue", "pia", "max", "root"))
WORKS_AS = {MO: Role.MODERATOR, SUE: Role.SUPPORT, PIA: Role.PRIVACY, MAX: Role.MAIL, ROOT: Role.ADMIN}


def a_member(email: str = MO, role: Role | None = None) -> StaffMember:
    """A staff member who has joined; as what, her name says."""
    role = role or WORKS_AS[email]
    member = StaffMember(email=email, match_key=match_key(email), role=role.value, invited_at=clock.now())
    member.joined_at = clock.now()
    session().add(member)
    session().commit()
    return member


def sit_down(browser: Browser, member: StaffMember) -> SignedIn:
    """The browser is signed in as that member. Needs an application context."""
    session_id = begin_session(member, "127.0.0.0/24", "browser")
    session().commit()
    name = desk_cookie(browser.application.config["SESSION_COOKIE_NAME"])
    serializer = browser.application.session_interface.serializer_of(browser.application, desk=True)  # type: ignore[attr-defined]
    value = serializer.dumps({"_staff_id": session_id, "seen": int(clock.now().timestamp())})
    browser.set_cookie(name, value)
    found = find_session(session_id)
    assert found is not None
    return found
