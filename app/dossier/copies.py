"""Copies of one's own data: asking for one, how far it is, taking it once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select, update

from app import links, outbox
from app.core import clock, settings
from app.core.database import insert, rows_touched, session, table
from app.core.feature import declared
from app.core.fields import open_bytes
from app.core.limits import Limit
from app.core.refusals import Refusal
from app.dossier.models import CopyPart, CopyRequest

A_DAY = 3
COPIES = Limit("own-copies", A_DAY, timedelta(days=1))
BUILD = "own-copy-build"  # the job that makes them
_requests, _parts = table(CopyRequest), table(CopyPart)


class CopyGone(Refusal):
    """That copy was taken, ran out, or never was this person's."""

    status = 410


def newest_of(person_id: int) -> CopyRequest | None:
    """The copy she asked for last, while its row is kept. One query."""
    mine = select(CopyRequest).where(CopyRequest.person_id == person_id, CopyRequest.ends_at > clock.now())
    return session().scalars(mine.order_by(CopyRequest.id.desc()).limit(1)).first()


def is_open(copy: CopyRequest | None) -> bool:
    """Whether one is being made or waits to be taken: then there is no other."""
    return copy is not None and copy.taken_at is None and copy.failed_at is None


def ask(person_id: int, destination_id: int) -> None:
    """Ask for a copy. One at a time: a second press, however soon, finds the first one's. Flushes."""
    forget_ended(person_id)
    now = clock.now()
    values = {
        "person_id": person_id,
        "destination_id": destination_id,
        "asked_at": now,
        "done": 0,
        "total": len(declared().personal_data),
        "tries": 0,
        "ends_at": now + links.OWN_COPY,
    }
    session().execute(insert(_requests).values(values).on_conflict_do_nothing())
    outbox.run_soon(BUILD)


def take(number: int, person_id: int) -> IO[bytes]:
    """The finished file, for exactly one caller ever; its pieces are deleted with that. Raises CopyGone. Flushes."""
    mine = (_requests.c.id == number, _requests.c.person_id == person_id, _requests.c.taken_at.is_(None))
    ready = (_requests.c.built_at.is_not(None), _requests.c.ends_at > clock.now())
    claimed = update(_requests).where(*mine, *ready).values(taken_at=clock.now())
    if not rows_touched(session().execute(claimed)):
        raise CopyGone(_("That copy is not here any more. It could be downloaded once, within a day."))
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 — sent after this, while no transaction waits for a slow reader
    for piece in _pieces(number):
        file.write(piece)
    file.seek(0)
    session().execute(delete(_parts).where(_parts.c.request_id == number))
    return file


def _pieces(number: int) -> Iterator[bytes]:
    ring = settings.current().field_keys
    ordered = select(_parts.c.place, _parts.c.sealed).where(_parts.c.request_id == number).order_by(_parts.c.place)
    for place, sealed in session().execute(ordered.execution_options(yield_per=4)):
        yield open_bytes(ring, purpose(number, place), sealed)


def purpose(number: int, place: int) -> str:
    """What a piece is sealed for: no other piece, and none of another copy, opens in its place."""
    return f"own-copy/{number}/{place}"


def forget_ended(person_id: int | None = None) -> int:
    """Delete copies whose day is over, of one person or of all. Returns how many. Flushes."""
    ended = _requests.c.ends_at <= clock.now()
    wanted = select(_requests.c.id).where(ended)
    return _delete(wanted if person_id is None else wanted.where(_requests.c.person_id == person_id))


def forget_of(*person_ids: int) -> int:
    """Delete every copy of these people, finished or not. Returns how many. Flushes."""
    return _delete(select(_requests.c.id).where(_requests.c.person_id.in_(person_ids)))


def _delete(wanted: Select[int]) -> int:
    numbers = list(session().execute(wanted).scalars())
    session().execute(delete(_parts).where(_parts.c.request_id.in_(numbers)))
    return rows_touched(session().execute(delete(_requests).where(_requests.c.id.in_(numbers))))
