"""What is due about stops: batches that nobody takes, bursts that nobody judged."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from babel.dates import format_date
from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from app import links, suppression
from app.core import clock, settings
from app.core.business_days import add_business_days
from app.core.database import session
from app.core.desk import Due
from app.stops.models import StopBurst
from app.suppression import Waiting

# Ours: a stop is in force at the platform within a day, twice as fast as Gmail and Yahoo ask.
LATE_AFTER = timedelta(hours=24)
SOON_AFTER = timedelta(hours=12)
ENDS_SOON = timedelta(days=2)
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


def bursts_to_judge() -> Due | None:
    """Bursts that nobody answered about, while their stops can still be taken back; soon on the last two days."""
    since = clock.now() - links.RESTORE
    waiting = (StopBurst.answered_at.is_(None), StopBurst.began_at >= since)
    count, oldest = session().execute(select(func.count(), func.min(StopBurst.began_at)).where(*waiting)).one()
    if not count:
        return None
    strong = ngettext(
        "%(num)d burst of stops looks like a scanner.", "%(num)d bursts of stops look like a scanner.", count
    )
    rest = _("Say who pressed them by %(day)s; until then the stops hold.", day=_day(oldest + links.RESTORE))
    urgency: Literal["soon", "open"] = "soon" if oldest < since + ENDS_SOON else "open"
    return Due(count, strong, rest, url_for("stops.bursts"), _("Open bursts"), urgency)


def _day(moment: datetime) -> str:
    local = moment.astimezone(settings.current().brand.zone).date()
    return format_date(local, "long", locale=str(get_locale() or "en_US"))
