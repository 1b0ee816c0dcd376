"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.core import settings


def stop_recorded() -> dict[str, Any]:
    """Everything was stopped by phone."""
    return {
        "what": "all",
        "way": "phone",
        "at": datetime(2026, 7, 8, 15, 44, tzinfo=UTC),
        "received": date(2026, 7, 8),
        "reference": "JP-S-7Q2M-40",
        "pieces": [],
        "until": date(2026, 9, 30),
        "home": settings.current().public_url + "/",
    }


def stop_of_email() -> dict[str, Any]:
    """E-mail was, by letter."""
    return stop_recorded() | {"what": "email", "way": "letter", "until": None}


def stop_of_paper() -> dict[str, Any]:
    """Paper was, and one piece is printed already."""
    pieces = [{"name": "The fall horse catalog", "until": date(2026, 9, 12)}]
    return stop_recorded() | {"what": "paper", "pieces": pieces, "until": None}
