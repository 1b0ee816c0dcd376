"""The bell rings once for each message, after the commit, and losing it loses nothing."""

import importlib
import os
import socket
import time
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
from tests.outbox.office import Writer, a_letter, outcome_of, with_writer

bells = importlib.import_module("app.outbox.bell")  # the package's own `bell` is the function


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
    """What waits for a worker, as the queue holds it: the name of a job, or nothing for mail."""
    return [task.args for task in outbox.bell().huey.pending()]


def test_it_rings_once_after_the_commit_and_not_before(office: Flask) -> None:
    outbox.post("note", "1")
    outbox.post("once", "2")
    assert rung() == []
    session().commit()
    assert rung() == [()]
    session().commit()
    assert len(rung()) == 1


def test_a_savepoint_is_no_commit(office: Flask) -> None:
    with session().begin_nested():
        outbox.post("note", "1")
    assert rung() == []
    session().commit()
    assert rung() == [()]


def test_nothing_rings_for_what_was_rolled_back(office: Flask) -> None:
    outbox.post("note", "1")
    session().rollback()
    session().commit()
    assert rung() == []


def test_it_carries_nothing_of_the_message_and_a_signature(office: Flask, writer: Writer) -> None:
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


def test_a_queue_that_answers_nothing_holds_up_one_page_and_costs_no_message(
    make_app: Callable[..., Flask], writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bells, "ANSWERS_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as hole:  # it takes connections and never says a word
        app = with_writer(make_app(QUEUE_URL=f"redis://127.0.0.1:{hole.getsockname()[1]}/0"), writer)
        with app.app_context():
            began = time.monotonic()
            ids = [writer.post(a_letter()) for _ in range(20)]
            assert time.monotonic() - began < 5
            outbox.deliver_due()
            assert {outcome_of(each) for each in ids} == {Outcome.HANDED_OVER}


def test_after_a_while_it_is_rung_again(office: Flask, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bells, "DEAF_FOR", 0.0)
    outbox.bell().huey.storage.sql("alter table task rename to gone", commit=True)
    writer.post(a_letter())
    outbox.bell().huey.storage.sql("alter table gone rename to task", commit=True)
    writer.post(a_letter())
    assert rung() == [()]
