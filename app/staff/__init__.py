"""Staff: members, what each role may do, invitations, sessions at the desk, and the guard before each of its pages."""

from app.staff.feature import feature
from app.staff.models import StaffDigest, StaffMember
from app.staff.pages.cookies import TwoCookies, desk_cookie
from app.staff.pages.desk import Menu, check_pages, current_member, desk, pages, staff_door, staff_page
from app.staff.roles import IN_WORDS, MAY, Permission, Role, may
from app.staff.service import invite
from app.staff.sessions import SignedIn, begin_session, end_sessions_of

__all__ = [
    "IN_WORDS",
    "MAY",
    "Menu",
    "Permission",
    "Role",
    "SignedIn",
    "StaffDigest",
    "StaffMember",
    "TwoCookies",
    "begin_session",
    "check_pages",
    "current_member",
    "desk",
    "desk_cookie",
    "end_sessions_of",
    "feature",
    "invite",
    "may",
    "pages",
    "staff_door",
    "staff_page",
]
