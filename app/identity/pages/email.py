"""Another e-mail address: asking for it, the link in the new mailbox, and the way back from the old one.

A GET spends nothing: mail programs open every link to check it, so each one needs a press. The two links work in any browser,
signed in or not: they prove a mailbox, and the change itself was asked for with a fresh proof.
"""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask import request as sent
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.database import session
from app.core.forms import AddressForm, typed_address
from app.core.limits import flood
from app.core.refusals import TooMany
from app.core.web import sessionless
from app.identity import email_change, email_revert
from app.identity.again import typed_before, wait_for
from app.identity.email_change import Over, SameAddress, Why
from app.identity.pages import email_views, views
from app.identity.pages.fresh import fresh_proof_required, is_fresh
from app.identity.pages.routes import FLOOD, bp
from app.identity.pages.shopper import current_shopper, shopper_required, sign_out_browser
from app.identity.sessions import Shopper

__all__ = ["bp"]  # with the routes of this file on it

Answer = str | tuple[str, int] | Response
PLACE = "identity.change_email"
BEFORE = _l("Before we change your email address, show once more that this mailbox is yours.")


@bp.get("/profile/email")
@fresh_proof_required(before=BEFORE)
def change_email() -> Answer:
    """The address she has, the one on its way, and a form for another."""
    shopper = _here()
    typed = typed_before(sent.args.get("kept", ""), shopper.subject_id)
    return email_views.form_page(shopper, AddressForm(formdata=None, data={"email": typed}))


@bp.post("/profile/email")
@flood.limit(FLOOD)
@shopper_required
def ask_email_change() -> Answer:
    """A link to the new mailbox; the same answer for every address. What was typed is kept while she proves herself."""
    form, shopper = typed_address(), _here()
    if not is_fresh():
        kept = wait_for(shopper.subject_id, PLACE, form.email.data or "")
        return views.again_page(PLACE, kept), 401
    if not form.validate():
        return email_views.form_page(shopper, form), 422
    try:
        email_change.ask_change(shopper, form.address)
    except (SameAddress, TooMany) as no:
        form.email.errors = [no.sentence]
        return email_views.form_page(shopper, form), no.status
    session().commit()
    return redirect(url_for(PLACE), 303)


@bp.post("/profile/email/cancel")
@shopper_required
def cancel_email_change() -> Answer:
    """None of it after all."""
    email_change.cancel_change(_here().person_id)
    session().commit()
    return render_template("identity/email_cancelled.html")


@bp.get("/email/<token>")
def email_link(token: str) -> Answer:
    """One button. Nothing changes yet."""
    return email_views.confirm_page(token, email_change.open_change(token))


@bp.post("/email/<token>")
@sessionless
@flood.limit(FLOOD)
def confirm_email(token: str) -> Answer:
    """The button: her mail goes here from now on, and every session of hers ends."""
    asked = email_change.confirm_change(token)
    session().commit()
    if asked.change.needs_merge_at is not None:
        raise Over(Why.MERGE)
    _forget_browser()
    return email_views.changed_page(asked.new)


@bp.get("/email/back/<token>")
def revert_link(token: str) -> Answer:
    """The way back, with one button. Nothing changes yet."""
    return email_views.revert_page(token, email_revert.open_revert(token))


@bp.post("/email/back/<token>")
@sessionless
@flood.limit(FLOOD)
def revert_email(token: str) -> Answer:
    """The button: the old address is back, and whoever came in by the other one is out."""
    asked = email_revert.revert(token)
    session().commit()
    if asked.change.needs_merge_at is not None:
        raise Over(Why.MERGE)
    _forget_browser()
    return email_views.reverted_page(asked)


@bp.errorhandler(Over)
def over(no: Over) -> Answer:
    """A link that works no more: what holds now, and the way on."""
    session().rollback()
    return email_views.over_page(str(no.why)), no.status


def _here() -> Shopper:
    shopper = current_shopper()
    assert shopper is not None, "shopper_required or fresh_proof_required stands before every caller"
    return shopper


def _forget_browser() -> None:
    """If she is signed in here, that has just ended."""
    if current_shopper() is not None:
        sign_out_browser()
