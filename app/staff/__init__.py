"""Staff: members, what each role may do, invitations, sessions at the desk, and the guard before each of its pages."""

from app.staff.accounts import AccountStays, change_role, end_member, every_member, reset_member
from app.staff.feature import feature
from app.staff.models import StaffMember
from app.staff.pages.cookies import TwoCookies, desk_cookie
from app.staff.pages.desk import Menu, check_pages, current_member, desk, pages, staff_door, staff_page
from app.staff.roles import IN_WORDS, MAY, Permission, Role, may
from app.staff.service import invite
from app.staff.sessions import SignedIn, begin_session, end_sessions_of

__all__ = [
    "AccountStays",
    "IN_WORDS",
    "MAY",
    "Menu",
    "Permission",
    "Role",
    "SignedIn",
    "StaffMember",
    "TwoCookies",
    "begin_session",
    "change_role",
    "check_pages",
    "current_member",
    "desk",
    "desk_cookie",
    "end_member",
    "end_sessions_of",
    "every_member",
    "feature",
    "invite",
    "may",
    "pages",
    "reset_member",
    "staff_door",
    "staff_page",
]
