"""What is due about paper mail: lists that are pulled soon, reports that nobody settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from app.core import clock, settings
from app.core.database import session
from app.core.desk import Due
from app.paper import reporting
from app.paper.models import PrintRun

PULLED_SOON = timedelta(days=7)
PULLED_NOW = timedelta(days=3)
# Somebody holds the second copy in her hands: a week is long.
LATE_AFTER = timedelta(days=7)


def lists_to_pull() -> Due | None:
    """Issues whose list is pulled within a week: by then the mail house needs the stops."""
    today = clock.today(settings.current().brand.zone)
    soon = PrintRun.list_pulled_on.between(today, today + PULLED_SOON), PrintRun.cancelled_at.is_(None)
    count, first = session().execute(select(func.count(), func.min(PrintRun.list_pulled_on)).where(*soon)).one()
    if not count:
        return None
    days = (first - today).days
    strong = ngettext("%(num)d list is pulled this week.", "%(num)d lists are pulled this week.", count)
    rest = (
        ngettext(
            "The next one in %(num)d day: run the postal export.",
            "The next one in %(num)d days: run the postal export.",
            days,
        )
        if days
        else _("The next one today: run the postal export.")
    )
    urgency: Literal["soon", "open"] = "soon" if timedelta(days=days) <= PULLED_NOW else "open"
    return Due(count, strong, rest, url_for("paper_desk.run_list"), _("Open the calendar"), urgency)


def reports_to_settle() -> Due | None:
    """Reports about paper mail that wait; late after a week."""
    count, oldest = reporting.waiting()
    if not count or oldest is None:
        return None
    days = (clock.now() - oldest).days
    strong = ngettext("%(num)d report about paper mail waits.", "%(num)d reports about paper mail wait.", count)
    rest = ngettext("The oldest for %(num)d day.", "The oldest for %(num)d days.", days)
    urgency: Literal["late", "open"] = "late" if clock.now() - oldest > LATE_AFTER else "open"
    return Due(count, strong, rest, url_for("paper_desk.report_list"), _("Open reports"), urgency)
