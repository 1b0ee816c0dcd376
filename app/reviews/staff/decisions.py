"""Deciding a case, taking a decision back, reading a decided one again."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from app.core.database import session
from app.reviews import claiming, deciding
from app.reviews.cases import Case, case_of
from app.reviews.models import ReviewDecision
from app.reviews.queue import Tab, Wanted, next_ones
from app.reviews.staff import asked, views
from app.reviews.staff.blueprint import CASE, bp, member
from app.reviews.staff.queue import MODERATE
from app.reviews.staff.tickets import ticket, undo
from app.staff import staff_page


@staff_page(bp, f"{CASE}/decide", needs=MODERATE, methods=("POST",))
def decide(version_id: int) -> Response:
    """Save the decision; then the next case that nobody has open, or a reply to this one."""
    case = case_of(version_id)
    decision = deciding.decide(version_id, asked.verdict(case), member())
    replies = request.form.get("then") == "reply"
    following = version_id if replies else _next(case)
    session().commit()
    return _after(decision, case, following, "reply" if replies else "")


@staff_page(bp, "/undo", needs=MODERATE, methods=("POST",))
def take_back() -> Response:
    """Take back what the ticket on the confirmation says, once."""
    said = undo(request.form.get("ticket", ""), member())
    session().commit()
    return redirect(asked.here(did=said), 303)


@staff_page(bp, f"{CASE}/again", needs=MODERATE, methods=("POST",))
def read_again(version_id: int) -> Response:
    """A decided review waits again, off its page if it was there; it is open at this desk."""
    case = case_of(version_id)
    before = case.standing
    deciding.take_back(deciding.decision_about(version_id), member())
    claiming.claim(version_id, member())
    session().commit()
    said = ticket(member(), "undone", case.review.id, of="decision", old=before, new="waiting")
    return redirect(views.case_url(version_id, Wanted(Tab.WAITING), did=said, _anchor=""), 303)


def _next(case: Case) -> int | None:
    """The next waiting case in the list one came from, now one's own."""
    wanted = asked.wanted()
    return claiming.claim_first(next_ones(wanted, (case.arrived_at, case.version.id), member().member_id), member())


def _after(decision: ReviewDecision, case: Case, following: int | None, anchor: str) -> Response:
    more = {"decision": decision.id, "reason": decision.reason, "old": "waiting", "new": decision.what}
    said = ticket(member(), "decision", case.review.id, **more)
    if following is None:
        return redirect(asked.here(did=said), 303)
    return redirect(views.case_url(following, asked.wanted(), asked.after(), did=said, _anchor=anchor), 303)
