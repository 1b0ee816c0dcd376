"""Where signing in, joining and changing the password end: a new session in this browser."""

from __future__ import annotations

from flask import request
from flask import session as cookie

from app.core.evidence import program_class
from app.core.limits import network
from app.staff.models import StaffMember
from app.staff.pages.desk import current_member, sign_in_browser
from app.staff.sessions import begin_session, end_session

NEWS = "news"  # what the next page says first: a word, read once


def network_here() -> str:
    """The network this request came from."""
    return network(request.remote_addr)


def new_session(member: StaffMember) -> str:
    """A new session of that member; the one this browser had ends. Flushes: commit, then `sign_in_browser`."""
    if (before := current_member()) is not None:
        end_session(before.session_id, before.member_id)
    return begin_session(member, network_here(), program_class(request.headers.get("User-Agent", "")[:500]))


def say_next(news: str) -> None:
    """Have the next page say it first."""
    cookie[NEWS] = news


def news() -> str:
    """What this page is to say first; it is said once."""
    return str(cookie.pop(NEWS, ""))


__all__ = ["network_here", "new_session", "news", "say_next", "sign_in_browser"]
