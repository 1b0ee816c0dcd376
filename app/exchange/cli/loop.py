"""The one way a file comes in: checked whole, then applied in short committed batches from where it stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError

from app import audit
from app.core.csvfiles import Row, batches, file_digest
from app.core.database import reading, session
from app.core.feature import declared
from app.core.progress import bar
from app.exchange import runs
from app.exchange.incoming import Incoming
from app.exchange.scratch import Scratch, scratch
from app.exchange.verdicts import Report, Verdict, report

TRIES = 3


def bring_in(file: Incoming[Any], options: Mapping[str, str], verdicts: Path | None, *, dry_run: bool) -> None:
    """Check the file, apply it or say what would be, and print the sums.

    `options`: what makes a run of the same file another run. `verdicts`: where a CSV file with a verdict for each row
    shall stand. Raises BadFile before anything is written. Commits each batch.
    """
    with reading():
        count = _checked(file)
        session().rollback()
    with report(verdicts, file.about, file.kept) as found, scratch() as store:
        if dry_run:
            _preview(file, count, found, store)
        else:
            _apply(file, count, options, found, store)
    for one in found.refused:
        click.echo(f"Line {one.line}: refused: {one.detail}", err=True)
    click.echo(f"{'Nothing was written. ' if dry_run else ''}{found.summary()}")


def _checked(file: Incoming[Any]) -> int:
    """The first pass: shape, encoding, what refuses the whole file. How many rows."""
    count = 0
    for row in bar(file.rows(), label="Checking the file"):
        file.check(row)
        count += 1
    file.checked()
    return count


def _preview(file: Incoming[Any], count: int, found: Report, store: Scratch) -> None:
    for rows in batches(bar(file.rows(), label="Trying", length=count)):
        found.take(_tried(file, rows, store))
    with reading():
        found.take(file.ended(write=False))
        session().rollback()


def _tried(file: Incoming[Any], rows: Sequence[Row], store: Scratch) -> list[Verdict]:
    """The verdicts of a batch, read only."""
    with reading():
        verdicts = file.take(rows, store)
        session().rollback()
    session().expunge_all()
    return verdicts


def _apply(file: Incoming[Any], count: int, options: Mapping[str, str], found: Report, store: Scratch) -> None:
    """The second pass. Rows an interrupted run has done are only looked at, for their verdicts."""
    run = runs.open_run(file.kind, file_digest(file.path), options)
    run_id, done = run.id, run.rows_done
    session().commit()
    if done:
        click.echo(f"Going on after row {done}, where an earlier run of this file was interrupted.", err=True)
    rows = iter(bar(file.rows(), label="Importing", length=count))
    for batch in batches(islice(rows, done)):
        found.take(_tried(file, batch, store))
    for batch in batches(rows):
        done += len(batch)
        found.take(_committed(file, batch, run_id, done))
    found.take(file.ended(write=True))
    runs.finish(run_id)
    audit.note("command", f"{file.kind}.import", values={word: (None, str(n)) for word, n in found.counts.items()})
    session().commit()


def _committed(file: Incoming[Any], batch: Sequence[Row], run_id: int, done: int) -> list[Verdict]:
    """One batch in one transaction. Somebody signing in may add the same address a moment before: then once more."""
    for left in reversed(range(TRIES)):
        try:
            verdicts = file.take(batch, None)
            _tell(file)
            runs.advance(run_id, done)
            session().commit()
        except IntegrityError:
            session().rollback()
            if not left:
                raise
        else:
            session().expunge_all()
            return verdicts
    raise AssertionError("the last try returned or raised")


def _tell(file: Incoming[Any]) -> None:
    """What others do about the batch, in its transaction."""
    for hook in declared().after_imports if file.touched else ():
        if hook.kind == file.kind:
            hook.act(file.touched)
