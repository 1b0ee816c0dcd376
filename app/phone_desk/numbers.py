"""What other pages of the desk learn from here: a number of the overview, and stops by their reference."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from app.core.database import session
from app.core.desk import Figure, Hit
from app.phone_desk.models import RecordedStop
from app.phone_desk.references import read_reference
from app.phone_desk.what import LETTERS, WHATS


def recorded(since: datetime) -> Figure:
    """How many stops were written down, and how many of those in the stack of letters."""
    letters = func.count().filter(RecordedStop.desk == LETTERS)
    counts = select(func.count(), letters).where(RecordedStop.at >= since, RecordedStop.undone_at.is_(None))
    count, in_stack = session().execute(counts).one()
    remark = ngettext("%(num)s in the stack of letters", "%(num)s in the stack of letters", in_stack) if count else ""
    return Figure(_("Stops by phone and letter"), count, remark)


def find_stops(text: str) -> list[Hit]:
    """The recorded stop of a reference."""
    reference = read_reference(text)
    row = (
        session().scalars(select(RecordedStop).where(RecordedStop.reference == reference)).first()
        if reference
        else None
    )
    if row is None:
        return []
    title = f"{row.reference}: {WHATS[row.what].title}"
    return [Hit(_l("Recorded stop"), title, row.label, url_for("phone_desk.stopped", reference=row.reference))]
