"""Who asked for a stop that others share. One who ends hers does not end another's."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from app.consent.acts import OFF, Act, Change
from app.consent.models import StopOwner
from app.core import clock
from app.core.database import session, table

_owners = table(StopOwner)


def note_owner(subject_id: str, scope: str, changes: Iterable[Change], act: Act, by_subject: str | None) -> None:
    """Who asks for it, also where it stands already; None: somebody who proved to be nobody. Flushes."""
    common = {"act_id": act.act_id, "subject_id": subject_id, "scope": scope, "by_subject": by_subject}
    rows = [{**common, "at": clock.now(), "purpose": change.purpose} for change in changes if change.state == OFF]
    if rows:
        session().execute(_owners.insert(), rows)


def owned(subject_id: str) -> list[tuple[str, str | None]]:
    """(purpose, who asked for it) of every such wish about a circle that was not taken back."""
    columns = select(_owners.c.purpose, _owners.c.by_subject)
    rows = session().execute(columns.where(_owners.c.subject_id == subject_id, _owners.c.lifted_at.is_(None)))
    return [(purpose, by_subject) for purpose, by_subject in rows]


def end_owned(subject_id: str, act_id: str, by_subject: str | None, *, everybody: bool = False) -> None:
    """Her wishes about a circle end with that act; `everybody`: all of them do. Flushes."""
    ended = update(_owners).where(_owners.c.subject_id == subject_id, _owners.c.lifted_at.is_(None))
    if not everybody:
        ended = ended.where(_owners.c.by_subject == by_subject)
    session().execute(ended.values(lifted_at=clock.now(), lifted_by_act_id=act_id))


def settle_owners(undone: str, act_id: str) -> None:
    """An act was undone by another: what it asked for ends, what it ended stands again. Flushes."""
    again = update(_owners).where(_owners.c.lifted_by_act_id == undone)
    session().execute(again.values(lifted_at=None, lifted_by_act_id=None))
    mine = update(_owners).where(_owners.c.act_id == undone, _owners.c.lifted_at.is_(None))
    session().execute(mine.values(lifted_at=clock.now(), lifted_by_act_id=act_id))
