"""CSV in and out (RFC 4180), as a stream.

Spreadsheets run cells that begin with `= + - @`, a line end, TAB or NUL as formulas, and some take the wide forms of East
Asia for the same signs (OWASP, CSV Injection), so what goes to a person's spreadsheet gets a leading quote. The quote
breaks matching (`+1@x.org` is a valid address), so files for machines are written raw.
"""

from __future__ import annotations

import csv
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TextIO

from app.core.refusals import BadQuestion

_FORMULA = frozenset("=+-@\t\0\r\n\uff1d\uff0b\uff0d\uff20")
MAX_CELL = 131_072
BATCH = 500


class BadFile(BadQuestion):
    """The file cannot be read as what it should be; the sentence names the line and the mend."""


@dataclass(frozen=True)
class Row:
    """One record: its number in the file (the header is line 1) and its cells by column, stripped."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


def guarded(cell: str) -> str:
    """A cell as text for a spreadsheet: a leading quote where it would run as a formula (ASVS 1.2.10)."""
    return "'" + cell if cell[:1] in _FORMULA else cell


def read_rows(stream: TextIO, *, needs: Iterable[str], knows: Iterable[str] | None = None) -> Iterator[Row]:
    """The records of a CSV stream with a header line. Column names are compared without case and spaces.

    Raises BadFile when a needed column is missing, a column is named twice, or a line does not parse.
    `knows` (None: anything) is the list of columns; an unknown one is refused, since a typo would lose data silently.
    """
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(_without_nul(stream), strict=True)
    try:
        header = [column_key(name) for name in next(reader, [])]
        _check_header(header, set(needs), None if knows is None else set(knows))
        for record in reader:
            if record and any(cell.strip() for cell in record):
                yield _row(reader.line_num, header, record)
    except csv.Error as err:
        raise BadFile(f"Line {reader.line_num}: {err}. Save the file as CSV (UTF-8) and try again.") from None
    except UnicodeDecodeError:
        raise BadFile(f"Near line {reader.line_num}: not UTF-8. Save the file as CSV (UTF-8) and try again.") from None


def column_key(name: str) -> str:
    """A column's name as it is compared."""
    return name.strip().lower().replace(" ", "_")


def _without_nul(stream: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(stream, start=1):
        if "\0" in line:
            raise BadFile(f"Line {number}: has a NUL character. Save the file as CSV (UTF-8) and try again.")
        yield line.removeprefix("\ufeff") if number == 1 else line  # spreadsheets begin UTF-8 files with a mark


def _check_header(header: list[str], needs: set[str], knows: set[str] | None) -> None:
    if not header:
        raise BadFile("The file is empty. The first line names the columns.")
    if missing := sorted(needs - set(header)):
        raise BadFile(f"Line 1: no column called {', '.join(missing)}.")
    if len(set(header)) != len(header):
        raise BadFile("Line 1: a column is named twice.")
    if knows is not None and (unknown := sorted(set(header) - knows)):
        raise BadFile(f"Line 1: unknown column {', '.join(unknown)}. Known: {', '.join(sorted(knows))}.")


def _row(line: int, header: list[str], record: list[str]) -> Row:
    if len(record) > len(header):
        raise BadFile(f"Line {line}: has {len(record)} cells, but the header names {len(header)} columns.")
    return Row(line, {name: cell.strip() for name, cell in zip(header, record, strict=False)})


class Writer:
    """Writes records with a fixed header. `for_people` guards formulas; files for machines stay raw."""

    def __init__(self, stream: TextIO, columns: Iterable[str], *, for_people: bool, header: bool = True) -> None:
        self._columns = list(columns)
        self._guard = guarded if for_people else str
        self._writer = csv.writer(stream, lineterminator="\r\n")
        if header:
            self._writer.writerow(self._columns)

    def write(self, cells: Mapping[str, str]) -> None:
        self._writer.writerow([self._guard(cells.get(column, "")) for column in self._columns])

    def write_in_order(self, rows: Iterable[Iterable[str]]) -> None:
        """Write many records whose cells stand in the order of the columns."""
        guard = self._guard
        self._writer.writerows([guard(cell) for cell in cells] for cells in rows)


@contextmanager
def reading_csv(path: Path) -> Iterator[TextIO]:
    """A CSV file as text: UTF-8, with or without the mark spreadsheets put in front."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield stream


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Write a file beside `path` and put it in its place at the end: nobody ever reads half a list."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as err:
        raise BadFile(f"{path} cannot be written: {err.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output as UTF-8, whatever the terminal's language is."""
    stream = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield stream
    finally:
        stream.flush()
        stream.detach()


def column_names(stream: TextIO) -> list[str]:
    """The names in the header line as they stand there. Raises BadFile."""
    try:
        return next(csv.reader(_without_nul(stream), strict=True), [])
    except (csv.Error, UnicodeDecodeError):
        raise BadFile("Line 1: not CSV in UTF-8. Save the file as CSV (UTF-8) and try again.") from None


def batches(rows: Iterable[Row], size: int = BATCH) -> Iterator[list[Row]]:
    """Rows in lists of `size`: what one short transaction takes."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hex: the name under which an interrupted import finds itself again."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
