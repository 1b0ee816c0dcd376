"""What a note to a friend says in an example, with made-up people: for `mail lint` and the tests."""

from __future__ import annotations

from typing import Any

from app.core import settings

_LINK = "AgEBEQAAAAAAEQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"


def note() -> dict[str, Any]:
    """With words of the sender."""
    home = settings.current().public_url
    return {
        "friend": "Cal",
        "sender": "Sam Ellis",
        "sender_address": "sam@example.com",
        "note": "This is the one I told you about. Mine lasted two winters.\nThe handle is fine.",
        "product": "Flat-back bucket, 20 quart",
        "product_url": home + "/products/flat-back-bucket",
        "refuse_url": f"{home}/friend/{_LINK}",
    }


def without_words() -> dict[str, Any]:
    """The sender left the note empty."""
    return note() | {"note": ""}
