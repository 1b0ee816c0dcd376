"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.core import settings


def restored() -> dict[str, Any]:
    """A scanner's stop was taken back."""
    public = settings.current().public_url
    return {
        "at": datetime(2026, 7, 8, 15, 31, tzinfo=UTC),
        "changes": [{"label": "Weekly deals", "old": "stopped", "new": "sending"}],
        "stops": [{"name": "Weekly deals", "url": public + "/u/AWEB1234"}],
        "home": public + "/",
    }
