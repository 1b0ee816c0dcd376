"""One review as a moderator sees it: its words, what was found, what is known about it, and what was done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import exists, or_, select

from app.core import clock
from app.core.database import session
from app.core.fingerprints import limit_key
from app.core.refusals import NotFound
from app.people import Destination
from app.products import Product
from app.purchases import Order
from app.reviews.findings import Finding, find
from app.reviews.models import Review, ReviewClaim, ReviewDecision, ReviewReply, ReviewReport, ReviewVersion
from app.reviews.queue import ARRIVED_AT, Tab

Standing = Literal["waiting", "private", "consent", "withdrawn", "frozen", "published", "turned_down", "replaced"]
_TAB_OF: dict[Standing, Tab] = {
    "private": Tab.PRIVATE,
    "consent": Tab.CONSENT,
    "published": Tab.PUBLISHED,
    "turned_down": Tab.TURNED_DOWN,
}


@dataclass(frozen=True)
class Case:
    """A version of a review with all that is known about it. `published`: the words on the page now, if others than these.
    `newest`: the version to look at instead, where this one was replaced."""

    version: ReviewVersion
    review: Review
    product: Product
    arrived_at: datetime
    order_number: str | None
    is_proven: bool
    reply: ReviewReply | None
    claimed_by: int | None
    claimed_until: datetime | None
    findings: tuple[Finding, ...]
    published: ReviewVersion | None
    newest: ReviewVersion
    reports: tuple[ReviewReport, ...]
    decisions: tuple[ReviewDecision, ...]
    # Other reviews of this product by addresses that reach the same inbox.
    same_inbox: tuple[int, ...]

    @property
    def standing(self) -> Standing:
        """Where it stands now."""
        if self.review.frozen_at is not None:
            return "frozen"
        if self.version.ended_at is not None:
            return "replaced"
        if self.review.agreed_at is None:
            return self._unanswered
        if self.version.is_published:
            return "published"
        return "turned_down" if self.version.is_turned_down else "waiting"

    @property
    def _unanswered(self) -> Standing:
        if self.review.withdrawn_at is not None:
            return "withdrawn"
        return "consent" if self.review.origin == "import" else "private"

    @property
    def tab(self) -> Tab:
        """The list it belongs to."""
        return _TAB_OF.get(self.standing, Tab.WAITING)

    @property
    def since(self) -> datetime:
        """Since when it stands in that list."""
        moments = {"published": self.version.published_at, "turned_down": self.version.turned_down_at}
        if self.standing == "waiting":
            return self.arrived_at
        return moments.get(self.standing) or self.version.written_at

    @property
    def hideable(self) -> tuple[Finding, ...]:
        """The marks that can be hidden."""
        return tuple(one for one in self.findings if one.can_be_hidden)


def case_of(version_id: int) -> Case:
    """One case, in six queries. Raises NotFound."""
    row = _row(version_id)
    if row is None:
        raise NotFound("There is no such review. Its author may have deleted it.")
    version, review, product, arrived_at, order_number, is_proven, reply, claimed_by, claimed_until = row
    others = select(ReviewVersion).where(ReviewVersion.review_id == review.id)
    others = others.where(or_(ReviewVersion.ended_at.is_(None), ReviewVersion.id == version.id))
    versions = session().scalars(others.order_by(ReviewVersion.id)).all()
    published = next((one for one in versions if one.is_published and one.id != version.id), None)
    return Case(
        version,
        review,
        product,
        arrived_at,
        order_number,
        is_proven,
        reply,
        claimed_by,
        claimed_until,
        find(version.body),
        published,
        versions[-1],
        tuple(_reports(review.id)),
        tuple(_decisions(review.id)),
        tuple(_same_inbox(review)),
    )


def _row(version_id: int) -> Any:
    proven = exists().where(Destination.person_id == Review.person_id, Destination.proven_at.is_not(None))
    open_now = (ReviewClaim.version_id == ReviewVersion.id) & (ReviewClaim.until > clock.now())
    statement = (
        select(
            ReviewVersion,
            Review,
            Product,
            ARRIVED_AT.label("arrived_at"),
            Order.number,
            proven.label("is_proven"),
            ReviewReply,
            ReviewClaim.member_id,
            ReviewClaim.until,
        )
        .join(Review, Review.id == ReviewVersion.review_id)
        .join(Product, Product.id == Review.product_id)
        .outerjoin(Order, Order.id == Review.order_id)
        .outerjoin(ReviewReply, ReviewReply.review_id == Review.id)
        .outerjoin(ReviewClaim, open_now)
        .where(ReviewVersion.id == version_id)
        .execution_options(populate_existing=True)
    )
    return session().execute(statement).first()


def _reports(review_id: int) -> list[ReviewReport]:
    mine = select(ReviewReport).where(ReviewReport.review_id == review_id, ReviewReport.closed_at.is_(None))
    return list(session().scalars(mine.order_by(ReviewReport.id)))


def _decisions(review_id: int) -> list[ReviewDecision]:
    mine = select(ReviewDecision).join(ReviewVersion, ReviewVersion.id == ReviewDecision.version_id)
    mine = mine.where(ReviewVersion.review_id == review_id).order_by(ReviewDecision.id.desc()).limit(20)
    return list(session().scalars(mine.execution_options(populate_existing=True)))


def _same_inbox(review: Review) -> list[int]:
    """Aliases with a plus are people of their own to us, and one inbox to whoever writes several reviews."""
    hers = select(Destination.match_key).where(Destination.person_id == review.person_id)
    inboxes = {limit_key(key) for key in session().scalars(hers)}
    aliases = [Destination.match_key.startswith(key.rpartition("@")[0] + "+", autoescape=True) for key in inboxes]
    others = select(Review.id, Destination.match_key).join(Destination, Destination.person_id == Review.person_id)
    others = others.where(Review.product_id == review.product_id, Review.id != review.id)
    found = session().execute(others.where(or_(Destination.match_key.in_(inboxes), *aliases)))
    return sorted({number for number, key in found if limit_key(key) in inboxes})
