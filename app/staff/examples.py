"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.core import settings


def reset() -> dict[str, Any]:
    """A link for a new password."""
    return {
        "link": settings.current().public_url + "/staff/reset/eyJtZW1iZXIiOjF9.signed",
        "minutes": 30,
        "until": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
    }


def password_changed() -> dict[str, Any]:
    """A new password was set."""
    return {
        "what": "password",
        "at": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
        "link": settings.current().public_url + "/staff/sign-in",
    }


def codes_changed() -> dict[str, Any]:
    """New recovery codes were made."""
    return password_changed() | {"what": "codes"}


def was_reset() -> dict[str, Any]:
    """An administrator ended password, app and codes."""
    return password_changed() | {"what": "reset"}
