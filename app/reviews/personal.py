"""Export and erasure of reviews. The registry erases the small tables first, then versions, then the reviews themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Rows
from app.reviews.models import Review, ReviewClaim, ReviewDecision, ReviewReply, ReviewReport, ReviewVersion
from app.reviews.standing import locked, settle


def _mine(holder: Holder) -> Any:
    return select(Review.id).where(Review.person_id == holder.person_id)


def _versions(holder: Holder) -> Any:
    return select(ReviewVersion.id).where(ReviewVersion.review_id.in_(_mine(holder)))


def export_reviews(holder: Holder) -> Rows:
    """Each review: of what, under which name, and what was agreed to."""
    for row in session().scalars(select(Review).where(Review.person_id == holder.person_id).order_by(Review.id)):
        yield {
            "review": row.id,
            "product": row.product_id,
            "name": row.name,
            "shown as": row.name_format,
            "connection to the shop": row.connection,
            "written": row.created_at,
            "may be published since": row.agreed_at,
            "may be used in ads since": row.ads_agreed_at,
            "withdrawn": row.withdrawn_at,
        }


def export_versions(holder: Holder) -> Rows:
    """Her words, each version, and what became of it."""
    mine = select(ReviewVersion).where(ReviewVersion.review_id.in_(_mine(holder))).order_by(ReviewVersion.id)
    for row in session().scalars(mine):
        yield {
            "review": row.review_id,
            "stars": row.stars,
            "text": row.body,
            "written": row.written_at,
            "published": row.published_at,
            "turned down": row.turned_down_at,
            "reason": row.reason,
        }


def export_replies(holder: Holder) -> Rows:
    """What the shop said under them."""
    for row in session().scalars(select(ReviewReply).where(ReviewReply.review_id.in_(_mine(holder)))):
        yield {"review": row.review_id, "reply": row.body, "written": row.written_at}


def export_decisions(holder: Holder) -> Rows:
    """What moderators decided."""
    mine = select(ReviewDecision).where(ReviewDecision.version_id.in_(_versions(holder))).order_by(ReviewDecision.id)
    for row in session().scalars(mine):
        yield {"decided": row.what, "reason": row.reason, "at": row.at, "taken back": row.undone_at}


def export_reports(holder: Holder) -> Rows:
    """That somebody reported one of them, and why; not who."""
    for row in session().scalars(select(ReviewReport).where(ReviewReport.review_id.in_(_mine(holder)))):
        yield {"review": row.review_id, "reason": row.reason, "at": row.at}


def export_nothing(_holder: Holder) -> Rows:
    """Who has it open just now: machinery without a fact of hers."""
    return ()


def erase_claims(holder: Holder) -> int:
    """Nobody has it open any more."""
    return rows_touched(session().execute(delete(ReviewClaim).where(ReviewClaim.version_id.in_(_versions(holder)))))


def erase_decisions(holder: Holder) -> int:
    """Decisions go with the words they were about."""
    gone = delete(ReviewDecision).where(ReviewDecision.version_id.in_(_versions(holder)))
    return rows_touched(session().execute(gone))


def erase_reports(holder: Holder) -> int:
    """Reports go with the review."""
    return rows_touched(session().execute(delete(ReviewReport).where(ReviewReport.review_id.in_(_mine(holder)))))


def erase_replies(holder: Holder) -> int:
    """The shop's reply goes with the review."""
    return rows_touched(session().execute(delete(ReviewReply).where(ReviewReply.review_id.in_(_mine(holder)))))


def erase_versions(holder: Holder) -> int:
    """Her words."""
    return rows_touched(session().execute(delete(ReviewVersion).where(ReviewVersion.review_id.in_(_mine(holder)))))


def erase_reviews(holder: Holder) -> int:
    """The reviews themselves, and what they counted for in the numbers of their products."""
    mine = list(session().scalars(_mine(holder).order_by(Review.id)))
    for review_id in mine:
        settle(locked(review_id), is_gone=True)
    return rows_touched(session().execute(delete(Review).where(Review.id.in_(mine))))
