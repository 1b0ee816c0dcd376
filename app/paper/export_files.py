"""The folder of a batch: two CSV files, each whole or not there, and a manifest that comes last."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from app.channels import POST_VERSION
from app.core.csvfiles import Writer, file_digest, replacing
from app.core.fingerprints import POST_NORMALISER
from app.core.refusals import Refusal
from app.paper.export_batch import RAW, Wanted
from app.paper.export_rows import LIST, REASONS, STOPS, Cells

MANIFEST = "manifest.json"
HEAD = ("batch", "effective_date")
CHANGE = "change"
ADD, REMOVE = "add", "remove"
_OURS = re.compile(
    r"\.?\d{4}-\d\d-\d\d-(P-[0-9TZ.]+(?:-since-[0-9TZ.]+)?(?:-raw)?)-(?:list|suppression)\.csv(?:\.part)?"
)
_CELLS = {
    "spreadsheet": "a cell a spreadsheet would run as a formula has a quote (') before it; --raw leaves it out",
    "raw": "as they are, for machines: do not open in a spreadsheet",
}


class FolderTaken(Refusal):
    """The folder holds something else."""


@dataclass(frozen=True)
class Names:
    """What the two files of a batch are called."""

    list: str
    stops: str


def names_of(wanted: Wanted, day: str) -> Names:
    """Dated, so that they sort; with the batch, so that two never meet."""
    return Names(f"{day}-{wanted.id}-list.csv", f"{day}-{wanted.id}-suppression.csv")


def make_ready(folder: Path, batch_id: str) -> None:
    """Make the folder, or see that nothing in it is lost: only this batch, or what a killed run left, may be in there.

    A manifest goes first, since it says that the batch is whole. Raises FolderTaken.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = sorted(one.name for one in folder.iterdir())
        left = [one for one in there if _OURS.fullmatch(one)]
        others = [one for one in there if one not in left and one not in (MANIFEST, f".{MANIFEST}.part")]
        if others or (MANIFEST in there and _batch_in(folder) != batch_id):
            what = others[0] if others else f"the batch {_batch_in(folder) or 'of another program'}"
            raise FolderTaken(f"{folder} holds {what}. Give each batch a folder of its own.")
        for name in (MANIFEST, f".{MANIFEST}.part", *left):
            (folder / name).unlink(missing_ok=True)
    except OSError as err:
        raise FolderTaken(f"{folder} cannot be used: {err.strerror}.") from None


def _batch_in(folder: Path) -> str | None:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return str(found["batch"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


@dataclass
class Sheet:
    """One file as it is written: rows in, and how many of each kind there were. `count_by`: a column."""

    writer: Writer
    columns: tuple[str, ...]
    head: tuple[str, ...]
    count_by: str
    rows: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def write(self, rows: Sequence[Cells], change: str = "", writer: Writer | None = None) -> None:
        """Write these rows, as changes of that kind in a delta; with `writer`, to another stream."""
        first = (change, *self.head) if change else self.head
        (writer or self.writer).write_in_order((*first, *cells) for cells in rows)
        place = self.columns.index(self.count_by)
        self.rows += len(rows)
        self.kinds.update(f"{change} {cells[place]}".strip() for cells in rows)


def _writer(stream: TextIO, columns: tuple[str, ...], wanted: Wanted, *, header: bool) -> Writer:
    first = (CHANGE,) if wanted.since is not None else ()
    return Writer(stream, (*first, *HEAD, *columns), for_people=wanted.form != RAW, header=header)


def writer_beside(stream: TextIO, one: Sheet, wanted: Wanted) -> Writer:
    """A writer of rows of that sheet into another stream, without a header line."""
    return _writer(stream, one.columns, wanted, header=False)


def sheet(stream: TextIO, columns: tuple[str, ...], wanted: Wanted, day: str, count_by: str) -> Sheet:
    """A file with its header line."""
    writer = _writer(stream, columns, wanted, header=True)
    return Sheet(writer, columns, (wanted.id, day), count_by)


def list_sheet(stream: TextIO, wanted: Wanted, day: str) -> Sheet:
    """The list, counted by topic."""
    return sheet(stream, LIST, wanted, day, "topic")


def stop_sheet(stream: TextIO, wanted: Wanted, day: str) -> Sheet:
    """The suppression file, counted by whose stop it is."""
    return sheet(stream, STOPS, wanted, day, "scope")


@dataclass(frozen=True)
class WrittenFile:
    """A file as it lies there."""

    name: str
    what: str
    rows: int
    counts: dict[str, int]
    size: int
    sha256: str


def written_file(folder: Path, name: str, what: str, one: Sheet) -> WrittenFile:
    """Read it once more from the disk: what counts is what lies there."""
    path = folder / name
    return WrittenFile(name, what, one.rows, dict(sorted(one.kinds.items())), path.stat().st_size, file_digest(path))


def manifest(
    wanted: Wanted, day: str, files: Iterable[WrittenFile], unnamed: int, repeated: dict[str, Any] | None
) -> dict[str, Any]:
    """What the manifest says: the same for the same moment, unless the files are not what they were (`repeated`)."""
    return {
        "batch": wanted.id,
        "kind": "full" if wanted.since is None else "delta",
        "as_of": wanted.as_of.isoformat(),
        "effective_date": day,
        "since": wanted.since.id if wanted.since else None,
        "files": [
            {
                "name": one.name,
                "what": one.what,
                "rows": one.rows,
                "bytes": one.size,
                "sha256": one.sha256,
                "topics" if one.what == "list" else "scopes": one.counts,
            }
            for one in files
        ],
        "stops_we_cannot_name": unnamed,
        "reasons": REASONS,
        "cells": _CELLS[wanted.form],
        "postal_keys": [POST_NORMALISER, POST_VERSION],
        "not_as_first_written": repeated,
    }


def write_manifest(folder: Path, what: dict[str, Any]) -> None:
    """Put it there in one step, after everything it names."""
    with replacing(folder / MANIFEST) as stream:
        json.dump(what, stream, indent=2, ensure_ascii=False)
        stream.write("\n")
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
