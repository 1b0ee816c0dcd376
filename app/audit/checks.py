"""The last look at the whole trail, kept where a page can read it: following every chain is too slow for one."""

from __future__ import annotations

from sqlalchemy import func, select

from app.audit.models import AuditCheck, AuditNote
from app.audit.trail import verify_trail
from app.core import clock
from app.core.database import insert, reading, session, table

_ROW = 1


def check_trail() -> AuditCheck:
    """Follow every chain and keep what came of it. Flushes; reads in a transaction of its own."""
    at = clock.now()
    with reading():
        count = session().scalar(select(func.count()).select_from(AuditNote)) or 0
        faults = list(verify_trail())
    values = {"at": at, "notes": count, "faults": len(faults), "first_fault": faults[0][:200] if faults else ""}
    kept = insert(table(AuditCheck)).values(id=_ROW, **values)
    session().execute(kept.on_conflict_do_update(index_elements=["id"], set_=values))
    return AuditCheck(id=_ROW, **values)


def last_check() -> AuditCheck | None:
    """What the last check found, or None: there was none yet."""
    return session().get(AuditCheck, _ROW)
