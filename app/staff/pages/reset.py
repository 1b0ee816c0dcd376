"""Forgot your password? A link by mail, then a new password and the second factor."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import links
from app.core.database import session
from app.core.fingerprints import mask
from app.core.forms import AddressForm
from app.core.limits import flood
from app.core.refusals import Refusal
from app.core.signing import BadToken, TokenEnded
from app.staff import resetting
from app.staff.forms import ResetForm
from app.staff.pages.arriving import network_here, say_next
from app.staff.pages.blueprint import bp
from app.staff.pages.desk import sign_out_browser, staff_door
from app.staff.pages.wrong import FLOOD, wrong
from app.staff.passwords import LONGEST, SHORTEST, WeakPassword
from app.staff.resetting import ResetEnded
from app.staff.signing_in import SignInEnded

ENDS = (BadToken, ResetEnded, SignInEnded, TokenEnded, links.AlreadyUsed)
Answer = str | tuple[str, int] | Response


@bp.get("/reset")
@staff_door
def forgot() -> Answer:
    """Ask for a link."""
    return _ask_page(AddressForm(formdata=None))


@bp.post("/reset")
@staff_door
@flood.limit(FLOOD)
def ask_reset() -> Answer:
    """The same for every address, and beyond the limits too."""
    form = AddressForm()
    if not form.validate():
        return _ask_page(form), 422
    resetting.ask(form.address, network_here())
    session().commit()
    return render_template("staff/reset_sent.html", address=form.address, minutes=_minutes())


@bp.get("/reset/<token>")
@staff_door
def reset(token: str) -> Answer:
    """The new password and the second factor. A GET uses nothing up."""
    try:
        return _reset_page(token, ResetForm(formdata=None))
    except ENDS as no:
        return _ended_page(no)


@bp.post("/reset/<token>")
@staff_door
@flood.limit(FLOOD)
def set_new_password(token: str) -> Answer:
    """Both are right: the password is new, and every session of the member has ended."""
    form = ResetForm()
    try:
        resetting.open_reset(token)
        if not form.validate():
            return _reset_page(token, form), 422
        resetting.reset_password(token, form.new_password.data or "", form.factor, form.typed, network_here())
    except ENDS as no:
        return _ended_page(no)
    except Refusal as no:
        return _refused(token, form, no)
    session().commit()
    sign_out_browser()
    say_next("password")
    return redirect(url_for("staff.sign_in"), 303)


def _refused(token: str, form: ResetForm, no: Refusal) -> Answer:
    session().rollback()
    wrong(form.new_password if isinstance(no, WeakPassword) else form.code, no)
    return _reset_page(token, form), no.status


def _minutes() -> int:
    return int(links.STAFF_RESET.total_seconds()) // 60


def _ask_page(form: AddressForm) -> str:
    return render_template("staff/forgot.html", form=form, minutes=_minutes())


def _reset_page(token: str, form: ResetForm) -> str:
    found = resetting.open_reset(token)
    return render_template(
        "staff/reset.html",
        form=form,
        masked=mask(found.member.email),
        least=SHORTEST,
        most=LONGEST,
        post_url=url_for("staff.set_new_password", token=token),
    )


def _ended_page(no: Refusal) -> tuple[str, int]:
    session().rollback()
    return render_template("staff/reset_ended.html", form=AddressForm(formdata=None), minutes=_minutes()), no.status
