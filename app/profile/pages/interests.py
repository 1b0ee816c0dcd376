"""Interests and what she likes to read about: ticks, her own words, and two questions."""

from __future__ import annotations

from app.identity import shopper_required
from app.profile.every_form import FORMS
from app.profile.pages import views
from app.profile.pages.blueprint import bp
from app.profile.pages.saving import Answer, save


@bp.get("/profile/interests")
@shopper_required
def interests() -> Answer:
    """What she said, to change."""
    person = views.here()
    form = FORMS["interests"](formdata=None, data=views.answers_now(person, "interests"))
    return views.form_page(person, "interests", form)


@bp.post("/profile/interests")
def save_interests() -> Answer:
    """Save it."""
    return save("interests")
