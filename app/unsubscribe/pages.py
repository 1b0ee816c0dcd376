"""The start page, the typed address, and everything under `/u/`. None of it needs a cookie."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app import links
from app.core import clock
from app.core.database import session
from app.core.evidence import evidence
from app.core.forms import empty_address, typed_address
from app.core.limits import Limit, network, take
from app.core.web import sessionless
from app.unsubscribe import reasons, refusing, service, words

bp = Blueprint("unsubscribe", __name__)

# A stop from a busy network is honoured all the same; the ledger only notes that it was one of many.
TYPED_STOPS = Limit("typed-stop", 30, timedelta(hours=1))


@bp.get("/")
def home() -> str:
    """What would you like to do? Stopping stands first."""
    return words.home_page(empty_address(), empty_address())


@bp.post("/stop")
@sessionless
def stop_typed() -> str | tuple[str, int]:
    """Stop all marketing email to a typed address: at once, no mail back, the same answer for every address."""
    form = typed_address()
    if not form.validate():
        return words.home_page(form, empty_address()), 422
    taken = take(TYPED_STOPS, network(request.remote_addr))
    seen = evidence() | {"one of many": int(not taken.within)}
    service.stop_typed(form.address, seen, words.typed_wording())
    session().commit()
    return render_template("unsubscribe/stop_typed_done.html", address=form.address, since=clock.now())


@bp.get("/u/<token>")
def link(token: str) -> str | AnyResponse:
    """What the link stops, with a button for it. GET and HEAD change nothing: scanners follow every link."""
    if refusing.is_refusal(token):
        return redirect(refusing.page_url(token))
    return words.link_page(service.view(token))


@bp.post("/u/<token>")
def one_click(token: str) -> Response:
    """RFC 8058: any body stops, 200 with a short text, no redirect, no cookie."""
    act = _act("one_click", words.ONE_CLICK)
    if refusing.is_refusal(token):
        refusing.refuse(token, act(None))
    else:
        service.stop_by_link(token, act)
    session().commit()
    return Response(_("Stopped. You will get no more of these.") + "\n", mimetype="text/plain")


@bp.post("/u/<token>/stop")
def stop(token: str) -> str:
    """The page's own button: stop, and answer with what was stopped, what still comes, and an undo."""
    if refusing.is_refusal(token):
        return _refuse(token)
    slug = request.form.get("slug") or None
    everything = request.form.get("what") == "all"
    written = service.stop_by_link(
        token, _act("link_page", words.button_wording(slug, everything)), slug, all_of_it=everything
    )
    session().commit()
    return words.done_page(service.view(token), written, slug, everything)


def _refuse(token: str) -> str:
    written = refusing.refuse(token, _act("friend_page", words.refusal_wording())(None))
    session().commit()
    return refusing.done_page(token, written)


@bp.get("/u/<token>/why")
def why(token: str) -> str | AnyResponse:
    """Why did I get this? Whoever holds the mail may ask, so purchases are not named."""
    if refusing.is_refusal(token):
        return redirect(refusing.page_url(token))
    return reasons.why_page(service.view(token))


@bp.post("/u/<token>/undo")
def undo(token: str) -> str:
    """Take back one press, within its ticket."""
    written = service.take_back(token, request.form.get("ticket", ""), _act("undo", _("Undo"))(None))
    session().commit()
    if refusing.is_refusal(token):
        return refusing.undone_page(token, written)
    page = service.view(token)
    return render_template(
        "unsubscribe/link_undone.html", masked=page.masked, changes=words.changes(written), stop_url=_url(token)
    )


@bp.post("/u/<token>/fewer")
def fewer(token: str) -> str:
    """Fewer, or a break, instead of the stop."""
    choice = request.form.get("less", "")
    act = _act("link_page", words.fewer_wording(choice))(None)
    written, until = service.take_fewer(token, request.form.get("ticket", ""), choice, act)
    session().commit()
    return words.fewer_page(service.view(token), written, until)


@bp.post("/u/<token>/reason")
def reason(token: str) -> str:
    """Why: after the stop, and only if she likes."""
    service.keep_reason(token, request.form.get("ticket", ""), request.form.get("reason", ""))
    session().commit()
    return render_template("unsubscribe/reason_thanks.html")


@bp.errorhandler(links.BadStopLink)
def unknown(_error: links.BadStopLink) -> tuple[str, int]:
    """Damaged or not ours: one neutral page, and the typed address as the way on."""
    return render_template("unsubscribe/link_unknown.html", stop_form=empty_address()), 404


def _act(method: str, wording: str) -> words.Acting:
    return words.acting(method, evidence(), wording)


def _url(token: str) -> str:
    return url_for("unsubscribe.link", token=token)
