"""The worker as a process of its own: it hears the bell, and it stops when told to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core.settings import ROOT
from tests.browser import Browser
from tests.databases import KEYS, outer_environment
from tests.sign_in import ask

STARTS_WITHIN = 30.0


def eventually(question: Callable[[], object], within: float = STARTS_WITHIN) -> bool:
    """Whether the answer becomes yes in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def start(database: str, tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """A function that starts a worker over the test's database."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(**environ: str) -> "subprocess.Popen[bytes]":
        own = {"DATABASE_URL": database, "INSTANCE_PATH": str(tmp_path / "instance")}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        log = (tmp_path / "worker.log").open("ab")
        started.append(
            subprocess.Popen(command, cwd=ROOT, env=outer_environment(KEYS | own | environ), stdout=log, stderr=log)
        )
        log.close()
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait(10)


def test_a_mail_is_handed_over_within_a_moment_of_its_cause(
    app: Flask, client: Browser, tmp_path: Path, start: Callable[..., "subprocess.Popen[bytes]"]
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


def test_what_was_posted_before_the_worker_started_is_found(
    client: Browser, tmp_path: Path, start: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    ask(client)
    (tmp_path / "instance" / "queue.db").unlink()
    start()
    assert eventually(lambda: list((tmp_path / "instance" / "inbox").glob("*.eml")))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_promptly_when_told_to(
    number: signal.Signals, app: Flask, tmp_path: Path, start: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    worker = start()
    assert eventually((tmp_path / "instance" / "queue.db").exists)
    time.sleep(1)
    os.kill(worker.pid, number)
    assert worker.wait(5) == 0


def test_a_wrong_setting_stops_the_start_with_one_line(
    tmp_path: Path, start: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    assert start(MAIL_URL="smtp://").wait(STARTS_WITHIN) != 0
    said = (tmp_path / "worker.log").read_text().strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("MAIL_URL is ")


def test_no_line_of_its_log_names_anybody(
    client: Browser, tmp_path: Path, start: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    ask(client)
    start()
    assert eventually(lambda: "handed_over" in (tmp_path / "worker.log").read_text())
    log = (tmp_path / "worker.log").read_text()
    assert "ann" not in log
    assert "@" not in log
