"""Name, how to be addressed, gender, and the questions what we may use: one form each."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.refusals import NotFound
from app.identity import shopper_required
from app.profile.answers import USES
from app.profile.every_form import FORMS
from app.profile.names import FIELDS
from app.profile.pages import views
from app.profile.pages.blueprint import bp
from app.profile.pages.saving import Answer, save


@bp.get("/profile/name")
@shopper_required
def name() -> Answer:
    """First and last name, to change."""
    return _held("name")


@bp.post("/profile/name")
def save_name() -> Answer:
    """Save it."""
    return save("name")


@bp.get("/profile/addressed-as")
@shopper_required
def addressed_as() -> Answer:
    """How to be addressed, to change."""
    return _held("addressed-as")


@bp.post("/profile/addressed-as")
def save_addressed_as() -> Answer:
    """Save it."""
    return save("addressed-as")


@bp.get("/profile/gender")
@shopper_required
def gender() -> Answer:
    """Gender, to change."""
    return _held("gender")


@bp.post("/profile/gender")
def save_gender() -> Answer:
    """Save it."""
    return save("gender")


@bp.get("/profile/use/<what>")
@shopper_required
def use(what: str) -> Answer:
    """What we may use her animals or interests for: two questions, with the answers in force."""
    person, name = views.here(), _form_of(what)
    return views.form_page(person, name, FORMS[name](formdata=None, data=views.answers_now(person, what)))


@bp.post("/profile/use/<what>")
def save_use(what: str) -> Answer:
    """Keep the answers."""
    return save(_form_of(what))


def _form_of(what: str) -> str:
    if what not in USES:
        raise NotFound(_("There is no such page."))
    return f"{what}-use"


def _held(what: str) -> Answer:
    person = views.here()
    held = {field: getattr(person, field) for field in FIELDS[what.replace("-", "_")]}
    return views.form_page(person, what, FORMS[what](formdata=None, data=held))
