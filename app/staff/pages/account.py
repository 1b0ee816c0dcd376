"""One's own account: sessions, password, recovery codes, keyboard shortcuts. What changed is said on the next page."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.database import session
from app.core.limits import flood
from app.core.refusals import Refusal
from app.staff import accounts, own, recovery, sessions
from app.staff.forms import CodeForm, PasswordForm
from app.staff.models import StaffMember
from app.staff.pages.arriving import network_here, new_session, news, say_next, sign_in_browser
from app.staff.pages.blueprint import bp
from app.staff.pages.desk import current_member, sign_out_browser, staff_page
from app.staff.pages.wrong import FLOOD, wrong
from app.staff.passwords import LONGEST, SHORTEST, WeakPassword
from app.staff.roles import IN_WORDS, Permission, Role
from app.staff.sessions import SignedIn
from app.staff.signing_in import NoMatch

DESK_OPEN = Permission.DESK_OPEN
POST = ("POST",)
Answer = str | tuple[str, int] | Response


@staff_page(bp, "/account", needs=DESK_OPEN)
def account() -> Answer:
    """Who one is here, and where one is signed in."""
    here = _here()
    return render_template(
        "staff/account.html",
        role=IN_WORDS[Role(here.role)],
        sessions=sessions.sessions_of(here.member_id),
        here=here.session_id,
        codes_left=recovery.how_many_left(here.member_id),
        how_many=recovery.HOW_MANY,
        keys_are_on=here.keys_are_on,
        news=news(),
    )


@staff_page(bp, "/account/end", needs=DESK_OPEN, methods=POST)
def end_one() -> Answer:
    """End one of one's own sessions; ending this one is signing out."""
    here, chosen = _here(), request.form.get("session", "")[:32].replace("\x00", "")
    ended = sessions.end_session(chosen, here.member_id)
    session().commit()
    if ended and chosen == here.session_id:
        sign_out_browser()
    say_next("ended" if ended else "ended_before")
    return _back()


@staff_page(bp, "/account/end-others", needs=DESK_OPEN, methods=POST)
def end_others() -> Answer:
    """End all of one's own sessions but this one."""
    here = _here()
    sessions.end_sessions_of(here.member_id, but=here.session_id)
    session().commit()
    say_next("others_ended")
    return _back()


@staff_page(bp, "/account/keys", needs=DESK_OPEN, methods=POST)
def set_keys() -> Answer:
    """Keyboard shortcuts on or off."""
    on = request.form.get("keys") == "on"
    own.set_keys(_member(), on)
    session().commit()
    say_next("keys_on" if on else "keys_off")
    return _back()


@staff_page(bp, "/account/password", needs=DESK_OPEN)
def password() -> Answer:
    """Ask for the current password, the new one, and a code."""
    return _password_page(PasswordForm(formdata=None))


@staff_page(bp, "/account/password", needs=DESK_OPEN, methods=POST)
@flood.limit(FLOOD)
def change_password() -> Answer:
    """The new password. Every session ends, and this browser gets a new one."""
    form, member = PasswordForm(), _member()
    if not form.validate():
        return _password_page(form), 422
    try:
        given = (form.password.data or "", form.new_password.data or "", form.digits)
        own.change_password(member, *given, network_here())
    except Refusal as no:
        return _not_changed(form, no)
    session_id = new_session(member)
    session().commit()
    sign_in_browser(session_id)
    say_next("password")
    return _back()


@staff_page(bp, "/account/recovery-codes", needs=DESK_OPEN)
def recovery_codes() -> Answer:
    """Ask for a code of the app before new recovery codes are made."""
    return _codes_page(CodeForm(formdata=None))


@staff_page(bp, "/account/recovery-codes", needs=DESK_OPEN, methods=POST)
@flood.limit(FLOOD)
def make_recovery_codes() -> Answer:
    """New recovery codes, shown once."""
    form, member = CodeForm(), _member()
    if not form.validate():
        return _codes_page(form), 422
    try:
        codes = own.make_codes(member, form.digits, network_here())
    except Refusal as no:
        session().rollback()
        wrong(form.code, no)
        return _codes_page(form), no.status
    session().commit()
    return render_template("staff/recovery_codes.html", codes=codes, joined=False)


def _not_changed(form: PasswordForm, no: Refusal) -> Answer:
    session().rollback()
    field = (
        form.new_password if isinstance(no, WeakPassword) else form.password if isinstance(no, NoMatch) else form.code
    )
    wrong(field, no)
    return _password_page(form), no.status


def _here() -> SignedIn:
    found = current_member()
    assert found is not None, "the guard stands before"
    return found


def _member() -> StaffMember:
    return accounts.find_member(_here().member_id)


def _back() -> Response:
    return redirect(url_for("staff.account"), 303)


def _password_page(form: PasswordForm) -> str:
    return render_template("staff/password.html", form=form, least=SHORTEST, most=LONGEST)


def _codes_page(form: CodeForm) -> str:
    return render_template("staff/new_codes.html", form=form, how_many=recovery.HOW_MANY)
