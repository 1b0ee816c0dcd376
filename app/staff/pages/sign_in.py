"""Signing in at the desk and out of it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.database import session
from app.staff.pages.blueprint import bp
from app.staff.pages.desk import current_member, sign_out_browser, staff_door, staff_page
from app.staff.roles import Permission
from app.staff.sessions import end_session, sessions_of


@bp.get("/sign-in")
@staff_door
def sign_in() -> str:
    """Who are you? One question a page."""
    return render_template("staff/sign_in.html")


@bp.post("/sign-out")
@staff_door
def sign_out() -> Response:
    """Sign out here."""
    if (member := current_member()) is not None:
        end_session(member.session_id, member.member_id)
        session().commit()
    sign_out_browser()
    return redirect(url_for("staff.sign_in"), 303)


@staff_page(bp, "/account", needs=Permission.DESK_OPEN)
def account() -> str:
    """One's own account: the sessions that run."""
    member = current_member()
    assert member is not None, "the guard stands before"
    return render_template("staff/account.html", sessions=sessions_of(member.member_id), here=member.session_id)
