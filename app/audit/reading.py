"""Reading the trail: by who, what, about what and when; newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from app.audit.models import AuditNote, AuditValue
from app.core.database import session

STAFF = "staff"
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Wanted:
    """What to read. Empty: anything. `act` and `about` also take the beginning of a name.

    `actor`: command, worker, `staff` (every member) or staff:<id>. `until` is not included.
    """

    actor: str = ""
    act: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Noted:
    """A note with what it changed: field, old, new."""

    id: int
    actor: str
    act: str
    about: str | None
    at: datetime
    values: list[tuple[str, str | None, str | None]] = field(default_factory=list)


def notes(wanted: Wanted, most: int, before: int | None = None) -> list[Noted]:
    """The newest `most` notes, or those older than the note `before`, with their values: two queries."""
    columns = (AuditNote.id, AuditNote.actor, AuditNote.act, AuditNote.about, AuditNote.at)
    newest = select(*columns).where(*_conditions(wanted)).order_by(AuditNote.id.desc()).limit(most)
    if before is not None:
        newest = newest.where(AuditNote.id < min(before, _LARGEST))
    found = {row.id: Noted(*row) for row in session().execute(newest)}
    values = select(AuditValue).where(AuditValue.note_id.in_(found)).order_by(AuditValue.id)
    for value in session().scalars(values) if found else ():
        found[value.note_id].values.append((value.field, value.old, value.new))
    return list(found.values())


def note_by_id(number: int, actor: str) -> Noted | None:
    """One note of that actor with its values, or None."""
    mine = notes(Wanted(actor=actor), 1, before=number + 1) if 0 < number < _LARGEST else []
    return mine[0] if mine and mine[0].id == number else None


def every_note(wanted: Wanted, batch: int = 500) -> Iterator[list[Noted]]:
    """All of them, newest first, in batches: each a read of its own, so that a slow reader holds nothing up."""
    before: int | None = None
    while rows := notes(wanted, batch, before):
        yield rows
        before = rows[-1].id


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.actor == STAFF:
        yield AuditNote.actor.startswith(f"{STAFF}:")
    elif wanted.actor:
        yield AuditNote.actor == wanted.actor
    if wanted.act:
        yield or_(AuditNote.act == wanted.act, AuditNote.act.startswith(f"{wanted.act}.", autoescape=True))
    if wanted.about:
        # Not LIKE: SQLite's knows no difference between a and A, PostgreSQL's does.
        yield func.substr(AuditNote.about, 1, len(wanted.about)) == wanted.about
    if wanted.since is not None:
        yield AuditNote.at >= wanted.since
    if wanted.until is not None:
        yield AuditNote.at < wanted.until
