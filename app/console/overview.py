"""What is due, and the numbers of the last days, from what the features declare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import consent
from app.consent import Week
from app.console.charts import Bar, Lines, bars, lines
from app.core import clock, settings
from app.core.desk import Due, Figure
from app.core.feature import declared
from app.staff import Permission, may

DAYS = 7
WEEKS = 12
_URGENCIES = ("late", "soon", "open")
# Charts are about what people get, for whoever answers for that.
_CHARTS = (Permission.AUDIT_READ, Permission.CHOICES_RECORD, Permission.TOPICS_EDIT)
_IN_WORDS = (
    _l("two"), _l("three"), _l("four"), _l("five"), _l("six"), _l("seven"), _l("eight"), _l("nine"),
)  # fmt: skip


def due_for(role: str) -> list[Due]:
    """What waits for that role, most urgent first."""
    found = [duty.find() for duty in declared().duties if may(role, Permission(duty.needs))]
    return sorted((due for due in found if due is not None), key=lambda due: _URGENCIES.index(due.urgency))


def headline(count: int) -> str:
    """How much waits, in words to nine."""
    if count == 0:
        return _("Nothing waits for you today")
    if count == 1:
        return _("Today needs one thing from you")
    words = str(_IN_WORDS[count - 2]) if count - 2 < len(_IN_WORDS) else str(count)
    return _("Today needs %(count)s things from you", count=words)


def figures_for(role: str) -> list[Figure]:
    """The numbers of the last DAYS days that this role answers for."""
    since = days_back(DAYS - 1)
    return [one.find(since) for one in declared().numbers if any(may(role, Permission(need)) for need in one.needs)]


@dataclass(frozen=True)
class Charts:
    """Both charts: stops and smaller offers by week, and what was changed in the last DAYS days."""

    weeks: list[Week]
    lines: Lines | None
    title: str
    changed: list[Bar]


def charts_for(role: str) -> Charts | None:
    """The charts, for a role that answers for what people get."""
    if not any(may(role, need) for need in _CHARTS):
        return None
    # Whole weeks that end today, so that the newest one is the number above it and no week is half empty.
    weeks = consent.by_week([days_back(DAYS * back - 1) for back in range(WEEKS, 0, -1)])
    drawn = lines([week.stops for week in weeks], [week.fewer for week in weeks])
    return Charts(weeks, drawn, _trend(weeks), bars(consent.what_changed(days_back(DAYS - 1))))


def days_back(days: int) -> datetime:
    """The midnight in the shop's zone with which the day that many days ago began."""
    zone = settings.current().brand.zone
    day = clock.today(zone) - timedelta(days=days)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _trend(weeks: list[Week]) -> str:
    now, before = (sum(week.stops for week in part) for part in (weeks[-4:], weeks[-8:-4]))
    if now == before:
        return _("As many stops as in the four weeks before")
    return (
        _("Fewer stops than in the four weeks before")
        if now < before
        else _("More stops than in the four weeks before")
    )
