"""Where a value came from, kept beside it in a change, so that an undo brings the source back too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.consent import Act
from app.core import clock, settings
from app.core.chain import Scalar
from app.core.database import session
from app.people import By, Origin, Provenance, Source

Seen = Mapping[str, Scalar]  # what came with a request (app.core.evidence)
_SOURCES = {"letter": Source.LETTER, "phone": Source.PHONE}


def today() -> date:
    """The day in the shop's zone."""
    return clock.today(settings.current().brand.zone)


def told(by: By) -> dict[str, Any]:
    """Columns of something she tells us now: on her page, by phone or by letter."""
    return {"source": _SOURCES.get(by.method, Source.SELF).value, "source_detail": "", "obtained_on": today()}


def came_of(row: Provenance | Origin) -> list[str | None]:
    """[source, remark, day] of a row, as JSON keeps it."""
    return [row.source, row.source_detail, row.obtained_on.isoformat() if row.obtained_on else None]


def put_back(row: Provenance | Origin, came: list[str | None]) -> None:
    """Let a row have come from where it had come from before."""
    source, detail, day, *_more = came
    row.source, row.source_detail = source or Source.UNKNOWN.value, detail or ""
    row.obtained_on = date.fromisoformat(day) if day else None


def origin_of(person_id: int, field: str) -> list[str | None] | None:
    """[source, remark, day, recorded, corrected] of a value of the person row; None where nobody noted it."""
    row = session().get(Origin, (person_id, field))
    if row is None:
        return None
    return [*came_of(row), row.recorded_at.isoformat(), row.corrected_at.isoformat() if row.corrected_at else None]


def note_origin(person_id: int, field: str, by: By) -> None:
    """She told us this value; from now on no file changes it. Flushes."""
    row = session().get(Origin, (person_id, field)) or Origin(person_id=person_id, field=field)
    for name, value in told(by).items():
        setattr(row, name, value)
    row.recorded_at = row.corrected_at = clock.now()
    session().add(row)
    session().flush()


def restore_origin(person_id: int, field: str, came: list[str | None] | None) -> None:
    """Let a value of the person row have come from where it had come from before. Flushes."""
    row = session().get(Origin, (person_id, field))
    if row is None:
        return
    if came is None:
        session().delete(row)
    else:
        put_back(row, came)
        recorded, corrected = came[3], came[4]
        row.recorded_at = datetime.fromisoformat(recorded) if recorded else clock.now()
        row.corrected_at = datetime.fromisoformat(corrected) if corrected else None
    session().flush()


def ledger_act(by: By, wording: str, seen: Seen | None = None) -> Act:
    """The act in the ledger that goes with changes of the profile: one id for both, so that one undo takes back both."""
    return Act(by.method, "profile", by.actor, wording, evidence=dict(seen or {}), act_id=by.act_id)
