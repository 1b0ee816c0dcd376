"""What pages read: a product's public reviews and numbers, an author's own reviews. Each is one named query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_

from app.core.database import session
from app.products import Product
from app.reviews.models import Review, ReviewReply, ReviewTally, ReviewVersion

PAGE = 25
_MOST_ID = 2**63 - 1  # no database takes a greater number


@dataclass(frozen=True)
class Tally:
    """The numbers of a product's reviews: `stars[n]` of those in the average (1–5), all shown, confirmed, and the rest."""

    stars: dict[int, int]
    shown: int = 0
    confirmed: int = 0
    waiting: int = 0
    turned_down: int = 0

    @property
    def rated(self) -> int:
        """How many stand in the average."""
        return sum(self.stars.values())

    @property
    def average(self) -> float | None:
        """The mean of all stars in it, to one decimal, or None where there is none."""
        total = sum(stars * count for stars, count in self.stars.items())
        return round(total / self.rated, 1) if self.rated else None


@dataclass(frozen=True)
class Shown:
    """A public review as a reader sees it. `hidden`: parts of `body` that are not shown."""

    id: int
    stars: int
    body: str
    hidden: tuple[tuple[int, int], ...]
    name: str
    name_format: str
    at: datetime
    is_confirmed: bool
    connection: str
    reply: str | None


@dataclass(frozen=True)
class Listed:
    """One page of public reviews, newest first, and the key of the next page (None: it is the last)."""

    reviews: tuple[Shown, ...]
    after: tuple[datetime, int] | None


def tally_of(product_id: int) -> Tally:
    """The numbers of a product."""
    return _tally(session().get(ReviewTally, product_id))


def _tally(row: ReviewTally | None) -> Tally:
    if row is None:
        return Tally(dict.fromkeys(range(1, 6), 0))
    stars = {number: int(getattr(row, f"stars_{number}")) for number in range(1, 6)}
    return Tally(stars, row.shown, row.confirmed, row.waiting, row.turned_down)


def totals() -> Tally:
    """The numbers of the whole shop."""
    names = (*(f"stars_{number}" for number in range(1, 6)), "shown", "confirmed", "waiting", "turned_down")
    row = session().execute(select(*(func.coalesce(func.sum(getattr(ReviewTally, name)), 0) for name in names))).one()
    numbers = [int(each) for each in row]
    return Tally(dict(enumerate(numbers[:5], start=1)), *numbers[5:])


def public_review(product_id: int, review_id: int) -> Shown | None:
    """One public review of a product, as a reader sees it; None when it is not public."""
    if review_id > _MOST_ID:
        return None
    found = session().execute(_public(product_id).where(Review.id == review_id)).first()
    return _shown(found[0], found[1], found[2]) if found else None


def tallies_of(product_ids: list[int]) -> dict[int, Tally]:
    """Product → its numbers, of many products in one query."""
    rows = session().scalars(select(ReviewTally).where(ReviewTally.product_id.in_(product_ids)))
    found = {row.product_id: _tally(row) for row in rows}
    return {one: found.get(one, _tally(None)) for one in product_ids}


def public_reviews(
    product_id: int, stars: int | None = None, after: tuple[datetime, int] | None = None, limit: int = PAGE
) -> Listed:
    """Public reviews of a product, newest first, those of `stars` where given, after the key of the page before."""
    key = tuple_(Review.public_at, Review.id)
    newest_first = (Review.public_at.desc(), Review.id.desc())
    statement = _public(product_id).order_by(*newest_first).limit(limit + 1)
    if stars is not None:
        statement = statement.where(Review.public_stars == stars)
    if after is not None:
        statement = statement.where(key < after)
    rows = session().execute(statement).all()
    found = tuple(_shown(review, version, reply) for review, version, reply in rows[:limit])
    return Listed(found, (found[-1].at, found[-1].id) if len(rows) > limit else None)


def _public(product_id: int) -> Select[Review, ReviewVersion, str]:
    return (
        select(Review, ReviewVersion, ReviewReply.body)
        .join(ReviewVersion, ReviewVersion.review_id == Review.id)
        .outerjoin(ReviewReply, ReviewReply.review_id == Review.id)
        .where(Review.product_id == product_id, Review.public_at.is_not(None))
        .where(ReviewVersion.published_at.is_not(None), ReviewVersion.ended_at.is_(None))
    )


def _shown(review: Review, version: ReviewVersion, reply: str | None) -> Shown:
    return Shown(
        id=review.id,
        stars=version.stars,
        body=version.body,
        hidden=spans(version.hidden),
        name=review.name,
        name_format=review.name_format,
        at=version.written_at,
        is_confirmed=review.order_id is not None,
        connection=review.connection,
        reply=reply,
    )


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Stored parts of a text: (start, end) pairs."""
    return tuple((int(start), int(end)) for start, end in json.loads(text))


@dataclass(frozen=True)
class Mine:
    """One of an author's own reviews: of what, the published words and the newest ones (they may be the same)."""

    review: Review
    product: Product
    published: ReviewVersion | None
    newest: ReviewVersion
    reply: str | None

    @property
    def state(self) -> str:
        """frozen | withdrawn | private | waiting | turned_down | public, as its author is told."""
        if self.review.frozen_at is not None:
            return "frozen"
        if self.review.agreed_at is None:
            return "withdrawn" if self.review.withdrawn_at is not None else "private"
        if self.newest.is_waiting:
            return "waiting"
        return "turned_down" if self.newest.is_turned_down else "public"


def reviews_of(person_id: int, review_id: int | None = None, product_id: int | None = None) -> list[Mine]:
    """The reviews of one author (or one of them, or hers of one product), newest words first."""
    statement = (
        select(Review, Product, ReviewVersion, ReviewReply.body)
        .join(Product, Product.id == Review.product_id)
        .join(ReviewVersion, ReviewVersion.review_id == Review.id)
        .outerjoin(ReviewReply, ReviewReply.review_id == Review.id)
        .where(Review.person_id == person_id, ReviewVersion.ended_at.is_(None))
        .order_by(ReviewVersion.id)
    )
    if review_id is not None:
        if review_id > _MOST_ID:
            return []
        statement = statement.where(Review.id == review_id)
    if product_id is not None:
        statement = statement.where(Review.product_id == product_id)
    found: dict[int, Mine] = {}
    for review, product, version, reply in session().execute(statement):
        before = found.get(review.id)
        published = version if version.is_published else before.published if before else None
        found[review.id] = Mine(review, product, published, version, reply)
    return sorted(found.values(), key=lambda one: one.newest.id, reverse=True)
