"""Export and erasure of what the phone desk holds about a person."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.core.database import random_id, rows_touched, session, table
from app.core.personal_data import Holder, Rows
from app.phone_desk.models import CallerCheck, RecordedStop

_stops, _checks = table(RecordedStop), table(CallerCheck)


def export_stops(holder: Holder) -> Rows:
    """What she asked for by phone or letter."""
    mine = select(RecordedStop).where(RecordedStop.subject_id == holder.subject_id).order_by(RecordedStop.id)
    for row in session().scalars(mine):
        yield {
            "reference": row.reference,
            "what": row.what,
            "how": row.way,
            "received": row.received_on,
            "entered": row.at,
            "why late": row.late_reason,
            "order of": row.ordered_on,
            "taken back": row.undone_at,
            "confirmation mailed": row.mailed_at,
            "confirmation printed": row.printed_at,
        }


def erase_stops(holder: Holder) -> int:
    """That somebody asked stays, about nobody: her mark, the words of the clerk and the act are unlinked."""
    count = 0
    for number in session().scalars(select(_stops.c.id).where(_stops.c.subject_id == holder.subject_id)).all():
        strangers = {"subject_id": random_id(), "act_id": random_id(), "label": "", "late_reason": ""}
        count += rows_touched(session().execute(update(_stops).where(_stops.c.id == number).values(strangers)))
    return count


def export_checks(holder: Holder) -> Rows:
    """When a caller was taken for her, and by what."""
    mine = select(CallerCheck).where(CallerCheck.person_id == holder.person_id).order_by(CallerCheck.id)
    for row in session().scalars(mine):
        yield {"compared": row.compared.replace(",", ", "), "how": row.way, "at": row.at}


def erase_checks(holder: Holder) -> int:
    """The rows go; the trail keeps a line about a number that leads to nobody."""
    return rows_touched(session().execute(delete(_checks).where(_checks.c.person_id == holder.person_id)))
