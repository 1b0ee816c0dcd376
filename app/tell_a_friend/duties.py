"""What is due about notes to friends: that they rest, and what was reported. And how many left, for the overview."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.core.desk import Due, Figure
from app.tell_a_friend import breaker
from app.tell_a_friend.desk import sent_since
from app.tell_a_friend.desk_models import RecommendationReport

# Nobody who was written to by a stranger should wait over a working day for us to look.
SOON, LATE = timedelta(hours=8), timedelta(hours=24)


def notes_resting() -> Due | None:
    """Notes to friends rest until staff let them go."""
    found = breaker.open_breaker()
    if found is None:
        return None
    rest = _("Why: %(why)s. None leaves until you let them go.", why=breaker.IN_WORDS[breaker.Why(found.why)])
    return Due(1, _("Notes to friends are stopped."), rest, _url(), _("Open notes"), "late")


def notes_reported() -> Due | None:
    """Reports nobody looked at."""
    waiting = RecommendationReport.settled_at.is_(None)
    count, oldest = session().execute(
        select(func.count(), func.min(RecommendationReport.at)).where(waiting)
    ).one()  # fmt: skip
    if not count:
        return None
    strong = ngettext("%(num)d friend reported a note.", "%(num)d friends reported a note.", count)
    age = clock.now() - oldest
    urgency: Literal["late", "soon", "open"] = "late" if age > LATE else "soon" if age > SOON else "open"
    return Due(count, strong, _("See who sent it, and whether she may go on."), _url(), _("Open reports"), urgency)


def notes_sent(since: datetime) -> Figure:
    """Notes that left for friends."""
    return Figure(_("Notes to friends"), sent_since(since), _("one to a friend, asked for by a shopper"))


def _url() -> str:
    return url_for("tell_a_friend_desk.notes")
