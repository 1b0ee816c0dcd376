"""What the desk reads: the lists of reviews behind its tabs, their counts, and which case comes next. Named queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, unique
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from app.core import clock
from app.core.database import UtcTime, session
from app.products import Product
from app.reviews.findings import Finding, find
from app.reviews.models import Review, ReviewClaim, ReviewDecision, ReviewReport, ReviewTally, ReviewVersion

PAGE = 25
# Marks are found when a text is read, not stored: a page of marked ones looks at so many texts and then offers to go on.
LOOKED_AT = 200
Key = tuple[datetime, int]


@unique
class Tab(StrEnum):
    """The lists, in the order of their tabs."""

    WAITING = "waiting"
    PRIVATE = "private"
    REPORTED = "reported"
    PUBLISHED = "published"
    TURNED_DOWN = "turned-down"
    CONSENT = "consent"


@dataclass(frozen=True)
class Wanted:
    """Which reviews: a tab, and what narrows it. `product` is a slug."""

    tab: Tab = Tab.WAITING
    stars: int | None = None
    product: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """A review in a list: the version it is about, since when it stands there, and until when another has it open."""

    version: ReviewVersion
    review: Review
    product: Product
    since: datetime
    claimed_by: int | None
    claimed_until: datetime | None
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> Key:
        return self.since, self.version.id


@dataclass(frozen=True)
class Listed:
    """One page of a list and the key of the next (None: there is none)."""

    lines: tuple[Line, ...]
    after: Key | None


@dataclass(frozen=True)
class _Kind:
    where: tuple[ColumnElement[bool], ...]
    since: Any  # an expression of a time
    oldest_first: bool = False


def _later(one: Any, other: Any) -> ColumnElement[datetime]:
    """The later of two times, of which the first may be empty."""
    return case((one > other, one), else_=other)


_UNDONE_AT = (
    select(func.max(ReviewDecision.undone_at))
    .where(ReviewDecision.version_id == ReviewVersion.id)
    .correlate(ReviewVersion)
    .scalar_subquery()
)
_REPORTED_AT = (
    select(func.max(ReviewReport.at))
    .where(ReviewReport.review_id == Review.id, ReviewReport.closed_at.is_(None))
    .correlate(Review)
    .scalar_subquery()
)
# A text waits since it was written, since its author agreed, or since a decision about it was taken back.
ARRIVED_AT = _later(_UNDONE_AT, _later(Review.agreed_at, ReviewVersion.written_at))
_LIVE = ReviewVersion.ended_at.is_(None)
_WORKABLE = and_(Review.agreed_at.is_not(None), Review.frozen_at.is_(None))
_UNANSWERED = and_(Review.agreed_at.is_(None), Review.withdrawn_at.is_(None), Review.frozen_at.is_(None))
_IS_PUBLISHED = and_(ReviewVersion.published_at.is_not(None), _LIVE, Review.public_at.is_not(None))
WAITS = and_(ReviewVersion.published_at.is_(None), ReviewVersion.turned_down_at.is_(None), _LIVE, _WORKABLE)

_KINDS: dict[Tab, _Kind] = {
    Tab.WAITING: _Kind((WAITS,), ARRIVED_AT, oldest_first=True),
    Tab.PRIVATE: _Kind((_LIVE, _UNANSWERED, Review.origin == "site"), ReviewVersion.written_at),
    Tab.REPORTED: _Kind((_IS_PUBLISHED, _REPORTED_AT.is_not(None)), _REPORTED_AT),
    Tab.PUBLISHED: _Kind((_IS_PUBLISHED,), ReviewVersion.published_at),
    Tab.TURNED_DOWN: _Kind((ReviewVersion.turned_down_at.is_not(None), _LIVE, _WORKABLE), ReviewVersion.turned_down_at),
    Tab.CONSENT: _Kind((_LIVE, _UNANSWERED, Review.origin == "import"), ReviewVersion.written_at),
}


def counts() -> dict[Tab, int]:
    """How many stand behind each tab. One query; the published ones are summed from the products' numbers."""
    columns = [_counted(tab) for tab in Tab]
    return dict(zip(Tab, session().execute(select(*columns)).one(), strict=True))


def _counted(tab: Tab) -> Any:
    if tab is Tab.PUBLISHED:
        return select(func.coalesce(func.sum(ReviewTally.shown), 0)).scalar_subquery()
    both = select(func.count()).select_from(ReviewVersion).join(Review, Review.id == ReviewVersion.review_id)
    return both.where(*_KINDS[tab].where).scalar_subquery()


