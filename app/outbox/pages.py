"""The development inbox: mails that would have been sent. It exists only where mails stay on this machine."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core.refusals import NotFound
from app.core.settings import current
from app.core.web import POLICY
from app.outbox.inbox import Listed, Opened, emptied, mails, opened

bp = Blueprint("outbox", __name__, url_prefix="/dev/inbox")

# The page may hold the frame; the mail in it may only be looked at, and its links open in a tab of their own.
PAGE_POLICY = POLICY + "; frame-src 'self'"
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
VIEWS = ("mail", "text", "headers", "source")


@bp.before_request
def only_in_development() -> None:
    """Elsewhere these addresses are like any that do not exist."""
    if not current().has_inbox:
        raise NotFound(_("There is no page here."))


@bp.get("")
def inbox() -> Response:
    """The list, with the newest mail open."""
    listed = mails(current().inbox_folder)
    newest = opened(current().inbox_folder, listed[0].id) if listed else None
    return _page(listed, newest)


@bp.get("/<mail>")
def mail(mail: str) -> Response:
    """One mail: as a person sees it, or its text, headers, source (`?view=`)."""
    return _page(mails(current().inbox_folder), opened(current().inbox_folder, mail))


@bp.get("/<mail>/frame")
def frame(mail: str) -> Response:
    """The HTML part alone, for the frame."""
    answer = make_response(_in_new_tabs(opened(current().inbox_folder, mail).html))
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


@bp.post("/empty")
def empty() -> AnyResponse:
    """Delete every mail in it."""
    emptied(current().inbox_folder)
    return redirect(url_for("outbox.inbox"), code=303)


def _page(listed: list[Listed], selected: Opened | None) -> Response:
    view = request.args.get("view", VIEWS[0])
    if view not in VIEWS:
        raise NotFound(_("There is no such view."))
    shown = _shown(selected, view) if selected else {}
    urls = {each.id: url_for("outbox.mail", mail=each.id) for each in listed}
    empty_url = url_for("outbox.empty")
    page = render_template(
        "dev/inbox.html", messages=listed, urls=urls, selected=selected, empty_url=empty_url, **shown
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = PAGE_POLICY
    return answer


def _shown(selected: Opened, view: str) -> dict[str, Any]:
    labels = dict(zip(VIEWS, (_("As mail"), _("Text"), _("Headers"), _("Source")), strict=True))
    views = [
        {"label": labels[name], "url": url_for("outbox.mail", mail=selected.id, view=name), "current": name == view}
        for name in VIEWS
    ]
    if view == "mail":
        return {"views": views, "frame_url": url_for("outbox.frame", mail=selected.id)}
    return {"views": views, "text": getattr(selected, view)}


def _in_new_tabs(html: str) -> str:
    """A frame must not lead to our own pages inside it: they refuse to be framed."""
    return html.replace("<head>", '<head><base target="_blank">', 1)
