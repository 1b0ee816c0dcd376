"""The bell rings once for each message, after the commit, and losing it loses nothing."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from app import outbox
from app.core.database import session
from app.core.refusals import BadSetting
from app.core.settings import Settings
from app.outbox import Outcome
from tests.databases import KEYS
from tests.outbox.office import Writer, a_letter, outcome_of, the_message, with_writer


@pytest.fixture
def queue_url(database: str, tmp_path: Path) -> Iterator[str]:
    """A queue of its own, of the same make as the database."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/a/queue.db"
        return
    name = f"queue_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
        yield str(make_url(database).set(database=name))
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def rung() -> list[tuple[object, ...]]:
    """The ids that wait for a worker, as the queue holds them."""
    return [task.args for task in outbox.bell().huey.pending()]


def test_it_rings_after_the_commit_and_not_before(office: Flask) -> None:
    outbox.post("note", "1")
    outbox.post("once", "2")
    assert rung() == []
    session().commit()
    assert rung() == [(the_message("1").id,), (the_message("2").id,)]
    session().commit()
    assert len(rung()) == 2


def test_a_savepoint_is_no_commit(office: Flask) -> None:
    with session().begin_nested():
        outbox.post("note", "1")
    assert rung() == []
    session().commit()
    assert rung() == [(the_message("1").id,)]


def test_nothing_rings_for_what_was_rolled_back(office: Flask) -> None:
    outbox.post("note", "1")
    session().rollback()
    session().commit()
    assert rung() == []


def test_it_carries_the_id_alone_and_a_signature(office: Flask, writer: Writer) -> None:
    writer.post(a_letter("ann@example.com"))
    (raw,) = outbox.bell().huey.storage.enqueued_items()
    assert b"ann@" not in raw
    assert b"ref0" not in raw
    with pytest.raises(ValueError, match="mismatch"):
        outbox.bell().huey.deserialize_task(raw[:-1] + bytes([raw[-1] ^ 1]))


def test_what_a_worker_hears_is_handed_over(office: Flask, writer: Writer) -> None:
    message_id = writer.post(a_letter())
    queue = outbox.bell().huey
    queue.execute(queue.dequeue())
    assert outcome_of(message_id) == Outcome.HANDED_OVER


def test_it_rings_in_the_queue_that_the_settings_name(
    queue_url: str, make_app: Callable[..., Flask], writer: Writer
) -> None:
    with with_writer(make_app(QUEUE_URL=queue_url), writer).app_context():
        message_id = writer.post(a_letter())
        queue = outbox.bell().huey
        queue.execute(queue.dequeue())
        queue.storage.close()
        assert outcome_of(message_id) == Outcome.HANDED_OVER


def test_a_lost_bell_costs_no_message(office: Flask, writer: Writer, caplog: pytest.LogCaptureFixture) -> None:
    outbox.bell().huey.storage.sql("drop table task", commit=True)
    message_id = writer.post(a_letter())
    assert "was lost" in caplog.text
    outbox.deliver_due()
    assert outcome_of(message_id) == Outcome.HANDED_OVER


def test_a_queue_of_unknown_make_stops_the_start() -> None:
    for wrong in ("nonsense", "mysql://host/x", "redis://", "sqlite://"):
        with pytest.raises(BadSetting, match="QUEUE_URL"):
            Settings.from_environ(KEYS | {"QUEUE_URL": wrong})


def test_a_job_with_work_is_rung_for_once_after_the_commit_and_never_after_a_rollback(office: Flask) -> None:
    outbox.run_soon("own-copy-build")
    session().rollback()
    outbox.run_soon("own-copy-build")
    outbox.run_soon("own-copy-build")
    assert rung() == []
    session().execute(text("SELECT 1"))
    session().commit()
    assert rung() == [("own-copy-build",)]
