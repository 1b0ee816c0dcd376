"""What packages say on pages of the desk that stand above them: what is due, numbers of the overview, what the search box
finds, lines of a person's record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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


@dataclass(frozen=True)
class Due:
    """What is due at the desk now: how many, in a sentence with the rest behind it, and the page that does it."""

    count: int
    strong: str
    rest: str
    url: str
    act: str  # the words on the button
    urgency: Literal["late", "soon", "open"] = "open"


@dataclass(frozen=True)
class Duty:
    """Work that waits for whoever holds the permission `needs`: on the overview, in the menu, in the weekday mail.

    `find()` reads only, in one query where it can; None: nothing is due. Counts and references, never an address or name.
    """

    name: str
    needs: str
    find: Callable[[], Due | None]


@dataclass(frozen=True)
class Hit:
    """Something the desk's search box found: what it is, masked, and where it opens."""

    kind: str | LazyString
    title: str
    detail: str
    url: str
    person_id: int | None = None  # a person's record opens only with a reason


@dataclass(frozen=True)
class Search:
    """One kind of thing the search box finds, for whoever holds `needs`. `find(text)` masks what it returns.

    `words` says by what: "an email address". A few hits more than a page shows are enough.
    """

    name: str
    needs: str
    find: Callable[[str], list[Hit]]
    words: str | LazyString = ""
