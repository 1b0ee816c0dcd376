"""Signing in and out. A GET spends nothing: mail programs open every link to check it, so each one needs a press."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from app.core.database import session
from app.core.limits import flood
from app.core.refusals import TooMany
from app.core.signing import BadToken
from app.core.web import sessionless
from app.identity import asking, drafts, proving, sessions
from app.identity.again import typed_before, wait_for
from app.identity.email_revert import way_back
from app.identity.forms import AskForm, CodeForm
from app.identity.models import SignInRequest
from app.identity.pages import views
from app.identity.pages.fresh import is_fresh
from app.identity.pages.shopper import (
    ASKED,
    ask_for_proof,
    current_shopper,
    init_sign_in,
    sign_in_browser,
    sign_out_browser,
)
from app.identity.places import place

bp = Blueprint("identity", __name__)
bp.record_once(lambda state: init_sign_in(cast(Flask, state.app)))
# Far above what people do. The limits on mail and codes are in the database; this one keeps its rows few.
FLOOD = "60 per minute"
THEN = "then"  # where to go once it is known that the browser keeps a cookie
Answer = str | tuple[str, int] | Response


@bp.get("/sign-in")
def sign_in() -> Answer:
    """Ask for a link and a code."""
    wanted = place(request.args.get("next", ""))
    if current_shopper() is not None:
        return redirect(views.place_url(wanted), 303)
    return views.sign_in_page(AskForm(formdata=None, data={"next": wanted}))


@bp.post("/sign-in")
@sessionless
@flood.limit(FLOOD)
def ask() -> Answer:
    """The same for every address, and beyond the limits too: a page that says to look at the inbox."""
    form = AskForm()
    if not form.validate():
        return views.sign_in_page(form), 422
    check_inbox = ask_for_proof(form.address, place(form.next.data or ""), form.draft.data or "")
    session().commit()
    return redirect(check_inbox, 303)


@bp.get("/sign-in/again")
def again() -> Answer:
    """Before something risky: show once more that the mailbox is hers."""
    wanted = place(request.args.get("next", ""))
    if current_shopper() is None:
        return redirect(url_for("identity.sign_in", next=wanted or None), 303)
    return redirect(views.place_url(wanted), 303) if is_fresh() else views.again_page(wanted)


@bp.post("/sign-in/again")
@flood.limit(FLOOD)
def prove_again() -> Answer:
    """A link and a code to the address of this session, whatever else the form says."""
    wanted = place(request.form.get("next", ""))
    if (shopper := current_shopper()) is None:
        return redirect(url_for("identity.sign_in", next=wanted or None), 303)
    typed = typed_before(request.form.get("kept", ""), shopper.subject_id)
    check_inbox = ask_for_proof(shopper.address, wanted, wait_for(shopper.subject_id, wanted, typed))
    session().commit()
    return redirect(check_inbox, 303)


@bp.get("/sign-in/code")
def check_inbox() -> Answer:
    """Look at your inbox, and type the code here. Only in the browser that asked."""
    asked = _asked()
    if asked is None:
        return views.no_cookies_page()
    if proving.lateness(asked) is None:  # a mail that was tried and did not leave has an end, and yet it will come
        proving.refuse_ended(asked)
    return views.check_inbox_page(asked, CodeForm(formdata=None))


@bp.post("/sign-in/code")
@sessionless
@flood.limit(FLOOD)
def enter_code() -> Answer:
    """The code signs in, once. A wrong one is counted before the answer."""
    form, asked = CodeForm(), _asked()
    if asked is None:
        return views.no_cookies_page()
    if not form.validate():
        return views.check_inbox_page(asked, form), 422
    try:
        return _enter(proving.prove_by_code(asked, form.digits))
    except (proving.WrongCode, TooMany) as no:
        session().commit()
        return views.wrong_code_page(asked, form, no), no.status


@bp.get("/in/<token>")
def link(token: str) -> Answer:
    """One button that names the masked address. Nothing is used up."""
    return views.confirm_page(token, proving.open_link(token))


@bp.post("/in/<token>")
@sessionless
@flood.limit(FLOOD)
def follow(token: str) -> Answer:
    """The button: signs in, once, and leads to an address without the token. What waits and was not named is named first."""
    proven = proving.prove_by_link(token)
    waits = drafts.mark(proven.draft)
    if request.form.get("seen", waits) != waits:
        session().rollback()
        return views.confirm_page(token, proving.open_link(token)), 409
    return _enter(proven)


@bp.post("/in/<token>/silence")
@sessionless
@flood.limit(FLOOD)
def silence(token: str) -> Answer:
    """ "I didn't ask for this": no sign-in mail to that address for a day."""
    opened = proving.open_link(token)
    until = asking.silence(opened.request, opened.address)
    session().commit()
    return views.silenced_page(opened, until)


@bp.get("/sign-in/done")
def arrived() -> Answer:
    """Where a link leads in a browser that showed no cookie yet: onward if it kept the session, else the reason why not."""
    if current_shopper() is None:
        return views.no_cookies_page()
    return redirect(cookie.pop(THEN, None) or views.place_url(""), 303)


@bp.post("/sign-out")
def sign_out() -> Answer:
    """Sign out here."""
    if (shopper := current_shopper()) is not None:
        sessions.end_session(shopper.session_id)
        session().commit()
    sign_out_browser()
    return views.signed_out_page(everywhere=False)


@bp.post("/sign-out/everywhere")
def sign_out_everywhere() -> Answer:
    """Sign out on every device."""
    if (shopper := current_shopper()) is None:
        return redirect(url_for("identity.sign_in"), 303)
    sessions.end_sessions_of(shopper.person_id)
    session().commit()
    sign_out_browser()
    return views.signed_out_page(everywhere=True)


@bp.errorhandler(proving.Ended)
def ended(why: proving.Ended) -> Answer:
    """A link or code that works no more: nothing is lost, and here is the way to a new one."""
    session().rollback()
    return views.ended_page(str(why.why), _asked(), why.newer_at), why.status


@bp.errorhandler(BadToken)
def broken(no: BadToken) -> Answer:
    """A link that lost its end on the way, or was never ours."""
    return views.ended_page("broken", None), no.status


def _asked() -> SignInRequest | None:
    """What this browser asked for."""
    return proving.find_request(cookie.get(ASKED))


def _enter(proven: SignInRequest) -> Response:
    """Sign this browser in: the choices that waited are saved in the same transaction.

    An address that was changed for another opens nothing any more: it leads to the way back.
    """
    if (back := way_back(proving.address_of(proven))) is not None:
        session().commit()
        return redirect(url_for("identity.revert_link", token=back), 303)
    if (before := current_shopper()) is not None:
        sessions.end_session(before.session_id)
    shopper = sessions.begin_session(proving.address_of(proven))
    target = drafts.apply_all(proven.draft, shopper.subject_id) or views.place_url(proven.next_endpoint)
    session().commit()
    keeps_cookies = bool(cookie)
    sign_in_browser(shopper)
    if keeps_cookies:
        return redirect(target, 303)
    cookie[THEN] = target
    return redirect(url_for("identity.arrived"), 303)
