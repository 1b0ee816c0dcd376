"""The worker as a process of its own: it hears the bell, and it stops when told to."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.outbox.worker import STOP_WITHIN
from tests.browser import Browser
from tests.outbox.workers import STARTS_WITHIN, Start, eventually, workers
from tests.sign_in import ask


@pytest.fixture
def start(database: str, tmp_path: Path) -> Iterator[Start]:
    with workers(database, tmp_path) as begin:
        yield begin


def test_a_mail_is_handed_over_within_a_moment_of_its_cause(
    app: Flask, client: Browser, tmp_path: Path, start: Start
) -> None:
    inbox = tmp_path / "instance" / "inbox"
    start()
    ask(client)
    assert eventually(lambda: list(inbox.glob("*.eml")))
    for known in list(inbox.glob("*.eml")):
        known.unlink()
    asked_at = time.monotonic()
    ask(client)
    assert eventually(lambda: list(inbox.glob("*.eml")), within=10)
    assert time.monotonic() - asked_at < 5


def test_what_was_posted_before_the_worker_started_is_found(client: Browser, tmp_path: Path, start: Start) -> None:
    ask(client)
    (tmp_path / "instance" / "queue.db").unlink()
    start()
    assert eventually(lambda: list((tmp_path / "instance" / "inbox").glob("*.eml")))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_promptly_when_told_to(number: signal.Signals, app: Flask, tmp_path: Path, start: Start) -> None:
    worker = start()
    assert eventually((tmp_path / "instance" / "queue.db").exists)
    time.sleep(1)
    os.kill(worker.pid, number)
    assert worker.wait(STOP_WITHIN + 5) == 0


def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path: Path, start: Start) -> None:
    assert start(MAIL_URL="smtp://").wait(STARTS_WITHIN) != 0
    said = (tmp_path / "worker.log").read_text().strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("MAIL_URL is ")


def test_no_line_of_its_log_names_anybody(client: Browser, tmp_path: Path, start: Start) -> None:
    ask(client)
    start()
    assert eventually(lambda: "handed_over" in (tmp_path / "worker.log").read_text())
    log = (tmp_path / "worker.log").read_text()
    assert "ann" not in log
    assert "@" not in log
