"""The key of the next part of a list, as it stands in an address."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEY = re.compile(r"(\d{1,17})-(\d{1,15})", re.ASCII)
Key = tuple[datetime, int]


def key_text(key: Key) -> str:
    """Microseconds since 1970 and the id: `1751328000000000-42`."""
    moment, review_id = key
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{review_id}"


def key_in(text: str) -> Key | None:
    """The key again; None for anything else, which is the first part."""
    found = _KEY.fullmatch(text)
    return (_EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None


def stars_in(text: str) -> int | None:
    """The stars of a filter; None for anything else, which is all."""
    return int(text) if text in ("1", "2", "3", "4", "5") else None
