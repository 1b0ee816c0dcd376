"""`flask worker` and `flask jobs run`."""

from __future__ import annotations

import click
from flask.cli import AppGroup, with_appcontext

from app.core.feature import Job, declared
from app.core.refusals import BadQuestion
from app.outbox.runner import application, run_job
from app.outbox.worker import Worker

jobs = AppGroup("jobs", help="Timed jobs by hand.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Hand mails over and run the timed jobs, until Ctrl-C or a TERM signal."""
    Worker(application()).run()


@jobs.command("run")
@click.argument("name", required=False)
@click.pass_context
def run(context: click.Context, name: str | None) -> None:
    """Run the job NAME now, or each one in turn. One line each; exit 1 if one broke, 2 for an unknown name."""
    broken = 0
    for job in _wanted(name):
        said = run_job(application(), job)
        broken += said is None
        click.echo(f"{job.name}: {said or 'broke, see the log'}")
    context.exit(1 if broken else 0)


def _wanted(name: str | None) -> list[Job]:
    found = [job for job in declared().jobs if name in (None, job.name)]
    if not found:
        names = ", ".join(job.name for job in declared().jobs)
        raise BadQuestion(f"There is no job {name!r}. Jobs: {names}.")
    return found
