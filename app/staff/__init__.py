"""Staff: members, what each role may do, invitations, sessions at the desk, and the guard before each of its pages."""

from app.staff.accounts import (
    Account,
    AccountStays,
    LastAdmin,
    NotYourself,
    change_role,
    end_member,
    every_member,
    find_member,
    reset_member,
    works_here,
)
from app.staff.demo_members import (
    PASSWORD as DEMO_PASSWORD,
)
from app.staff.demo_members import (
    add_demo_members,
    demo_faults,
    demo_members,
    next_code,
    refuse_demo_members,
)
from app.staff.feature import feature
from app.staff.models import StaffDigest, StaffMember
from app.staff.pages.cookies import TwoCookies, desk_cookie
from app.staff.pages.desk import Menu, check_pages, current_member, desk, pages, staff_door, staff_page
from app.staff.roles import IN_WORDS, MAY, Permission, Role, may
from app.staff.service import InvitationEnded, WorksHere, invite
from app.staff.sessions import SignedIn, begin_session, end_sessions_of

__all__ = [
    "Account",
    "AccountStays",
    "DEMO_PASSWORD",
    "IN_WORDS",
    "InvitationEnded",
    "LastAdmin",
    "MAY",
    "Menu",
    "NotYourself",
    "Permission",
    "Role",
    "SignedIn",
    "StaffDigest",
    "StaffMember",
    "TwoCookies",
    "WorksHere",
    "add_demo_members",
    "begin_session",
    "change_role",
    "check_pages",
    "current_member",
    "demo_faults",
    "demo_members",
    "desk",
    "desk_cookie",
    "end_member",
    "end_sessions_of",
    "every_member",
    "feature",
    "find_member",
    "invite",
    "may",
    "next_code",
    "pages",
    "refuse_demo_members",
    "reset_member",
    "staff_door",
    "staff_page",
    "works_here",
]
