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


@dataclass(frozen=True)
class PersonalData:
    """One table about people.

    `export(holder)` yields rows in plain words. `erase(holder)` removes or unlinks and returns how many rows it touched;
    None says the table keeps what it has, and `kept_because` tells why in one sentence.
    `order`: lower is erased first.
    """

    table: str
    about: str
    export: Callable[[Holder], Rows]
    erase: Callable[[Holder], int] | None
    kept_because: str = ""
    order: int = 50

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
