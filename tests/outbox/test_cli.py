"""`flask jobs run` and when each job is due."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result
from flask import Flask

from app.core.database import session
from app.core.feature import Declarations, Feature, Job
from app.features import FEATURES
from app.outbox.runner import due_each, run_job
from app.topics import every_topic


def jobs_run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["jobs", "run", *arguments])


def with_job(app: Flask, act: Callable[[], str]) -> Job:
    job = Job("tests-own", 1, act)
    app.extensions["declarations"] = Declarations((*FEATURES, Feature("tests", jobs=(job,))))
    return job


def break_it() -> str:
    every_topic()[0].title = "half done"
    session().flush()
    raise ValueError("ann@example.com")


def test_one_job_is_run_by_its_name(app: Flask) -> None:
    result = jobs_run(app, "outbox-sweep")
    assert (result.exit_code, result.stdout) == (0, "outbox-sweep: nothing is due\n")


def test_without_a_name_every_job_is_run_with_a_line_each(app: Flask) -> None:
    result = jobs_run(app)
    assert result.exit_code == 0
    assert [line.partition(":")[0] for line in result.stdout.splitlines()] == [
        job.name for feature in FEATURES for job in feature.jobs
    ]


def test_an_unknown_name_is_a_bad_question(app: Flask) -> None:
    result = jobs_run(app, "nonsense")
    assert result.exit_code == 2
    assert "outbox-sweep" in result.stderr


def test_every_job_can_be_repeated(app: Flask) -> None:
    assert [jobs_run(app).exit_code for _ in range(2)] == [0, 0]


def test_a_job_that_breaks_leaves_nothing_half_done_and_stops_no_other(app: Flask) -> None:
    with_job(app, break_it)
    result = jobs_run(app)
    assert result.exit_code == 1
    assert "tests-own: broke" in result.stdout
    assert "outbox-sweep: nothing is due" in result.stdout
    with app.app_context():
        assert "half done" not in {topic.title for topic in every_topic()}


def test_a_job_has_a_context_of_its_own(app: Flask) -> None:
    with app.app_context():
        mine = session()
        assert run_job(app, with_job(app, lambda: str(session() is mine))) == "False"


@pytest.mark.parametrize(("every", "runs"), [(1, 1440), (60, 24), (24 * 60, 1)])
def test_a_job_is_due_as_often_as_it_says(every: int, runs: int) -> None:
    due, start = due_each(every), datetime(2026, 8, 15, tzinfo=UTC)
    assert sum(due(start + timedelta(minutes=minute)) for minute in range(1440)) == runs


def test_a_question_that_comes_late_skips_no_run() -> None:
    due, start = due_each(60), datetime(2026, 8, 15, 10, tzinfo=UTC)
    asked = [
        start,
        start + timedelta(minutes=59, seconds=59),
        start + timedelta(minutes=61),
        start + timedelta(hours=5),
    ]
    assert [due(moment) for moment in asked] == [True, False, True, True]
