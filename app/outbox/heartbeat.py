"""The heartbeat: a worker writes that it lives, and when it last handed a mail over.

One row a process under a random id. From a thread of its own, so that a slow mail server or a busy queue is not taken for
a dead worker; what such a worker gets done, `stuck` tells.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import insert, random_id, session, table
from app.outbox.models import WorkerSeen

log = logging.getLogger("sayso.outbox")

EVERY = timedelta(seconds=15)
KEPT_FOR = timedelta(days=1)


@dataclass
class Pulse:
    """What this process knows of itself."""

    id: str = field(default_factory=random_id)
    started_at: datetime = field(default_factory=clock.now)
    beat_at: datetime | None = None
    handed_over_at: datetime | None = None


def beat() -> None:
    """Write that this process lives, at most once in EVERY. The first time it also forgets workers of long ago. Flushes."""
    pulse, now = _pulse(), clock.now()
    if pulse.beat_at is not None and abs(now - pulse.beat_at) < EVERY:
        return
    if pulse.beat_at is None:
        old = delete(WorkerSeen).where(WorkerSeen.seen_at < now - KEPT_FOR)
        session().execute(old.execution_options(synchronize_session=False))
    pulse.beat_at = now
    values = {"seen_at": now, "handed_over_at": pulse.handed_over_at}
    row = insert(table(WorkerSeen)).values(id=pulse.id, started_at=pulse.started_at, **values)
    session().execute(row.on_conflict_do_update(index_elements=["id"], set_=values))


def note_handed_over() -> None:
    """A mail left just now. Kept in memory until the next beat."""
    _pulse().handed_over_at = clock.now()


def _pulse() -> Pulse:
    found: Pulse = current_app.extensions.setdefault("outbox_pulse", Pulse())
    return found


class Heart:
    """Calls `act` (`jobs.live`) while its worker runs, also where no job runs any more."""

    def __init__(self, app: Flask, act: Callable[[], None]) -> None:
        self.app, self.act = app, act
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """From now on."""
        self._thread.start()

    def stop(self) -> None:
        """No more. Waits for a beat that is being written."""
        self._ended.set()
        self._thread.join(timeout=EVERY.total_seconds())

    def _run(self) -> None:
        while True:
            self._beat_once()
            if self._ended.wait(EVERY.total_seconds()):
                return

    def _beat_once(self) -> None:
        with self.app.app_context():
            try:
                self.act()
            except SQLAlchemyError as error:
                session().rollback()
                _pulse().beat_at = None
                log.warning("the worker could not write that it lives: %s", type(error).__name__)
