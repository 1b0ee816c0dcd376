"""The worker: lanes that hand mail over, and huey's consumer, which hears the bell and keeps the time of the jobs."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from types import FrameType

from flask import Flask
from huey.api import Huey

from app.core.feature import Job, declared
from app.outbox.bell import bell
from app.outbox.heartbeat import Heart
from app.outbox.jobs import live
from app.outbox.lanes import Lanes
from app.outbox.runner import due_each, run_in_slot
from app.outbox.transports import transport

THREADS = 2
# How long a bell may wait to be heard where the queue has to be asked for it (SQLite).
LISTEN_EVERY = 0.5
LOOK_EVERY = 0.2
CHECK_EVERY = 10.0
# A mail in hand is finished; the process that started us waits a little longer than this.
STOP_WITHIN = 10


class Worker:
    """One consumer and the wish to stop."""

    def __init__(self, app: Flask) -> None:
        self.stopping = False
        self.heart = Heart(app, live)
        # Both refuse a wrong setting here, before anything runs.
        self.transport, queue = transport(), bell().huey
        self.lanes = Lanes(app)
        for job in declared().jobs:
            _keep_time(queue, app, job)
        self.consumer = queue.create_consumer(
            workers=THREADS, max_delay=LISTEN_EVERY, shutdown_timeout=STOP_WITHIN, check_worker_health=False
        )

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """A signal handler: only notes the wish, `run` does the rest."""
        self.stopping = True

    def run(self) -> None:
        """Work until a signal says stop, then finish what is in hand."""
        self.consumer.start()
        self.heart.start()
        self.lanes.start()
        # After its start: the consumer sets handlers of its own, and one of them drops what is in hand.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        checked_at = time.monotonic()
        while not self.stopping:
            time.sleep(LOOK_EVERY)
            if time.monotonic() - checked_at > CHECK_EVERY:
                self.consumer.check_worker_health()
                self.lanes.start()
                checked_at = time.monotonic()
        end = time.monotonic() + STOP_WITHIN
        self.lanes.ask_to_stop()
        self.consumer.stop(graceful=True)
        self.lanes.join(end)
        self.heart.stop()
        self.transport.close()


def _keep_time(queue: Huey, app: Flask, job: Job) -> None:
    queue.periodic_task(due_each(job.every_minutes), name=f"job-{job.name}")(_running(app, job))


def _running(app: Flask, job: Job) -> Callable[[], None]:
    def running() -> None:
        run_in_slot(app, job)

    return running
