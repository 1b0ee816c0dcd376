"""A worker writes that it lives: a process of its own, and what is told of one that ended."""

import signal
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app import outbox
from app.core import clock
from app.core.database import session
from app.outbox import heartbeat
from app.outbox.heartbeat import EVERY, KEPT_FOR
from app.outbox.models import WorkerSeen
from tests.browser import Browser
from tests.outbox.office import Writer, a_letter
from tests.outbox.test_worker import eventually, start
from tests.sign_in import ask

__all__ = ["start"]


def workers() -> list[WorkerSeen]:
    """Every worker known, read anew."""
    session().rollback()
    found = select(WorkerSeen).order_by(WorkerSeen.started_at).execution_options(populate_existing=True)
    return list(session().scalars(found))


def test_a_worker_says_that_it_lives_and_its_end_is_told(
    app: Flask, app_context: None, client: Browser, start: Callable[..., "object"]
) -> None:
    process = start()
    assert eventually(workers)
    assert len(workers()[0].id) == 32
    process.send_signal(signal.SIGKILL)  # type: ignore[attr-defined]  # a Popen, which the fixture does not name
    process.wait(10)  # type: ignore[attr-defined]
    ask(client)
    with clock.set_to(clock.now() + timedelta(minutes=12)):
        said = outbox.find_stuck()
        assert said and said.because == "No worker has run for 12 minutes."
    start()
    assert eventually(lambda: len(workers()) == 2)
    assert eventually(lambda: outbox.find_stuck() is None)


def test_a_beat_is_written_once_in_its_time_with_the_last_mail(office: Flask, writer: Writer) -> None:
    begin = clock.now()
    with clock.set_to(begin):
        writer.post(a_letter())
        outbox.deliver_due()
    for later in (EVERY / 2, EVERY, EVERY * 3 / 2):
        with clock.set_to(begin + later):
            heartbeat.beat()
            session().commit()
    assert [(one.started_at, one.seen_at, one.handed_over_at) for one in workers()] == [(begin, begin + EVERY, begin)]


def test_workers_of_long_ago_are_forgotten(office: Flask) -> None:
    with clock.set_to(clock.now() - KEPT_FOR - timedelta(minutes=1)):
        session().add(WorkerSeen(id="a" * 32, started_at=clock.now(), seen_at=clock.now()))
    session().add(WorkerSeen(id="b" * 32, started_at=clock.now(), seen_at=clock.now()))
    session().commit()
    heartbeat.beat()
    session().commit()
    assert "a" * 32 not in {one.id for one in workers()}
    assert len(workers()) == 2
