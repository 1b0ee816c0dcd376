"""The one blueprint of the desk's pages about paper mail, and who stands behind its guard."""

from __future__ import annotations

from flask import Blueprint

from app.staff import SignedIn, current_member

bp = Blueprint("paper_desk", __name__, url_prefix="/staff")
# A number in an address that fits the databases' integer; a longer one is no page.
NUMBER = "<int(max=2147483647):number>"


def here() -> SignedIn:
    """Who is signed in. Only behind @staff_page."""
    member = current_member()
    assert member is not None, "the guard stands before"
    return member
