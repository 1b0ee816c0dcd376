"""The one blueprint of the phone desk, who stands behind its guard, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.phone_desk.forms import StopForm, new_entry
from app.phone_desk.what import ALL, EMAIL, PAPER, WAYS, WHATS
from app.staff import Permission, SignedIn, current_member

bp = Blueprint("phone_desk", __name__, url_prefix="/staff")
NEEDS = Permission.CHOICES_RECORD
# A number in an address that fits the databases' integer; a longer one is no page.
NUMBER = "<int(max=2147483647):number>"


def here() -> SignedIn:
    """Who is signed in. Only behind @staff_page."""
    member = current_member()
    assert member is not None, "the guard stands before"
    return member


def shared(form: StopForm) -> dict[str, Any]:
    """What both forms of the desk draw: ways, what can be stopped, and the id that lets this drawing record once."""
    return {
        "form": form,
        "ways": [(name, way.title) for name, way in WAYS.items()],
        "whats": [(name, WHATS[name].title) for name in (ALL, EMAIL, PAPER)],
        "entry": new_entry(here()),
    }
