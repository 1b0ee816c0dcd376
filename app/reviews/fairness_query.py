"""What the fairness report reads: every decision of a period that stands, in one query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.database import session
from app.reviews.deciding import What
from app.reviews.fairness import Decided, Fairness, fairness
from app.reviews.models import Review, ReviewDecision, ReviewVersion

PERIODS = (30, 90, 365)  # days; a year has every season in it


@dataclass(frozen=True)
class Report:
    """The report of a period, and why reviews were turned down: stars → reason → how many."""

    days: int
    fairness: Fairness
    reasons: dict[int, Counter[str]]


@dataclass(frozen=True)
class _Row:
    stars: int
    what: str
    reason: str
    hours: float


def report(days: int) -> Report:
    """The last so many days."""
    reasons: dict[int, Counter[str]] = defaultdict(Counter)
    decided = []
    for row in _rows(clock.now() - timedelta(days=days)):
        decided.append(Decided(row.stars, row.what != What.TURN_DOWN, row.hours))
        if row.reason:
            reasons[row.stars][row.reason] += 1
    return Report(days, fairness(decided), dict(reasons))


def _rows(since: datetime) -> Iterator[_Row]:
    """Decisions since then that were not taken back."""
    before = aliased(ReviewDecision)
    undone_at = (
        select(func.max(before.undone_at))
        .where(before.version_id == ReviewDecision.version_id, before.undone_at <= ReviewDecision.at)
        .correlate(ReviewDecision)
        .scalar_subquery()
    )
    statement = (
        select(
            ReviewVersion.stars,
            ReviewDecision.what,
            ReviewDecision.reason,
            ReviewDecision.at,
            ReviewVersion.written_at,
            Review.created_at,
            Review.agreed_at,
            undone_at,
        )
        .join(ReviewVersion, ReviewVersion.id == ReviewDecision.version_id)
        .join(Review, Review.id == ReviewVersion.review_id)
        .where(ReviewDecision.at >= since, ReviewDecision.undone_at.is_(None))
        .execution_options(yield_per=1_000)
    )
    for stars, what, reason, at, *moments in session().execute(statement):
        yield _Row(stars, what, reason, _hours(at, moments))


def _hours(at: datetime, moments: list[datetime | None]) -> float:
    """From when it could be read to the decision: since it was written, brought, agreed to or read again, if before it.

    In whole minutes: who was read a second sooner was not treated better.
    """
    arrived = max((one for one in moments if one is not None and one <= at), default=at)
    return round((at - arrived) / timedelta(minutes=1)) / 60
