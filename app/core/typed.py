"""What a person typed into one line."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 200
_NUMBER = re.compile(r"([1-9][0-9]{0,8})(?:/|$)")


def typed(text: str | None, longest: int = LONGEST) -> str:
    """What was typed, without control characters (PostgreSQL refuses a NUL) and with single spaces."""
    letters = (letter if letter >= " " and letter != "\x7f" else " " for letter in (text or "")[: 2 * longest])
    return " ".join("".join(letters).split())[:longest]


def first_numbers(references: Iterable[str]) -> dict[str, int]:
    """Reference → the row number it begins with (`12`, `12/undone`); what begins otherwise is left out."""
    found = ((reference, _NUMBER.match(reference)) for reference in references)
    return {reference: int(match[1]) for reference, match in found if match}
