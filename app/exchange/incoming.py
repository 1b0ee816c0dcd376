"""A file that can be brought in: how it is read, what refuses it whole, what a batch of it does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from app.core.csvfiles import Row
from app.core.feature import Touched
from app.exchange.columns import Columns
from app.exchange.scratch import Scratch
from app.exchange.verdicts import KEPT, REFUSED, VERDICTS, RowRefused, Verdict

T = TypeVar("T")


class Incoming(ABC, Generic[T]):
    """One file of a kind. A subclass says its `kind`, what its rows are about, how to read a row, and what rows do.

    `kind`: stands in the audit trail (`<kind>.import`) and with the run, at most 20 letters; hooks name it.
    `about`: the column that names what a row is about, and stands in the report. `kept`: what that verdict means here.
    `touched`: table → ids of rows that the last applied batch named, for hooks (`AfterImport`). `apply` sets it.
    """

    kind: str
    about: str = "email"
    kept: str = VERDICTS[KEPT]

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path, self.columns = path, columns
        self.touched: Touched = {}

    def rows(self) -> Iterable[Row]:
        """The records under our column names. Raises BadFile."""
        return self.columns.rows(self.path)

    def check(self, row: Row) -> None:
        """Refuse the whole file for what no single row can answer for. Sees each row before any is applied.

        Raises BadFile.
        """

    def checked(self) -> None:
        """Refuse the whole file now that all of it was seen. Raises BadFile."""

    @abstractmethod
    def read(self, row: Row) -> T:
        """A row as values, without asking the database. Raises RowRefused."""

    @abstractmethod
    def apply(self, rows: Sequence[T], store: Scratch | None) -> list[Verdict]:
        """Apply rows in their order, in a few statements for all of them; one verdict for each. Flushes.

        With a store (a dry run, or rows an earlier run has done) write nothing and say what would be: the store then
        keeps what earlier batches would have changed.
        """

    def ended(self, *, write: bool) -> list[Verdict]:
        """After the last row: verdicts about what the file does not list. Flushes."""
        return []

    def take(self, rows: Sequence[Row], store: Scratch | None) -> list[Verdict]:
        """The verdicts of a batch, in its order. Flushes; the entry point commits."""
        found = [self._read(row) for row in rows]
        said = iter(self.apply([one for one in found if not isinstance(one, Verdict)], store))
        return [one if isinstance(one, Verdict) else next(said) for one in found]

    def _read(self, row: Row) -> T | Verdict:
        try:
            return self.read(row)
        except RowRefused as why:
            return Verdict(row.line, row.get(self.about), REFUSED, str(why))
