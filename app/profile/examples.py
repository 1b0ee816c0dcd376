"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.consent import ChangeLine
from app.core import settings


def changed() -> dict[str, Any]:
    """She changed something herself."""
    return {
        "by": "self",
        "at": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
        "changed": ["Name: changed", "Phone: removed", "Interest: added"],
        "stopped": [],
        "profile_url": settings.current().public_url + "/profile",
    }


def farewell() -> dict[str, Any]:
    """She told us by phone that an animal is gone, and its mail stopped."""
    return changed() | {
        "by": "phone",
        "changed": ["Horse: no longer with you", "Guess (Often needs): removed"],
        "stopped": [
            ChangeLine("Horse deals", "sending", "stopped"),
            ChangeLine("Horse catalog", "sending", "stopped"),
        ],
    }
