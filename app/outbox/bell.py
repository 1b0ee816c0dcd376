"""The bell: says "there is mail", or "that job has work", to a worker, once, after the commit that made it so.

It carries names of jobs only, signed, and keeps no results. The outbox table is the truth: a bell that is lost, because the
queue is away or a process was killed between commit and bell, costs the seconds until a worker looks by itself.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis
from flask import Flask
from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, SessionTransaction

from app.core.database import db, session
from app.core.keys import derive
from app.core.refusals import BadSetting
from app.core.settings import Settings
from app.outbox.jobs import deliver_due
from app.outbox.runner import application, run_job
from app.outbox.service import POSTED

log = logging.getLogger("sayso.outbox")

NAME = "sayso"
# Seconds. A page waits no longer for a queue that is away. More than the second a worker listens in one go.
ANSWERS_WITHIN = 2
DEAF_FOR = 30.0
DEAF = "outbox_deaf_until"
JOBS = "outbox_jobs"  # under this key a session remembers the jobs that have work once it commits
_lock = threading.Lock()


class Bell:
    """The queue of one application, and the two tasks in it. `huey` is for the worker."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.huey = make_queue(settings)
        self._looked: Callable[[], Any] = self.huey.task(name="mail")(_looking(app))
        self._ran: Callable[[str], Any] = self.huey.task(name="run")(_running(app))

    def ring(self) -> None:
        """Tell a worker that mail waits. Which, the outbox says."""
        self._looked()

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


def _looking(app: Flask) -> Callable[[], None]:
    def looking() -> None:
        with app.app_context():
            deliver_due()

    return looking


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
            return RedisHuey(connection_pool=_redis(url), **common)
        if scheme == "postgresql":
            return PostgresHuey(
                dsn=url, connect_timeout=ANSWERS_WITHIN, tcp_user_timeout=ANSWERS_WITHIN * 1000, **common
            )
        return SqliteHuey(filename=_file(url), **common)
    except ValueError:
        raise BadSetting("QUEUE_URL: Redis is written as redis://host:port/0.") from None
    except ConfigurationError:
        raise BadSetting(f"QUEUE_URL: {scheme} needs its Python package, which is not installed here.") from None


def _redis(url: str) -> redis.ConnectionPool:
    return redis.ConnectionPool.from_url(
        url, socket_connect_timeout=ANSWERS_WITHIN, socket_timeout=ANSWERS_WITHIN, retry=Retry(NoBackoff(), 0)
    )


def _file(url: str) -> str:
    path = Path(make_url(url).database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    return str(path)


def _ring_after_commit(current: Session) -> None:
    """The one place where the bell rings. A released savepoint is no commit: its messages wait for the outer one."""
    if current.in_nested_transaction():
        return
    if posted := current.info.pop(POSTED, ()):
        _tell(f"message {posted[0]}", _ring)
    for name in current.info.pop(JOBS, ()):
        _tell(f"the job {name}", functools.partial(_ring_job, name))


def _ring() -> None:
    bell().ring()


def _ring_job(name: str) -> None:
    bell().ring_job(name)


def _tell(what: str, ring: Callable[[], None]) -> None:
    """Ring, if the queue lately was not deaf: one that does not answer holds up one page in DEAF_FOR, and not each."""
    known = application().extensions
    if (deaf_until := known.get(DEAF)) is not None:
        if time.monotonic() < deaf_until:
            return
        known[DEAF] = time.monotonic() + DEAF_FOR  # one thread asks whether it hears again
    try:
        ring()
        known[DEAF] = None
    except Exception as error:  # noqa: BLE001 - the caller's work is committed, and what waits is looked for without a bell
        known[DEAF] = time.monotonic() + DEAF_FOR
        log.warning("the bell for %s was lost: %s", what, type(error).__name__)


def _forget_after_rollback(current: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        current.info.pop(POSTED, None)
        current.info.pop(JOBS, None)


event.listen(db.session, "after_commit", _ring_after_commit)
event.listen(db.session, "after_soft_rollback", _forget_after_rollback)
