"""Reviews in numbers: for the desk's overview and a person's record."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from app.core.database import session
from app.core.desk import Figure
from app.reviews.models import Review, ReviewVersion


def written(since: datetime) -> Figure:
    """How many were written or rewritten, and how many of those still wait."""
    waits = (
        ReviewVersion.published_at.is_(None) & ReviewVersion.turned_down_at.is_(None) & ReviewVersion.ended_at.is_(None)
    )
    counts = select(func.count(), func.count().filter(waits)).where(ReviewVersion.written_at >= since)
    count, waiting = session().execute(counts).one()
    return Figure(
        _("Reviews written"), count, ngettext("%(num)s still waits", "%(num)s still wait", waiting) if count else ""
    )


def reviews_of(person_id: int) -> str | None:
    """How many she wrote and how many of those are public, or None."""
    counts = select(func.count(), func.count(Review.public_at)).where(Review.person_id == person_id)
    count, public = session().execute(counts).one()
    return _("%(count)s, of which %(public)s public", count=count, public=public) if count else None
