"""A batch as a file: the same rows as when it was handed over."""

from __future__ import annotations

from io import TextIOWrapper
from typing import IO

from app import suppression
from app.core.csvfiles import Writer
from app.suppression import SuppressionBatch


def write_batch(batch: SuppressionBatch, target: IO[bytes]) -> None:
    """Write a batch as the command does, raw for machines, row by row.

    As it stood then: what was lifted since stands as a stop, and comes lifted in a later batch. What is missing was erased
    since. A stop whose transaction was still open then may come too; one stop more does no harm.
    """
    stream = TextIOWrapper(target, encoding="utf-8", newline="")
    writer = Writer(stream, suppression.export_columns(batch.form), for_people=False)
    for row in suppression.export_rows(batch.form, batch.since, batch.until):
        writer.write(row)
    stream.flush()
    stream.detach()


def name_of(batch: SuppressionBatch) -> str:
    """What the file is called."""
    return f"stops-{batch.sender}-{batch.id}.csv"
