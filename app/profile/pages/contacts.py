"""What the pages of phones and postal addresses share: whose they are, and where a save leads."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import people
from app.core.refusals import NotFound
from app.identity import current_shopper
from app.people import Person
from app.profile.contact_acts import last_act

LARGEST = 2**31 - 1  # of a row's id, so that a longer number is a page that is not there
Answer = Response | str | tuple[str, int]


def here() -> Person:
    """Who is signed in. Raises NotFound when her row is gone."""
    shopper = current_shopper()
    assert shopper is not None, "shopper_required stands before every caller"
    person = people.person_by_subject(shopper.subject_id)
    if person is None:
        raise NotFound(_("There is nothing here any more."))
    return person


def told_at(person: Person, field: str, row_id: int | None = None) -> Response:
    """To the profile, which names what that row's newest change did and offers to undo it."""
    return redirect(url_for("profile.page", done=last_act(person.id, field, row_id)), 303)
