"""What a moderator does besides deciding: reply, look at reports, name a tie to the shop, say that the author is a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.people import Person
from app.reviews.guarding import NoDecision, Taken, author_of, note, refuse_own
from app.reviews.models import Review, ReviewReply, ReviewReport
from app.reviews.rules import Connection
from app.reviews.standing import locked, settle
from app.staff import SignedIn

REPLY_LONGEST = 1_000


@dataclass(frozen=True)
class Tie:
    """How an author is tied to the shop: a `Connection` or "", and who said so: author | staff | ""."""

    connection: str
    by: str


def reply(review_id: int, text: str, member: SignedIn) -> ReviewReply | None:
    """What the shop says under a public review; an empty text takes it away, always. Flushes.

    Raises NotFound, NotYours, NoDecision for a text that is too long, Taken for a review that is not public (any more).
    """
    review = locked(review_id)
    refuse_own(review, member)
    held = session().get(ReviewReply, review.id, populate_existing=True)
    if not text:
        if held is not None:
            session().delete(held)
            session().flush()
            note(member, "review.reply", review, ("reply", "none"))
        return None
    _refuse_reply(review, text)
    if held is None:
        held = ReviewReply(review_id=review.id)
        session().add(held)
    change = ("reply" if held.body else None, "reply")
    held.body, held.member_id, held.written_at = text, member.member_id, clock.now()
    session().flush()
    note(member, "review.reply", review, change)
    return held


def _refuse_reply(review: Review, text: str) -> None:
    if len(text) > REPLY_LONGEST:
        raise NoDecision(
            _("A reply has at most %(most)s characters; this one has %(count)s.", most=REPLY_LONGEST, count=len(text)),
            "reply",
        )
    if review.public_at is None:
        raise Taken(_("This review is not on its page, so there is nothing to reply to."))


def connect(review_id: int, connection: str, member: SignedIn) -> Tie:
    """Name the author's tie to the shop, or with "" take back what staff named. Numbers follow at once. Flushes.

    Returns the tie before, which `connect_again` restores. Raises NotFound, NotYours, and NoDecision for a tie that is
    none of ours or one that the author herself declared and staff would take away.
    """
    review = locked(review_id)
    refuse_own(review, member)
    before = Tie(review.connection, review.connection_by)
    if connection and connection not in set(Connection):
        raise NoDecision(_("Choose one of the ties in the list."), "connection")
    if not connection and before.by == "author":
        raise NoDecision(_("The author says so herself. You can name another tie, not take hers away."), "connection")
    _tie(review, Tie(connection, "staff" if connection else ""), member)
    return before


def connect_again(review_id: int, tie: Tie, member: SignedIn) -> None:
    """Restore a tie as it was. Raises NotFound, NotYours. Flushes."""
    review = locked(review_id)
    refuse_own(review, member)
    _tie(review, tie, member)


def _tie(review: Review, tie: Tie, member: SignedIn) -> None:
    before = review.connection
    review.connection, review.connection_by = tie.connection, tie.by
    settle(review)
    if before != tie.connection:
        note(member, "review.connection", review, (before or "none", tie.connection or "none"))


def freeze(review_id: int, member: SignedIn) -> datetime:
    """The author is a child under 13: all her reviews are hidden at once, nobody works with them, and the gate lets no
    marketing to her pass (16 CFR 312).

    Returns the moment, which `thaw` needs to take exactly this back. Raises NotFound, NotYours. Flushes.
    """
    review = locked(review_id)
    refuse_own(review, member)
    moment = clock.now()
    person = author_of(review)
    person.frozen_at = person.frozen_at or moment
    for one in _all_of(person):
        one.frozen_at = one.frozen_at or moment
        settle(one)
    note(member, "review.freeze", review, (None, "child under 13"))
    return moment


def thaw(review_id: int, moment: datetime, member: SignedIn) -> None:
    """Take back one `freeze`: what was frozen at that moment, no more. Flushes. Raises NotFound."""
    review = locked(review_id)
    person = author_of(review)
    person.frozen_at = None if person.frozen_at == moment else person.frozen_at
    for one in _all_of(person):
        one.frozen_at = None if one.frozen_at == moment else one.frozen_at
        settle(one)
    note(member, "review.freeze", review, ("child under 13", "taken back"))


def _all_of(person: Person) -> list[Review]:
    ids = session().scalars(select(Review.id).where(Review.person_id == person.id).order_by(Review.id)).all()
    return [locked(one) for one in ids]


def close_reports(review_id: int, member: SignedIn) -> int:
    """The reports of a review were looked at. Returns how many were open. Raises NotFound, NotYours. Flushes."""
    review = locked(review_id)
    refuse_own(review, member)
    open_ones = select(ReviewReport).where(ReviewReport.review_id == review.id, ReviewReport.closed_at.is_(None))
    found = list(session().scalars(open_ones))
    for one in found:
        one.closed_at = clock.now()
    session().flush()
    if found:
        note(member, "review.reports", review, (str(len(found)), "0"))
    return len(found)
