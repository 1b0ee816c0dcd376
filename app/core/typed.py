"""What a person typed into one line."""

from __future__ import annotations

LONGEST = 200


def typed(text: str | None, longest: int = LONGEST) -> str:
    """What was typed, without control characters (PostgreSQL refuses a NUL) and with single spaces."""
    letters = (letter if letter >= " " and letter != "\x7f" else " " for letter in (text or "")[: 2 * longest])
    return " ".join("".join(letters).split())[:longest]
