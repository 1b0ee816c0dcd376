"""An import that is killed goes on where it stopped."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import consent
from app.core.csvfiles import BATCH
from app.core.database import reading, session
from app.exchange.models import ImportRun
from app.people import Person
from tests.databases import KEYS, outer_environment
from tests.exchange.desk import Desk, words
from tests.exchange.test_people_import import no, weekly, yes
from tests.postgres import ROOT

SIZE = 5 * BATCH


def rows() -> list[dict[str, str]]:
    return [(yes if number % 3 else no)(f"p{number}@example.com") for number in range(SIZE)]


@pytest.fixture
def killed(desk: Desk, database: str, tmp_path: Path) -> int:
    """How far a real process got before `kill -9`."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "people", "import", desk.file(rows())]
    environ = outer_environment(KEYS | {"DATABASE_URL": database, "INSTANCE_PATH": str(tmp_path / "instance")})
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL) as process:
        while not rows_done() and process.poll() is None:
            time.sleep(0.005)
        process.kill()
    return rows_done()


def rows_done() -> int:
    with reading():  # a writer would stand in the import's way
        done = session().scalar(select(func.max(ImportRun.rows_done))) or 0
        session().rollback()
    return done


def counts() -> tuple[int, ...]:
    return tuple(session().scalar(select(func.count()).select_from(one)) or 0 for one in (Person, consent.ConsentEntry))


def test_a_killed_import_goes_on_after_its_last_committed_batch(desk: Desk, killed: int) -> None:
    assert 0 < killed < SIZE
    assert killed % BATCH == 0
    assert counts() == (killed, killed), "whole batches, each once"
    verdicts = words(desk.import_people(rows()))
    assert verdicts[:killed] == ["unchanged"] * killed
    assert verdicts[killed:] == ["added"] * (SIZE - killed)
    assert counts() == (SIZE, SIZE)
    assert (weekly("p1@example.com"), weekly("p0@example.com")) == ("yes chosen", "no suppressed_topic")
    assert session().scalars(select(ImportRun)).one().finished_at is not None
    assert not [*consent.ledger_faults(), *consent.projection_faults()]


def test_another_file_or_other_options_are_another_run(desk: Desk, killed: int) -> None:
    assert words(desk.import_people([yes("ann@example.com")])) == ["added"]
    assert "Going on after" not in desk.run("people", "import", desk.file([yes("bea@example.com")])).stderr


def test_a_finished_run_begins_anew(desk: Desk, app: Flask) -> None:
    for _again in range(2):
        assert "Going on after" not in desk.run("people", "import", desk.file([yes("ann@example.com")])).stderr
    assert len(session().scalars(select(ImportRun)).all()) == 2
