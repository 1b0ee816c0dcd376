"""The one blueprint of the desk's pages about mail that came in, and who stands behind its guard."""

from __future__ import annotations

import re

from flask import Blueprint, request

from app.staff import SignedIn, current_member

bp = Blueprint("mailroom_desk", __name__, url_prefix="/staff")
# A number in an address that fits the databases' integer; a longer one is no page.
NUMBER = "<int(max=2147483647):number>"
_NUMBER = re.compile(r"[0-9]{1,9}")


def here() -> SignedIn:
    """Who is signed in. Only behind @staff_page."""
    member = current_member()
    assert member is not None, "the guard stands before"
    return member


def number_of(name: str) -> int | None:
    """A number in the address; None for anything else."""
    text = request.args.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else None
