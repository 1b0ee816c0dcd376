"""What the desk sees of notes to friends, in a fixed number of queries: no friend, and senders masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import mask
from app.people import Destination, Person
from app.products import Product
from app.suppression import Scope, Suppression
from app.tell_a_friend import breaker, figures
from app.tell_a_friend.desk_models import RecommendationReport, SenderBar
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.reporting import REASONS, Reason

PAGE = 50
_BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class ReportLine:
    """A report as the list shows it. `sender` is masked, or empty for somebody erased; `bar_id`: she is barred by that."""

    note: Recommendation
    report: RecommendationReport
    title: str
    sender: str
    bar_id: int | None

    @property
    def why(self) -> str:
        return str(REASONS[Reason(self.report.reason)]) if self.report.reason else ""


@dataclass(frozen=True)
class Counts:
    """Notes sent and refused since a moment."""

    today: int
    week: int
    refused_week: int
    reported_week: int


def state(*, with_reports: bool, before: int | None = None) -> dict[str, Any]:
    """What templates/tell_a_friend_desk/notes.html shows."""
    reports = _reports(before) if with_reports else []
    return {
        "counts": _counts(),
        "breaker": breaker.open_breaker(),
        "history": breaker.tripped(10),
        "whys": breaker.IN_WORDS,
        "is_on": settings.current().brand.tell_a_friend,
        "figures": figures,
        "reports": reports[:PAGE],
        "older": reports[PAGE - 1].note.id if len(reports) > PAGE else None,
        "is_first": before is None,
        "bars": _bars() if with_reports else [],
    }


def number_in(text: str | None) -> int | None:
    """A number in an address; None for anything else."""
    digits = text if text and text.isascii() and text.isdecimal() and len(text) < 20 else ""
    return int(digits) if digits and int(digits) <= _BIGGEST else None


def sent_since(moment: datetime) -> int:
    """How many notes were posted for friends since then."""
    mine = (Recommendation.proven_at >= moment, Recommendation.friend_value.is_not(None))
    return session().scalar(select(func.count()).select_from(Recommendation).where(*mine)) or 0


def _counts() -> Counts:
    now, zone = clock.now(), settings.current().brand.zone
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    week = now - timedelta(days=7)
    refusals = (Suppression.scope == str(Scope.RECOMMENDATIONS), Suppression.created_at >= week)
    refused = select(func.count()).select_from(Suppression).where(*refusals, Suppression.lifted_at.is_(None))
    reported = select(func.count()).select_from(Recommendation).where(Recommendation.reported_at >= week)
    return Counts(
        sent_since(midnight), sent_since(week), session().scalar(refused) or 0, session().scalar(reported) or 0
    )


def _reports(before: int | None) -> list[ReportLine]:
    """Those that wait first, then the newest. One more than a page."""
    bars = select(func.max(SenderBar.id)).where(
        SenderBar.subject_id == Recommendation.sender_subject, SenderBar.lifted_at.is_(None)
    )
    statement = (
        select(Recommendation, RecommendationReport, Product.title, _address(), bars.scalar_subquery())
        .join(RecommendationReport, RecommendationReport.recommendation_id == Recommendation.id)
        .join(Product, Product.id == Recommendation.product_id)
        .order_by(RecommendationReport.settled_at.is_not(None), Recommendation.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        statement = statement.where(Recommendation.id < before)
    rows = session().execute(statement.execution_options(populate_existing=True))
    return [ReportLine(note, one, title, mask(at) if at else "", bar) for note, one, title, at, bar in rows]


def _address() -> Any:
    """The sender's address as we hold it; the one typed is gone with the note."""
    mine: Select[str] = (
        select(Destination.address)
        .join(Person, Person.id == Destination.person_id)
        .where(Person.subject_id == Recommendation.sender_subject, Destination.channel == "email")
        .order_by(Destination.id)
        .limit(1)
    )
    return mine.correlate(Recommendation).scalar_subquery()


def _bars() -> list[tuple[SenderBar, str]]:
    """(bar in force, masked address or ''), newest first."""
    address = (
        select(Destination.address)
        .join(Person, Person.id == Destination.person_id)
        .where(Person.subject_id == SenderBar.subject_id, Destination.channel == "email")
        .order_by(Destination.id)
        .limit(1)
        .correlate(SenderBar)
        .scalar_subquery()
    )
    statement = select(SenderBar, address).where(SenderBar.lifted_at.is_(None)).order_by(SenderBar.id.desc())
    rows = session().execute(statement.limit(PAGE).execution_options(populate_existing=True))
    return [(bar, mask(at) if at else "") for bar, at in rows]
