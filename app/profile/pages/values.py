"""Name, how to be addressed, gender, and the questions what we may use: one form each."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.refusals import NotFound
from app.identity import shopper_required
from app.profile.answers import USES
from app.profile.forms import FORMS
from app.profile.names import FIELDS
from app.profile.pages import views
from app.profile.pages.blueprint import bp
from app.profile.pages.saving import Answer, save


@bp.get("/profile/name", defaults={"what": "name"})
@bp.get("/profile/addressed-as", defaults={"what": "addressed-as"})
@bp.get("/profile/gender", defaults={"what": "gender"})
@shopper_required
def value(what: str) -> Answer:
    """One value, to change."""
    person = views.here()
    held = {name: getattr(person, name) for name in FIELDS[what.replace("-", "_")]}
    return views.form_page(person, what, FORMS[what](formdata=None, data=held))


@bp.post("/profile/name", defaults={"what": "name"})
@bp.post("/profile/addressed-as", defaults={"what": "addressed-as"})
@bp.post("/profile/gender", defaults={"what": "gender"})
def save_value(what: str) -> Answer:
    """Save it."""
    return save(what)


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
