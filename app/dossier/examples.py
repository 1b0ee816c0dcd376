"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.core import settings


def copy_ready() -> dict[str, Any]:
    """A copy of one's data waits."""
    return {
        "link": settings.current().public_url + "/profile/copy/eyJjb3B5IjoxfQ.signed",
        "until": datetime(2026, 8, 16, 15, 31, tzinfo=UTC),
        "hours": 24,
    }
