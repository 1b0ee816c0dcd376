"""The lanes of a worker: threads that hand over what is due, each time the message whose turn it is.

The order stands in the table, so a sign-in mail overtakes any number that waits; one lane takes nothing else, so it doesn't
wait for a server that is slow with others either. The timed jobs run elsewhere and hold up no mail.
"""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask

from app.core.database import session
from app.outbox.jobs import WAKE, deliver_next

log = logging.getLogger("sayso.outbox")

FOR_ALL = 2
# How long a lane rests that finds nothing due and hears no bell: another machine's bell, a message whose time has come.
LOOK_EVERY = 5.0


class Lanes:
    """Of one process. They begin with `start`, and after `ask_to_stop` end with the mail in hand."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._changed = threading.Condition()
        self._rung = 0
        self._stopping = False
        self._threads: dict[str, threading.Thread] = {}

    def start(self) -> None:
        """Begin, or begin again those that broke off."""
        self.app.extensions[WAKE] = self.wake
        for name in ("at-once", *(f"lane-{number}" for number in range(FOR_ALL))):
            known = self._threads.get(name)
            if known is None or not known.is_alive():
                thread = threading.Thread(target=self._run, args=(name == "at-once",), name=name, daemon=True)
                self._threads[name] = thread
                thread.start()

    def wake(self) -> None:
        """Something may be due."""
        with self._changed:
            self._rung += 1
            self._changed.notify_all()

    def ask_to_stop(self) -> None:
        """Take nothing more."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def join(self, end: float) -> None:
        """Wait for what is in hand, up to that time of the monotonic clock."""
        for thread in self._threads.values():
            thread.join(max(0.0, end - time.monotonic()))

    def _run(self, at_once: bool) -> None:
        while not self._stopping:
            heard = self._rung
            if not self._looked(at_once):
                self._rest(heard)

    def _rest(self, heard: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._rung != heard, LOOK_EVERY)

    def _looked(self, at_once: bool) -> bool:
        """Whether there was something. A database that is away is looked for again after a rest."""
        with self.app.app_context():
            try:
                return deliver_next(at_once) is not None
            except Exception:
                session().rollback()
                log.exception("a lane could not look what is due")
                return False
