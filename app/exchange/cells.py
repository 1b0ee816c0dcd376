"""Cells of a row as values, or a refusal that says why. Nothing here asks the database."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.core import clock
from app.core.csvfiles import Row
from app.core.fingerprints import NotAnAddress, canonical_email
from app.exchange.verdicts import RowRefused

_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}\Z", re.ASCII)
_FIRST_YEAR = 1970  # a day before it is a slip of the hand, such as 0024


def address_in(row: Row) -> str:
    """The canonical e-mail address of a row."""
    if not row.get("email"):
        raise RowRefused("no e-mail address")
    try:
        return canonical_email(row.get("email"))
    except NotAnAddress:
        raise RowRefused("not an e-mail address we could write to") from None


def text_in(row: Row, column: str, length: int) -> str:
    """A cell on one line, of bounded length."""
    return _printable(" ".join(row.get(column).split()), column, length)


def needed_in(row: Row, column: str, length: int) -> str:
    """A cell on one line that must not be empty."""
    text = text_in(row, column, length)
    if not text:
        raise RowRefused(f"no {column}")
    return text


def lines_in(row: Row, column: str, length: int) -> str:
    """A cell of several lines, of bounded length; blank lines part its paragraphs."""
    lines = [" ".join(line.split()) for line in row.get(column).splitlines()]
    for line in lines:
        _printable(line, column, length)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(text) > length:
        raise RowRefused(f"{column} is longer than {length:,} characters")
    return text


def _printable(text: str, column: str, length: int) -> str:
    if len(text) > length:
        raise RowRefused(f"{column} is longer than {length:,} characters")
    if not text.isprintable():
        raise RowRefused(f"{column} has characters that cannot be printed")
    return text


def whole_number_in(row: Row, column: str, most: int, *, default: int) -> int:
    """A whole number from 1 to `most`; `default` where the cell is empty."""
    text = row.get(column)
    if not text:
        return default
    if not _WHOLE.match(text) or not 1 <= int(text) <= most:
        raise RowRefused(f"{column} is not a whole number from 1 to {most:,}")
    return int(text)


def moment_in(row: Row, column: str, zone: ZoneInfo) -> datetime | None:
    """An ISO 8601 day or time; without a zone it is the shop's."""
    text = row.get(column)
    if not text:
        return None
    found = moment(text, zone)
    if found is None:
        raise RowRefused(f"{column} is not a day or time like 2024-05-31 or 2024-05-31T10:30:00-05:00")
    if found > clock.now():
        raise RowRefused(f"{column} lies in the future")
    return found


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """ISO 8601 text as a moment, None when it is none."""
    try:
        found = datetime.fromisoformat(text) if "T" in text or " " in text else _midnight(text)
        return found if found.tzinfo else found.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def _midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time.min, tzinfo=None)


def day_in(row: Row, column: str, zone: ZoneInfo) -> date:
    """A day that has begun in the shop's zone: an ISO 8601 day or time, or month/day/year as written in the US."""
    text = row.get(column)
    if not text:
        raise RowRefused(f"no {column}")
    found = _day(text, zone)
    if found is None:
        raise RowRefused(f"{column} is not a day like 2024-05-31 or 5/31/2024")
    if found.year < _FIRST_YEAR:
        raise RowRefused(f"{column} lies before {_FIRST_YEAR}")
    if found > clock.today(zone):
        raise RowRefused(f"{column} lies in the future")
    return found


def _day(text: str, zone: ZoneInfo) -> date | None:
    try:
        if us := _US_DAY.match(text):
            month, day, year = map(int, us.groups())
            return date(year, month, day)
        found = moment(text, zone)
        return found.astimezone(zone).date() if found else None
    except (ValueError, OverflowError):
        return None
