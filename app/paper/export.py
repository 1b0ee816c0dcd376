"""The postal export: who may get which paper mail, and whom the mail house must leave out, at one moment.

The same moment gives the same bytes, since every row is read as it stood then (`export_reading`). What was erased since does
not come again: erasing wins over repeating (docs/decisions/0015-postal-export.md).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self, TextIO, cast

from app.core import clock
from app.core.csvfiles import replacing
from app.core.progress import bar
from app.paper import export_batch, export_files
from app.paper.batch_models import PostalBatch
from app.paper.export_batch import Wanted
from app.paper.export_files import ADD, REMOVE, Sheet, WrittenFile
from app.paper.export_reading import RANGE, people_with_addresses, ranges, unnamed_stops
from app.paper.export_rows import Cells, View
from app.topics import TopicRules


@dataclass(frozen=True)
class Written:
    """Both files of a batch, the topics as they were read, and how many stops no row can name."""

    list: WrittenFile
    stops: WrittenFile
    rules: tuple[TopicRules, ...]
    unnamed: int


def write_files(wanted: Wanted, folder: Path, day: str) -> Written:
    """Write both files of a batch into a folder that is ready. Reads only; memory does not grow with the people."""
    names, rules = export_files.names_of(wanted, day), export_batch.rules_at(wanted.as_of)
    view = View(wanted.as_of, rules)
    with replacing(folder / names.list) as one, replacing(folder / names.stops) as two:
        listed, stops = export_files.list_sheet(one, wanted, day), export_files.stop_sheet(two, wanted, day)
        if wanted.since is None:
            for rows in _drawn(view.rows(*span) for span in ranges()):
                listed.write(rows.listed)
                stops.write(rows.stops)
        else:
            _write_delta(wanted, view, (one, listed), (two, stops))
    return Written(
        export_files.written_file(folder, names.list, "list", listed),
        export_files.written_file(folder, names.stops, "suppression", stops),
        rules,
        unnamed_stops(wanted.as_of),
    )


def _drawn(parts: Iterable[Any]) -> Iterator[Any]:
    length = -(-people_with_addresses() // RANGE)
    return bar(parts, label="Exporting", length=length)


def _write_delta(wanted: Wanted, view: View, listed: tuple[TextIO, Sheet], stops: tuple[TextIO, Sheet]) -> None:
    """What changed since the older batch. All that goes comes before anything that comes: a row of a household may pass
    from one of its people to another."""
    assert wanted.since is not None
    older = View(wanted.since.as_of, export_batch.rules_at(wanted.since.as_of))
    gone = export_batch.erased_between(wanted.since.as_of, wanted.as_of)
    erased = {record for record, _whose in gone}
    listed[1].write([_blank(listed[1], record) for record, whose in gone if whose == "person"], REMOVE)
    stops[1].write([_blank(stops[1], record, whose) for record, whose in gone], REMOVE)
    with _Later(*listed, wanted) as more_listed, _Later(*stops, wanted) as more_stops:
        for before, now in _drawn((older.rows(*span), view.rows(*span)) for span in ranges()):
            _compare(before.listed, now.listed, erased, listed[1], more_listed)
            _compare(before.stops, now.stops, erased, stops[1], more_stops)


def _blank(one: Sheet, record: str, whose: str = "") -> Cells:
    """A row that names nothing but the number of what was erased."""
    known = {"record": record, "scope": whose}
    return tuple(known.get(column, "") for column in one.columns)


def _compare(before: list[Cells], now: list[Cells], erased: set[str], at_once: Sheet, later: _Later) -> None:
    """Rows that went, and those that came. Of what was erased, the older batch's rows went by their number already."""
    older = [cells for cells in before if cells[-1] not in erased]
    had, has = set(older), set(now)
    at_once.write([cells for cells in older if cells not in has], REMOVE)
    later.write([cells for cells in now if cells not in had])


class _Later:
    """Rows that come, kept beside the file until all that go are written."""

    def __init__(self, stream: TextIO, one: Sheet, wanted: Wanted) -> None:
        self._stream, self._sheet = stream, one
        self._spool = cast(TextIO, TemporaryFile("w+", encoding="utf-8", newline=""))  # noqa: SIM115 — closed in __exit__
        self._target = export_files.writer_beside(self._spool, one, wanted)

    def __enter__(self) -> Self:
        return self

    def write(self, rows: Sequence[Cells]) -> None:
        """Keep these rows."""
        self._sheet.write(rows, ADD, self._target)

    def __exit__(self, *error: object) -> None:
        if not any(error):
            self._spool.seek(0)
            shutil.copyfileobj(self._spool, self._stream)
        self._spool.close()


def batch_of(wanted: Wanted, written: Written, by: str) -> PostalBatch:
    """The row that keeps what was written."""
    return PostalBatch(
        id=wanted.id,
        as_of=wanted.as_of,
        since=wanted.since.id if wanted.since else None,
        form=wanted.form,
        rules=export_batch.rules_as_json(written.rules),
        list_rows=written.list.rows,
        list_sha256=written.list.sha256,
        stop_rows=written.stops.rows,
        stop_sha256=written.stops.sha256,
        unnamed=written.unnamed,
        written_at=clock.now(),
        written_by=by,
    )


def difference(first: PostalBatch, written: Written) -> dict[str, Any] | None:
    """None where the files are what they were when the batch was first written; else what differs, and why."""
    if (first.list_sha256, first.stop_sha256) == (written.list.sha256, written.stops.sha256):
        return None
    erased = export_batch.erased_since(first.written_at)
    why = f"{erased} people were erased since; their rows do not come again" if erased else "unknown"
    return {
        "first_written_at": first.written_at.isoformat(),
        "list": {"rows": first.list_rows, "sha256": first.list_sha256},
        "suppression": {"rows": first.stop_rows, "sha256": first.stop_sha256},
        "erased_since": erased,
        "why": why,
    }
