"""What became of each row, and the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from app.core.csvfiles import Writer, replacing

ADDED, UPDATED, UNCHANGED, KEPT, REFUSED = "added", "updated", "unchanged", "kept", "refused"
# What each verdict means, for `--help` and the docs.
VERDICTS = {
    ADDED: "new to us",
    UPDATED: "something was new or differed",
    UNCHANGED: "all of it was here already",
    KEPT: "stopped here by the person's own choice or an earlier stop; a file never turns that back on",
    REFUSED: "the row cannot be used; the detail says why",
}
COLUMNS = ("line", "email", "verdict", "detail")


class RowRefused(Exception):
    """One row cannot be used. `args[0]` says why; the rest of the file goes on."""


@dataclass(frozen=True)
class Verdict:
    """What became of one row."""

    line: int
    email: str
    word: str
    detail: str = ""


class Report:
    """Writes verdicts to a file for people, if one is wanted, and counts them."""

    def __init__(self, writer: Writer | None) -> None:
        self._writer = writer
        self.counts: Counter[str] = Counter()
        self.refused: list[Verdict] = []

    def take(self, verdicts: Iterable[Verdict]) -> None:
        """Count, write, and remember the first refused rows for the screen."""
        for one in verdicts:
            self.counts[one.word] += 1
            if one.word == REFUSED and len(self.refused) < 5:
                self.refused.append(one)
            if self._writer is not None:
                cells = (str(one.line), one.email, one.word, one.detail)
                self._writer.write(dict(zip(COLUMNS, cells, strict=True)))

    def summary(self) -> str:
        """`12 rows: 9 added, 1 kept (…), 2 refused.`"""
        parts = [f"{self.counts[word]} {word}" for word in VERDICTS if self.counts[word]]
        text = f"{self.counts.total()} rows: {', '.join(parts) or 'nothing to do'}."
        return f"{text} Kept: {VERDICTS[KEPT]}." if self.counts[KEPT] else text


@contextmanager
def report(path: Path | None) -> Iterator[Report]:
    """A report that stands at `path` once the run is through."""
    with replacing(path) if path else nullcontext() as stream:
        yield Report(Writer(stream, COLUMNS, for_people=True) if stream else None)
