"""Rows of one person that follow her into another record, by their column `person_id`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update

from app.core.database import Base, session, table
from app.core.personal_data import Holder, Move, Moved

_AT_ONCE = 500  # ids in one statement


def move_rows(model: type[Base]) -> Move:
    """Every row follows. For tables in which one person may have any number of rows, whatever another one has."""

    def there(gone: Holder, kept: Holder) -> Moved:
        return move_where(model, gone, kept)

    def back(gone: Holder, _kept: Holder, moved: Moved) -> None:
        move_back(model, gone, moved)

    return Move(there, back)


def move_where(model: type[Base], gone: Holder, kept: Holder, *only: ColumnElement[bool]) -> Moved:
    """Give the kept person the rows of the gone one that `only` names. Returns their ids. Flushes."""
    session().flush()
    rows = table(model)
    mine = select(rows.c.id).where(rows.c.person_id == gone.person_id, *only).order_by(rows.c.id)
    ids = list(session().execute(mine).scalars())
    _give(model, ids, kept)
    return ids


def move_back(model: type[Base], gone: Holder, ids: Sequence[int]) -> None:
    """Give those rows back, those that are there still. Flushes."""
    session().flush()
    _give(model, ids, gone)


def _give(model: type[Base], ids: Sequence[int], to: Holder) -> None:
    rows = table(model)
    for start in range(0, len(ids), _AT_ONCE):
        some = rows.c.id.in_(ids[start : start + _AT_ONCE])
        session().execute(update(rows).where(some).values(person_id=to.person_id))
    session().expire_all()


def move_by_subject(model: type[Base], column: str) -> Move:
    """Rows follow that name a subject in `column`."""

    def there(gone: Holder, kept: Holder) -> Moved:
        rows = table(model)
        mine = select(rows.c.id).where(rows.c[column] == gone.subject_id).order_by(rows.c.id)
        ids = list(session().execute(mine).scalars())
        _name(ids, kept)
        return ids

    def back(gone: Holder, _kept: Holder, moved: Moved) -> None:
        _name(moved, gone)

    def _name(ids: Sequence[int], who: Holder) -> None:
        rows = table(model)
        for start in range(0, len(ids), _AT_ONCE):
            some = rows.c.id.in_(ids[start : start + _AT_ONCE])
            session().execute(update(rows).where(some).values({column: who.subject_id}))
        session().expire_all()

    return Move(there, back)
