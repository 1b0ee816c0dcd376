"""The friend's page: who asked for the note, what and when; refusing all such notes, and reporting this one.

The link works for ever, also when everything about the note is erased. Refusing is done under `/u/`, where a mail program's
one click does the same; reporting is done here. Looking changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for

from app import consent, links, products
from app.core.database import session
from app.core.limits import flood
from app.core.web import sessionless
from app.tell_a_friend import reporting
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.pages.blueprint import FLOOD, bp
from app.tell_a_friend.reporting import REASONS, Reason

Answer = str | tuple[str, int]


@dataclass(frozen=True)
class Note:
    """What is left of a note. `sender` is empty once she was erased; all but the number may be."""

    number: int
    sender: str = ""
    title: str = ""
    slug: str = ""
    at: datetime | None = None
    reported_at: datetime | None = None


@bp.get("/friend/<token>")
def friend(token: str) -> Answer:
    """Who, what, when, and two buttons. No address is shown, because none is held."""
    link = _link(token)
    return render_template(
        "tell_a_friend/friend.html",
        note=_note(link.campaign_id),
        refused_at=consent.refused_notes_since(link.fingerprint),
        refuse_url=url_for("unsubscribe.stop", token=token),
        report_url=url_for("tell_a_friend.report", token=token),
    )


@bp.post("/friend/<token>/report")
@sessionless
@flood.limit(FLOOD)
def report(token: str) -> Answer:
    """It was abuse. Once counts; the answer to a repeat is the same."""
    reporting.report(_link(token).campaign_id)
    session().commit()
    return _reported_page(token)


@bp.post("/friend/<token>/reason")
@sessionless
@flood.limit(FLOOD)
def reason(token: str) -> Answer:
    """Why, if she likes."""
    number, said = _link(token).campaign_id, request.form.get("reason", "")
    if said not in list(Reason):
        return _reported_page(token, missing=True), 422
    reporting.say_why(number, Reason(said))
    session().commit()
    return render_template("tell_a_friend/reason_thanks.html", page_url=url_for("tell_a_friend.friend", token=token))


def _link(token: str) -> links.StopLink:
    """The refusal behind a token. Raises BadStopLink for every other link."""
    link = links.read_stop(token)
    if link.kind != "refusal":
        raise links.BadStopLink
    return link


def _note(number: int) -> Note:
    row = session().get(Recommendation, number)
    if row is None or row.sent_at is None:
        return Note(number)
    product = products.product_by_id(row.product_id)
    return Note(number, row.sender_name, product.title, product.slug, row.sent_at, row.reported_at)


def _reported_page(token: str, *, missing: bool = False) -> str:
    return render_template(
        "tell_a_friend/reported.html",
        reasons=REASONS,
        missing=missing,
        reason_url=url_for("tell_a_friend.reason", token=token),
        refuse_url=url_for("unsubscribe.stop", token=token),
        page_url=url_for("tell_a_friend.friend", token=token),
        refused_at=consent.refused_notes_since(_link(token).fingerprint),
    )
