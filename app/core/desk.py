"""What packages say on pages of the desk that stand above them: numbers of the overview, lines of a person's record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class Figure:
    """A number on the desk's overview: what it counts, how many, and a remark below it."""

    label: str
    value: int
    remark: str = ""


@dataclass(frozen=True)
class Number:
    """A number for whoever holds one of `needs`. `find(since)` counts from that moment on, in one query where it can."""

    name: str
    needs: tuple[str, ...]
    find: Callable[[datetime], Figure]


@dataclass(frozen=True)
class RecordLine:
    """A line of a person's record at the desk, for whoever holds `needs`. `find(person_id)`: None says nothing."""

    name: str
    label: str | LazyString
    needs: str
    find: Callable[[int], str | None]
