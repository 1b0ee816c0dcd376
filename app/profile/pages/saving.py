"""One way for every form of the profile: who, whose page, what is wrong, save, tell, commit."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app import links
from app.core.database import session
from app.core.evidence import evidence
from app.identity import current_shopper
from app.people import By, Person
from app.profile import mail
from app.profile.animals import animal_of, animals_of
from app.profile.drafts import Shown
from app.profile.every_form import FORMS
from app.profile.forms import AnimalForm, ProfileForm
from app.profile.pages import views

Answer = Response | str | tuple[str, int]


def save(what: str, number: int = 0) -> Answer:
    """Save a form. What is wrong is said beside the field; without a session the form is kept, not lost."""
    shopper, form = current_shopper(), FORMS[what]()
    if shopper is None:
        return views.too_old(what, number, form), 401
    person = views.person_of(shopper)
    if number:
        animal_of(person.id, number)
    shown = views.shown_for(what, person.subject_id)
    if not form.validate():
        return views.again(person, what, form, number), 422
    if not number and _was_added(person, form, shown):
        return redirect(url_for("profile.animals"), 303)
    by = By("profile_page")
    form.save(person, number, by, evidence())
    mail.confirm(person, by.act_id)
    session().commit()
    return views.saved(person, by)


def _was_added(person: Person, form: ProfileForm, shown: Shown) -> bool:
    """Whether a double press sends an animal twice: the same words on the same form."""
    if not isinstance(form, AnimalForm):
        return False
    try:
        links.use(shown.proof)
    except links.AlreadyUsed:
        said = vars(form.told()).items()
        return any(all(getattr(one, name) == value for name, value in said) for one in animals_of(person.id))
    return False
