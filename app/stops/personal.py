"""Export and erasure of what bursts hold about a person."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.core.database import rows_touched, session
from app.core.personal_data import Holder, Rows
from app.stops.models import BurstStop


def export_stops(holder: Holder) -> Rows:
    """Her stops by link that came in a burst, and what became of each."""
    for row in session().scalars(select(BurstStop).where(BurstStop.subject_id == holder.subject_id)):
        yield {
            "act": row.act_id,
            "at": row.at,
            "seconds after the mailing was signed": row.seconds,
            "how": row.verb,
            "network": row.network,
            "program": row.program,
            "what became of it": row.outcome or "",
        }


def erase_stops(holder: Holder) -> int:
    """The rows go; the ledger keeps its lines, about nobody."""
    return rows_touched(session().execute(delete(BurstStop).where(BurstStop.subject_id == holder.subject_id)))
