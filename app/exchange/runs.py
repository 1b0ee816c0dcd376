"""Import runs: a file finds itself again by its hash and options, and goes on after its last committed batch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import select, update

from app.core import clock
from app.core.database import insert, session, table
from app.exchange.models import ImportRun

_runs = table(ImportRun)
OPTIONS_LENGTH = 200


def open_run(kind: str, file_sha256: str, options: Mapping[str, str]) -> ImportRun:
    """The unfinished run of this file with these options, or a new one. Flushes."""
    key = {"kind": kind, "file_sha256": file_sha256, "options": options_text(options)}
    new = insert(_runs).values({**key, "started_at": clock.now(), "rows_done": 0})
    session().execute(new.on_conflict_do_nothing())
    statement = select(ImportRun).filter_by(**key).where(ImportRun.finished_at.is_(None))
    return session().scalars(statement.execution_options(populate_existing=True)).one()


def options_text(options: Mapping[str, str]) -> str:
    """Options in one form; a long one as its hash."""
    text = json.dumps(dict(options), sort_keys=True, ensure_ascii=False)
    return text if len(text) <= OPTIONS_LENGTH else hashlib.sha256(text.encode()).hexdigest()


def advance(run_id: int, rows_done: int) -> None:
    """So many rows are done, in the transaction that did them. Never backwards, if two commands import one file."""
    statement = update(_runs).where(_runs.c.id == run_id, _runs.c.rows_done < rows_done)
    session().execute(statement.values(rows_done=rows_done))


def finish(run_id: int) -> None:
    """The whole file is done. Flushes."""
    session().execute(update(_runs).where(_runs.c.id == run_id).values(finished_at=clock.now()))


def was_finished(kind: str) -> bool:
    """Whether a file of that kind was ever imported to its end."""
    statement = select(ImportRun.id).where(ImportRun.kind == kind, ImportRun.finished_at.is_not(None))
    return session().execute(statement.limit(1)).first() is not None
