"""What is due about stops: batches that nobody takes, bursts that nobody judged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import suppression
from app.core import clock, settings
from app.core.business_days import add_business_days
from app.core.feature import Due
from app.suppression import Waiting

# Ours: a stop is in force at the platform within a day, twice as fast as Gmail and Yahoo ask.
LATE_AFTER = timedelta(hours=24)
SOON_AFTER = timedelta(hours=12)
# The law's: no marketing email later than this after the stop (15 USC 7704(a)(4)(A)(i)).
LAW_BUSINESS_DAYS = 10


def hours_waited(since: datetime | None) -> int:
    """Whole hours since then; 0 for nothing."""
    return int((clock.now() - since) / timedelta(hours=1)) if since else 0


def is_late(since: datetime | None) -> bool:
    """Whether the oldest stop waits longer than we allow ourselves."""
    return since is not None and clock.now() - since > LATE_AFTER


def law_ends_on(since: datetime) -> date:
    """The last day on which the law lets marketing email still leave after a stop of that moment."""
    return add_business_days(since.astimezone(settings.current().brand.zone).date(), LAW_BUSINESS_DAYS)


def stops_not_taken() -> Due | None:
    """Stops that a mail platform has not taken for half a day; late after a day."""
    behind = [one for one in suppression.waiting() if one.oldest_at and clock.now() - one.oldest_at > SOON_AFTER]
    if not behind:
        return None
    oldest = min(one.oldest_at for one in behind if one.oldest_at)
    hours = hours_waited(oldest)
    rest = ngettext("The oldest has waited %(num)d hour.", "The oldest has waited %(num)d hours.", hours)
    count = sum(one.not_taken for one in behind)
    url = url_for("stops.batches")
    return Due(count, _strong(behind, count), rest, url, _("Open stops"), "late" if is_late(oldest) else "soon")


def _strong(behind: list[Waiting], count: int) -> str:
    if len(behind) == 1:
        return ngettext(
            "%(num)d stop is not taken by %(name)s.",
            "%(num)d stops are not taken by %(name)s.",
            count,
            name=behind[0].name,
        )
    return _("%(num)d stops are not taken by %(platforms)d mail platforms.", num=count, platforms=len(behind))
