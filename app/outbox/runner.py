"""Timed jobs: one run of one, and when each is due."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app

from app.core.database import session
from app.core.feature import Job

log = logging.getLogger("sayso.jobs")

_MINUTES_A_DAY = 24 * 60


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


def due_each(every_minutes: int) -> Callable[[datetime], bool]:
    """A question asked once a minute: is it time again? Yes at the first asking, so that what a standstill missed is made up.

    Days and hours are cut into slots from a fixed point, so a question that comes a second late skips nothing.
    """
    last: int | None = None

    def due(moment: datetime) -> bool:
        nonlocal last
        minutes = moment.toordinal() * _MINUTES_A_DAY + moment.hour * 60 + moment.minute
        slot = minutes // every_minutes
        last, before = slot, last
        return slot != before

    return due
