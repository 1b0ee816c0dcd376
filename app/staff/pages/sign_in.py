"""Signing in at the desk and out of it: one question a page."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from app import links
from app.core.database import session
from app.core.forms import Form
from app.core.limits import flood
from app.core.refusals import Refusal
from app.staff import recovery, signing_in
from app.staff.forms import CodeForm, RecoveryForm, SignInForm
from app.staff.models import StaffMember
from app.staff.pages.arriving import network_here, new_session, news, say_next, sign_in_browser
from app.staff.pages.blueprint import bp
from app.staff.pages.desk import current_member, sign_out_browser, staff_door
from app.staff.pages.wrong import FLOOD, wrong
from app.staff.sessions import end_session
from app.staff.signing_in import Begun, Factor, SignInEnded

BEGUN = "begun"  # the sign-in this browser began
ENDED = "ended"  # why it ended
Answer = str | tuple[str, int] | Response


@bp.get("/sign-in")
@staff_door
def sign_in() -> Answer:
    """Who are you?"""
    if current_member() is not None:
        return redirect(url_for("console.overview"), 303)
    return _sign_in_page(SignInForm(formdata=None))


@bp.post("/sign-in")
@staff_door
@flood.limit(FLOOD)
def enter_password() -> Answer:
    """Address and password. The answer is the same for an unknown address and a wrong password."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form), 422
    try:
        begun = signing_in.begin(form.address, form.password.data or "", network_here())
    except Refusal as no:
        wrong(form.password, no)
        return _sign_in_page(form), no.status
    session().commit()
    cookie[BEGUN] = begun.as_cookie()
    return redirect(url_for("staff.code"), 303)


@bp.get("/sign-in/code")
@staff_door
def code() -> Answer:
    """The six digits of the app."""
    signing_in.find_begun(cookie.get(BEGUN))
    return _code_page(CodeForm(formdata=None))


@bp.post("/sign-in/code")
@staff_door
@flood.limit(FLOOD)
def enter_code() -> Answer:
    """A code of the app signs in, once."""
    begun, member = signing_in.find_begun(cookie.get(BEGUN))
    form = CodeForm()
    if not form.validate():
        return _code_page(form), 422
    try:
        return _arrive(begun, member, "app", form.digits)
    except SignInEnded:
        raise
    except Refusal as no:
        wrong(form.code, no)
        return _code_page(form), no.status


@bp.get("/sign-in/recovery")
@staff_door
def recovery_code() -> Answer:
    """The way in without the phone."""
    signing_in.find_begun(cookie.get(BEGUN))
    return _recovery_page(RecoveryForm(formdata=None))


@bp.post("/sign-in/recovery")
@staff_door
@flood.limit(FLOOD)
def enter_recovery_code() -> Answer:
    """A recovery code signs in, once."""
    begun, member = signing_in.find_begun(cookie.get(BEGUN))
    form = RecoveryForm()
    if not form.validate():
        return _recovery_page(form), 422
    try:
        return _arrive(begun, member, "recovery code", form.code.data or "")
    except SignInEnded:
        raise
    except Refusal as no:
        wrong(form.code, no)
        return _recovery_page(form), no.status


@bp.post("/sign-out")
@staff_door
def sign_out() -> Response:
    """Sign out here."""
    if (member := current_member()) is not None:
        end_session(member.session_id, member.member_id)
        session().commit()
    sign_out_browser()
    say_next("signed_out")
    return redirect(url_for("staff.sign_in"), 303)


@bp.errorhandler(SignInEnded)
def sign_in_ended(no: SignInEnded) -> Answer:
    """Too late, or too many wrong codes: begin again, with the reason. Where nothing was begun there may be no cookies."""
    session().rollback()
    if cookie.pop(BEGUN, None) is None:
        return render_template("staff/begin_again.html")
    cookie[ENDED] = no.sentence
    return redirect(url_for("staff.sign_in"), 303)


def _arrive(begun: Begun, member: StaffMember, factor: Factor, typed: str) -> Response:
    signing_in.finish(begun, member, factor, typed, network_here())
    session_id = new_session(member)
    session().commit()
    sign_in_browser(session_id)
    return redirect(url_for("console.overview"), 303)


def _sign_in_page(form: SignInForm) -> str:
    return render_template("staff/sign_in.html", form=form, news=news(), ended=cookie.pop(ENDED, ""))


def _code_page(form: Form) -> str:
    idle, most = (int(span.total_seconds()) // 60 for span in (links.STAFF_IDLE, links.STAFF_SESSION))
    return render_template("staff/code.html", form=form, idle_minutes=idle, hours=most // 60)


def _recovery_page(form: Form) -> str:
    return render_template("staff/recovery_code.html", form=form, how_many=recovery.HOW_MANY)
