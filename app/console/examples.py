"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core import settings


def digest() -> dict[str, Any]:
    """Two things wait at the desk."""
    public = settings.current().public_url
    return {
        "due": [
            {
                "strong": "12 stops are not taken by mailtool.",
                "rest": "The oldest has waited 26 hours.",
                "act": "Open stops",
                "url": public + "/staff/stops",
            },
            {
                "strong": "1 burst of stops looks like a scanner.",
                "rest": "Somebody has to say who pressed them.",
                "act": "Open bursts",
                "url": public + "/staff/stops/bursts",
            },
        ],
        "desk": public + "/staff",
        "day": date(2026, 7, 8),
    }
