"""The bell: says "message 17 is there", or "that job has work", to a worker, once, after the commit that made it so.

It carries ids only, signed, and keeps no results. The outbox table is the truth: a bell that is lost, because the queue is
away or a process was killed between commit and bell, costs the minute until the next sweep.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, SessionTransaction

from app.core.database import db, session
from app.core.keys import derive
from app.core.refusals import BadSetting
from app.core.settings import Settings
from app.outbox.jobs import deliver
from app.outbox.runner import application, run_job
from app.outbox.service import POSTED

log = logging.getLogger("sayso.outbox")

NAME = "sayso"
JOBS = "outbox_jobs"  # under this key a session remembers the jobs that have work once it commits
_lock = threading.Lock()


class Bell:
    """The queue of one application, and the two tasks in it. `huey` is for the worker."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.huey = make_queue(settings)
        self._delivered: Callable[[int], Any] = self.huey.task(name="deliver")(_delivering(app))
        self._ran: Callable[[str], Any] = self.huey.task(name="run")(_running(app))

    def ring(self, message_id: int) -> None:
        """Tell a worker."""
        self._delivered(message_id)

    def ring_job(self, name: str) -> None:
        """Tell a worker that a timed job has something to do before its time."""
        self._ran(name)


def run_soon(job_name: str) -> None:
    """Run that job once this transaction is committed, and not at its next minute. A lost bell costs that minute."""
    session().info.setdefault(JOBS, set()).add(job_name)


def _running(app: Flask) -> Callable[[str], None]:
    def running(job_name: str) -> None:
        for job in app.extensions["declarations"].jobs:
            if job.name == job_name:
                run_job(app, job)

    return running


def _delivering(app: Flask) -> Callable[[int], None]:
    def delivering(message_id: int) -> None:
        with app.app_context():
            deliver(message_id)

    return delivering


def bell() -> Bell:
    """The bell of the running application. Raises BadSetting where QUEUE_URL cannot be used."""
    app = application()
    with _lock:
        found: Bell | None = app.extensions.get("outbox_bell")
        if found is None:
            found = app.extensions["outbox_bell"] = Bell(app, app.extensions["settings"])
    return found


def make_queue(settings: Settings) -> Huey:
    """Huey over what QUEUE_URL names. Raises BadSetting."""
    secret = derive(settings.secret_keys[0], "queue").hex()
    common: dict[str, Any] = {"name": NAME, "results": False, "serializer": SignedSerializer(secret=secret)}
    scheme, url = settings.queue_url.partition(":")[0], settings.queue_url
    try:
        if scheme == "redis":
            return RedisHuey(url=url, **common)
        if scheme == "postgresql":
            return PostgresHuey(dsn=url, **common)
        return SqliteHuey(filename=_file(url), **common)
    except ConfigurationError:
        raise BadSetting(f"QUEUE_URL: {scheme} needs its Python package, which is not installed here.") from None


def _file(url: str) -> str:
    path = Path(make_url(url).database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    return str(path)


def _ring_after_commit(current: Session) -> None:
    """The one place where the bell rings. A released savepoint is no commit: its messages wait for the outer one."""
    if current.in_nested_transaction():
        return
    for message_id in current.info.pop(POSTED, ()):
        try:
            bell().ring(message_id)
        except Exception as error:  # noqa: BLE001 - the caller's work is committed; the sweep will find the message
            log.warning("the bell for message %s was lost: %s", message_id, type(error).__name__)
    for name in current.info.pop(JOBS, ()):
        try:
            bell().ring_job(name)
        except Exception as error:  # noqa: BLE001 - the job comes by itself within its minutes
            log.warning("the bell for the job %s was lost: %s", name, type(error).__name__)


def _forget_after_rollback(current: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        current.info.pop(POSTED, None)
        current.info.pop(JOBS, None)


event.listen(db.session, "after_commit", _ring_after_commit)
event.listen(db.session, "after_soft_rollback", _forget_after_rollback)
