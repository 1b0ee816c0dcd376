"""What the mails of this package say in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.core import settings
from app.core.feature import Errand


def sign_in() -> dict[str, Any]:
    """Opening one's choices."""
    return {
        "code_spaced": "482 913",
        "link": settings.current().public_url + "/in/eyJyZXF1ZXN0IjoiMSJ9.signed",
        "minutes": 10,
        "until": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
        "zone": "Central",
        "errand": None,
    }


def sign_in_for_review() -> dict[str, Any]:
    """Proving an address for something that was written before."""
    errand = Errand(
        heading="Confirm your review of Flat-back bucket, 20 quart",
        asked="You sent a review of Flat-back bucket, 20 quart.",
        then="Once you confirm, it goes to our staff, who read each review before it is published.",
        button="Confirm my review",
        because="You get this because someone wrote a review on our page and typed your address.",
    )
    return sign_in() | {"errand": errand}


def email_change() -> dict[str, Any]:
    """To the new mailbox."""
    return {
        "link": settings.current().public_url + "/email/eyJjaGFuZ2UiOiIxIn0.signed",
        "hours": 24,
        "until": datetime(2026, 8, 16, 15, 41, tzinfo=UTC),
    }


def email_changed() -> dict[str, Any]:
    """To the old mailbox, with the way back."""
    public = settings.current().public_url
    return {
        "masked": "n••@example.com",
        "at": datetime(2026, 8, 15, 15, 41, tzinfo=UTC),
        "link": public + "/email/back/eyJjaGFuZ2UiOiIxIn0.signed",
        "days": 30,
        "until": datetime(2026, 9, 14, 15, 41, tzinfo=UTC),
        "home": public + "/",
    }


def email_changed_back() -> dict[str, Any]:
    """To the mailbox that was the new one, once the way back was taken."""
    return email_changed() | {"masked": "a••@example.com", "link": None}
