"""Timed jobs: one run of one, and when each is due."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import or_

from app.core import clock
from app.core.database import db, insert, session, table
from app.core.feature import Job
from app.outbox.models import JobRun

log = logging.getLogger("sayso.jobs")

_MINUTES_A_DAY = 24 * 60
# A run from further ahead than this was noted by a clock that was wrong, and holds up nobody.
WRONG_CLOCK = timedelta(hours=1)


def application() -> Flask:
    """The running application itself, for threads that push a context of their own."""
    return cast(Flask, cast(Any, current_app)._get_current_object())


def run_job(app: Flask, job: Job) -> str | None:
    """What the job says it did, in an application context and transactions of its own. None: it broke; the log says where."""
    with app.app_context():
        try:
            return job.act()
        except Exception:  # one job's fault is no reason for the others to rest
            session().rollback()
            log.exception("the job %s broke", job.name)
            return None


def run_in_slot(app: Flask, job: Job) -> str | None:
    """As `run_job`, but once in each slot of its time: every worker keeps the time. None also where another one ran it."""
    with app.app_context():
        if not has_slot(job):
            return None
    return run_job(app, job)


def has_slot(job: Job) -> bool:
    """Take the job's present slot, in a transaction of its own. True for one worker."""
    row, now = table(JobRun), clock.now()
    slot = _minutes(now) // job.every_minutes
    mine = insert(row).values(name=job.name, slot=slot, at=now)
    free = or_(row.c.slot < slot, row.c.at > now + WRONG_CLOCK)
    newer = mine.on_conflict_do_update(index_elements=["name"], set_={"slot": slot, "at": now}, where=free)
    with db.engine.begin() as connection:
        return connection.execute(newer.returning(row.c.slot)).first() is not None


def _minutes(moment: datetime) -> int:
    return moment.toordinal() * _MINUTES_A_DAY + moment.hour * 60 + moment.minute


def due_each(every_minutes: int) -> Callable[[datetime], bool]:
    """A question asked once a minute: is it time again? Yes at the first asking, so that what a standstill missed is made up.

    Days and hours are cut into slots from a fixed point, so a question that comes a second late skips nothing.
    """
    last: int | None = None

    def due(moment: datetime) -> bool:
        nonlocal last
        slot = _minutes(moment) // every_minutes
        last, before = slot, last
        return slot != before

    return due
