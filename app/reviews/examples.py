"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from typing import Any

from app.core import settings
from app.reviews.rules import GROUNDS, Reason


def consent() -> dict[str, Any]:
    """May we show an old review?"""
    return {
        "product": "Flat-back bucket, 20 quart",
        "year": 2024,
        "stars": 4,
        "body": "Froze solid more than once and popped right back, which is more than I can say of the last two.\n\n"
        "The handle is fine.",
        "reviews_url": settings.current().public_url + "/reviews",
    }


def published() -> dict[str, Any]:
    """A review is on its page."""
    public = settings.current().public_url
    return {
        "what": "publish",
        "product": "Flat-back bucket, 20 quart",
        "ground": None,
        "product_url": public + "/products/flat-back-bucket",
        "reviews_url": public + "/reviews",
    }


def partly_hidden() -> dict[str, Any]:
    """It is, without what tells of someone."""
    return published() | {"what": "hide"}


def turned_down() -> dict[str, Any]:
    """It is not, and why."""
    return published() | {"what": "turn_down", "ground": GROUNDS[Reason.PERSONAL_DATA]}


def undone() -> dict[str, Any]:
    """The decision was taken back."""
    return published() | {"what": "undone"}
