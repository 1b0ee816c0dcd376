"""When somebody gets her mail at another address: her marks and stops go with her.

The mark of the address she left goes on pointing to her, so that the stop link of an old mail stops her mail wherever it goes
now. It is marked as left: the gate lets nothing through to it as hers. Whoever shows later that the old mailbox is theirs
begins anew, under a subject of their own; stops on the address itself stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import literal, select, update

from app.core import clock
from app.core.database import UtcTime, insert, random_id, session, table
from app.suppression.marks import Mark, marks_of_address
from app.suppression.models import StoredFingerprint, Suppression

_marks, _rows = table(StoredFingerprint), table(Suppression)


def point_to(subject_id: str, marks: Collection[Mark]) -> None:
    """These marks, and no others of the subjects they had, stand for that subject from now on. Flushes."""
    mine = _marks.c.id.in_([mark.id for mark in marks])
    session().execute(update(_marks).where(mine).values(subject_id=subject_id, left_at=None))


def leave(marks: Collection[Mark]) -> None:
    """She gets her mail elsewhere from now on. Flushes."""
    mine = _marks.c.id.in_([mark.id for mark in marks])
    session().execute(update(_marks).where(mine).values(left_at=clock.now()))


def is_left(marks: Iterable[Mark]) -> bool:
    """Whether a destination with these marks is one that somebody left."""
    mine = _marks.c.id.in_([mark.id for mark in marks])
    return session().execute(select(_marks.c.id).where(mine, _marks.c.left_at.is_not(None))).first() is not None


def begin_anew(address: str) -> str:
    """The marks of an address get a subject of their own: whoever has it now is not who had it. Returns it. Flushes."""
    subject_id = random_id()
    point_to(subject_id, marks_of_address(address))
    return subject_id


def copy_stops(source: Collection[Mark], target: Collection[Mark]) -> None:
    """Every active stop on one of `source` holds on each of `target` too, with the same reason and act. Flushes.

    As of now: a mail platform that takes what is new must be told of it.
    """
    for mark in target:
        moment = literal(clock.now(), UtcTime)
        columns = (_rows.c.scope, _rows.c.topic_slug, _rows.c.reason, _rows.c.act_id)
        active = (_rows.c.fingerprint_id.in_([one.id for one in source]), _rows.c.lifted_at.is_(None))
        found = select(literal(mark.id), *columns, moment).where(*active)
        names = ["fingerprint_id", "scope", "topic_slug", "reason", "act_id", "created_at"]
        session().execute(insert(_rows).from_select(names, found).on_conflict_do_nothing())
