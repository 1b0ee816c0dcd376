"""The profile page."""

from __future__ import annotations

from flask import render_template

from app.identity import shopper_required
from app.people import phones_of, shown_phone
from app.profile.pages.blueprint import bp
from app.profile.pages.contacts import here


@bp.get("/profile")
@shopper_required
def page() -> str:
    """Everything we know about her."""
    person = here()
    numbers = [(one.id, shown_phone(one.number), one.kind) for one in phones_of(person)]
    held = [one for one in person.postal_addresses if one.removed_at is None]
    return render_template("profile/page.html", numbers=numbers, addresses=held)