def listed(wanted: Wanted, after: Key | None = None, limit: int = PAGE) -> Listed:
    """A page of a list: the waiting ones oldest first, all others newest first, after the key of the page before."""
    most = max(LOOKED_AT, limit) if wanted.marked else limit
    rows = session().execute(_statement(wanted, after).limit(most + 1)).all()
    lines = [_line(row) for row in rows[:most]]
    kept = [line for line in lines if line.findings or not wanted.marked]
    last = kept[limit - 1] if len(kept) > limit else lines[-1] if len(rows) > most else None
    return Listed(tuple(kept[:limit]), last.key if last else None)


def every(wanted: Wanted, size: int = 500) -> Iterator[Listed]:
    """The whole list, page by page."""
    after: Key | None = None
    while True:
        page = listed(wanted, after, size)
        yield page
        if page.after is None:
            return
        after = page.after


def _statement(wanted: Wanted, after: Key | None) -> Any:
    kind = _KINDS[wanted.tab]
    open_now = and_(ReviewClaim.version_id == ReviewVersion.id, ReviewClaim.until > clock.now())
    statement = (
        select(ReviewVersion, Review, Product, kind.since.label("since"), ReviewClaim.member_id, ReviewClaim.until)
        .join(Review, Review.id == ReviewVersion.review_id)
        .join(Product, Product.id == Review.product_id)
        .outerjoin(ReviewClaim, open_now)
        .where(*_narrowed(wanted))
        .order_by(*_order(kind))
    )
    return statement.where(_beyond(kind, after)) if after else statement


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [*_KINDS[wanted.tab].where]
    if wanted.stars is not None:
        found.append(ReviewVersion.stars == wanted.stars)
    if wanted.product:
        found.append(Product.slug == wanted.product)
    return found


def _order(kind: _Kind) -> tuple[Any, Any]:
    if kind.oldest_first:
        return kind.since.asc(), ReviewVersion.id.asc()
    return kind.since.desc(), ReviewVersion.id.desc()


def _beyond(kind: _Kind, key: Key) -> ColumnElement[bool]:
    """Behind that key in the order of the list."""
    moment, version_id = literal(key[0], UtcTime()), key[1]
    same = kind.since == moment
    if kind.oldest_first:
        return or_(kind.since > moment, and_(same, ReviewVersion.id > version_id))
    return or_(kind.since < moment, and_(same, ReviewVersion.id < version_id))


def _line(row: Any) -> Line:
    version, review, product, since, member_id, until = row
    return Line(version, review, product, since, member_id, until, find(version.body))


def position(wanted: Wanted, key: Key) -> tuple[int, int]:
    """(which one, of how many) in its list, whatever is marked."""
    kind = _KINDS[wanted.tab]
    ahead = case((or_(_beyond(kind, key), ReviewVersion.id == key[1]), 0), else_=1)
    statement = (
        select(func.coalesce(func.sum(ahead), 0), func.count())
        .select_from(ReviewVersion)
        .join(Review, Review.id == ReviewVersion.review_id)
        .join(Product, Product.id == Review.product_id)
        .where(*_narrowed(wanted))
    )
    before, total = session().execute(statement).one()
    return int(before) + 1, int(total)


def next_ones(wanted: Wanted, key: Key, member_id: int, limit: int = 10) -> list[int]:
    """Waiting versions that nobody else has open: those behind the key first, then the ones before it."""
    kind, found = _KINDS[Tab.WAITING], replace(wanted, tab=Tab.WAITING)
    behind = case((_beyond(kind, key), 0), else_=1)
    statement = _statement(found, None).where(or_(ReviewClaim.until.is_(None), ReviewClaim.member_id == member_id))
    ordered = statement.order_by(None).order_by(behind, *_order(kind)).limit(limit)
    return [row[0].id for row in session().execute(ordered)]


def products_in(wanted: Wanted, most: int = 200) -> list[tuple[str, str]]:
    """(slug, title) of the products in a list, whatever else narrows it."""
    statement = select(Product.slug, Product.title).join(Review, Review.product_id == Product.id)
    statement = statement.join(ReviewVersion, ReviewVersion.review_id == Review.id)
    rows = session().execute(statement.where(*_KINDS[wanted.tab].where).distinct().order_by(Product.title).limit(most))
    return [(slug, title) for slug, title in rows]


def waiting_now() -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does."""
    both = select(func.count(), func.min(ARRIVED_AT)).select_from(ReviewVersion)
    count, oldest = session().execute(both.join(Review, Review.id == ReviewVersion.review_id).where(WAITS)).one()
    return int(count), oldest


def reported_now() -> int:
    """How many public reviews somebody reported and nobody looked at."""
    open_ones = select(ReviewReport.review_id).join(Review, Review.id == ReviewReport.review_id)
    open_ones = open_ones.where(ReviewReport.closed_at.is_(None), Review.public_at.is_not(None)).distinct()
    return int(session().scalar(select(func.count()).select_from(open_ones.subquery())) or 0)
