"""What a moderator does with a case besides deciding it."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from app.core.database import session
from app.reviews import tending
from app.reviews.cases import case_of
from app.reviews.staff import asked, views
from app.reviews.staff.blueprint import CASE, bp, member
from app.reviews.staff.queue import MODERATE
from app.reviews.staff.tickets import ticket
from app.staff import staff_page


@staff_page(bp, f"{CASE}/reply", needs=MODERATE, methods=("POST",))
def reply(version_id: int) -> Response:
    """Say something under a public review, say it differently, or take it away."""
    case, text = case_of(version_id), asked.reply()
    tending.reply(case.review.id, text, member())
    session().commit()
    old, new = "reply" if case.reply else "none", "reply" if text else "none"
    return _back(version_id, ticket(member(), "reply", case.review.id, old=old, new=new))


@staff_page(bp, f"{CASE}/tie", needs=MODERATE, methods=("POST",))
def tie(version_id: int) -> Response:
    """Name the author's tie to the shop. Whether an order is confirmed is nothing a page could say."""
    case, named = case_of(version_id), request.form.get("connection", "")
    before = tending.connect(case.review.id, named, member())
    session().commit()
    said = ticket(member(), "tie", case.review.id, old=before.connection, by=before.by, new=named)
    return _back(version_id, said)


@staff_page(bp, f"{CASE}/child", needs=MODERATE, methods=("POST",))
def child(version_id: int) -> Response:
    """The author is a child under 13: hidden at once."""
    case = case_of(version_id)
    before = case.standing
    moment = tending.freeze(case.review.id, member())
    session().commit()
    more = {"moment": moment.isoformat(), "old": before, "new": "frozen"}
    return _back(version_id, ticket(member(), "child", case.review.id, **more))


@staff_page(bp, f"{CASE}/reports", needs=MODERATE, methods=("POST",))
def reports(version_id: int) -> Response:
    """The reports of this review were looked at."""
    case = case_of(version_id)
    tending.close_reports(case.review.id, member())
    session().commit()
    return _back(version_id, ticket(member(), "reports", case.review.id, old="open", new="looked_at"))


def _back(version_id: int, said: str) -> Response:
    return redirect(views.case_url(version_id, asked.wanted(), asked.after(), did=said, _anchor=""), 303)
