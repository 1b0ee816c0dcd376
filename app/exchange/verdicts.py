"""What became of each row, and the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
# What the file does not list; no row says it, so it does not count as one.
RETIRED = "retired"


class RowRefused(Exception):
    """One row cannot be used. `args[0]` says why; the rest of the file goes on."""


@dataclass(frozen=True)
class Verdict:
    """What became of one row, and what the row is about: an address, a number. Line 0: no row says it."""

    line: int
    about: str
    word: str
    detail: str = ""


class Report:
    """Writes verdicts to a file for people, if one is wanted, and counts them."""

    def __init__(self, writer: Writer | None, columns: Sequence[str], kept: str) -> None:
        self._writer, self._columns, self._kept = writer, columns, kept
        self.counts: Counter[str] = Counter()
        self.refused: list[Verdict] = []

    def take(self, verdicts: Iterable[Verdict]) -> None:
        """Count, write, and remember the first refused rows for the screen."""
        for one in verdicts:
            self.counts[one.word] += 1
            if one.word == REFUSED and len(self.refused) < 5:
                self.refused.append(one)
            if self._writer is not None:
                cells = (str(one.line or ""), one.about, one.word, one.detail)
                self._writer.write(dict(zip(self._columns, cells, strict=True)))

    def summary(self) -> str:
        """`12 rows: 9 added, 1 kept (…), 2 refused.`"""
        parts = [f"{self.counts[word]} {word}" for word in VERDICTS if self.counts[word]]
        rows = sum(self.counts[word] for word in VERDICTS)
        text = f"{rows} rows: {', '.join(parts) or 'nothing to do'}."
        text += f" {self.counts[RETIRED]} not in the file: retired." if self.counts[RETIRED] else ""
        return f"{text} Kept: {self._kept}." if self.counts[KEPT] else text


@contextmanager
def report(path: Path | None, about: str, kept: str) -> Iterator[Report]:
    """A report that stands at `path` once the run is through; its second column says what a row is about.

    `kept`: what that verdict means in this kind of file.
    """
    columns = ("line", about, "verdict", "detail")
    with replacing(path) if path else nullcontext() as stream:
        yield Report(Writer(stream, columns, for_people=True) if stream else None, columns, kept)
