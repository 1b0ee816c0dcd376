"""Making a copy in the background: one worker holds it by a lease, says how far it is, and keeps the file encrypted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from sqlalchemy import ColumnElement, Select, or_, select, update

from app import links, outbox
from app.core import clock, settings
from app.core.database import random_id, rows_touched, session, table
from app.core.fields import seal_bytes
from app.dossier.copies import purpose
from app.dossier.models import CopyPart, CopyRequest

LEASE = timedelta(minutes=2)  # renewed with each part; a killed worker's copy waits no longer than this
TRIES = 5
PIECE = 256 * 1024  # bytes
READY = "copy_ready"  # the kind of mail
_requests = table(CopyRequest)


class Lost(Exception):
    """Another worker holds the copy now, or it is not wanted any more."""


@dataclass(frozen=True)
class Claimed:
    """A copy this worker holds."""

    id: int
    person_id: int
    lease: str


def claim_next() -> Claimed | None:
    """Take the oldest copy that waits to be made. None: none does. Flushes."""
    for number, person_id in session().execute(_waiting()).all():
        lease = random_id()
        held = {"lease": lease, "leased_until": clock.now() + LEASE, "tries": _requests.c.tries + 1, "done": 0}
        if rows_touched(session().execute(update(_requests).where(_requests.c.id == number, *_free()).values(held))):
            return Claimed(number, person_id, lease)
    return None


def _waiting() -> Select[int, int]:
    return select(_requests.c.id, _requests.c.person_id).where(*_free()).order_by(_requests.c.id).limit(20)


def _free() -> tuple[ColumnElement[bool], ...]:
    now = clock.now()
    return (
        _requests.c.built_at.is_(None),
        _requests.c.failed_at.is_(None),
        _requests.c.ends_at > now,
        or_(_requests.c.leased_until.is_(None), _requests.c.leased_until <= now),
    )


def note_progress(copy: Claimed, done: int) -> None:
    """So many parts are written; the lease begins anew. Raises Lost. Flushes."""
    _note(copy, {"done": done, "leased_until": clock.now() + LEASE})


def note_broken(copy: Claimed) -> None:
    """It could not be made: tried again after the lease, TRIES times in all. Flushes."""
    gives_up = (_requests.c.id == copy.id, _requests.c.lease == copy.lease, _requests.c.tries >= TRIES)
    session().execute(update(_requests).where(*gives_up).values(failed_at=clock.now()))


def keep(copy: Claimed, file: IO[bytes], total: int) -> None:
    """Keep the finished file in encrypted pieces, and post the mail that says so. Raises Lost. Flushes."""
    now: datetime = clock.now()
    _note(copy, {"done": total, "total": total, "built_at": now, "ends_at": now + links.OWN_COPY, "lease": None})
    ring, place = settings.current().field_keys, 0
    while piece := file.read(PIECE):
        sealed = seal_bytes(ring, purpose(copy.id, place), piece)
        session().execute(table(CopyPart).insert(), {"request_id": copy.id, "place": place, "sealed": sealed})
        place += 1
    outbox.post(READY, str(copy.id))


def _note(copy: Claimed, values: dict[str, object]) -> None:
    mine = (_requests.c.id == copy.id, _requests.c.lease == copy.lease)
    if not rows_touched(session().execute(update(_requests).where(*mine).values(values))):
        raise Lost
