"""The one blueprint of the desk's pages about reviews, and who sits there."""

from __future__ import annotations

from flask import Blueprint

from app.staff import SignedIn, current_member

bp = Blueprint("reviews_desk", __name__, url_prefix="/staff/reviews")

# The biggest number both databases take for an id; more is no review.
CASE = "/<int(max=9223372036854775807):version_id>"


def member() -> SignedIn:
    """Who is signed in at the desk."""
    found = current_member()
    assert found is not None, "the guard stands before"
    return found
