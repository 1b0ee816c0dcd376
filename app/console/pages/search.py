"""The search box of every page of the desk."""

from __future__ import annotations

from flask import render_template, request

from app.console.finding import SHOWN, found_by, searches_of
from app.console.pages.blueprint import bp, here
from app.core.typed import typed
from app.people import REASONS_AT_DESK
from app.staff import Permission, staff_page


@staff_page(bp, "/search", needs=Permission.DESK_OPEN, methods=("POST",))
def search() -> str:
    """What was found, masked. A POST, so that an address typed here stands in no address line and no log."""
    role = here().role
    text = typed(request.form.get("find", ""))
    found = found_by(text, role)
    return render_template(
        "console/found.html",
        searched_for=text,
        people=[hit for hit in found.hits if hit.person_id is not None],
        others=[hit for hit in found.hits if hit.person_id is None],
        more_than=SHOWN if found.has_more else 0,
        by=[search.words for search in searches_of(role) if search.words],
        reasons=REASONS_AT_DESK,
    )
