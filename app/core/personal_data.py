"""The personal-data registry: each table that keeps data about a person says how it is exported and erased.

A test walks the schema: a table with a key to a person that no package declares fails the build.
Exports and erasure are built from this registry alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Holder:
    """Whose data: the person row (None when only a mark is left) and the subject its ledger lines are about."""

    person_id: int | None
    subject_id: str


Rows = Iterable[Mapping[str, Any]]
Moved = list[Any]  # JSON values: enough to bring what moved back


@dataclass(frozen=True)
class Move:
    """How the rows of one table go with a person whose record is merged into another, and back.

    `there(gone, kept)` moves and returns what `back(gone, kept, moved)` needs to undo it, as JSON values. What the kept
    record has already stays hers, nothing is deleted, and a removal is never lost. Both flush.
    """

    there: Callable[[Holder, Holder], Moved]
    back: Callable[[Holder, Holder, Moved], None]


@dataclass(frozen=True)
class PersonalData:
    """One table about people.

    `export(holder)` yields rows in plain words. `erase(holder)` removes or unlinks and returns how many rows it touched;
    None says the table keeps what it has, and `kept_because` tells why in one sentence.
    `order`: lower is erased first. `move`: how rows follow when two records become one; None says they stay where they
    are, and `stays_because` tells why.
    """

    table: str
    about: str
    export: Callable[[Holder], Rows]
    erase: Callable[[Holder], int] | None
    kept_because: str = ""
    order: int = 50
    move: Move | None = None
    stays_because: str = ""

    def __post_init__(self) -> None:
        if self.erase is None and not self.kept_because:
            raise ValueError(f"{self.table}: say why it is kept, or how it is erased")


def erase_everywhere(declarations: Iterable[PersonalData], holder: Holder) -> dict[str, int]:
    """Erase one person by the registry. Returns rows touched per table. Flushes; the entry point commits."""
    counts: dict[str, int] = {}
    for declaration in sorted(declarations, key=lambda data: (data.order, data.table)):
        if declaration.erase is not None:
            counts[declaration.table] = declaration.erase(holder)
    return counts
