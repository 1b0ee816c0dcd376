"""Timed jobs run once in each slot of their time, however many workers keep it."""

import threading
from datetime import timedelta

from flask import Flask

from app.core import clock
from app.core.feature import Job
from app.outbox.runner import run_in_slot


def counting(seen: list[int], every: int = 5) -> Job:
    return Job("count", every, lambda: str(seen.append(1)))


def test_of_several_workers_one_runs_a_job_in_its_slot(app: Flask) -> None:
    seen: list[int] = []
    workers = [threading.Thread(target=run_in_slot, args=(app, counting(seen))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(seen) == 1


def test_the_next_slot_is_another_run(app: Flask) -> None:
    seen: list[int] = []
    moment = clock.now().replace(minute=0, second=1)
    for minutes in (0, 4, 5, 6, 10, 10):
        with clock.set_to(moment + timedelta(minutes=minutes)):
            run_in_slot(app, counting(seen))
    assert len(seen) == 3


def test_a_clock_that_runs_behind_runs_nothing_twice(app: Flask) -> None:
    seen: list[int] = []
    moment = clock.now().replace(minute=0, second=1)
    for minutes in (10, 4):
        with clock.set_to(moment + timedelta(minutes=minutes)):
            run_in_slot(app, counting(seen))
    assert len(seen) == 1


def test_a_clock_that_went_wrong_for_a_moment_stops_no_job_for_a_year(app: Flask) -> None:
    seen: list[int] = []
    moment = clock.now().replace(minute=0, second=1)
    for days in (365, 0):
        with clock.set_to(moment + timedelta(days=days)):
            run_in_slot(app, counting(seen))
    assert len(seen) == 2
