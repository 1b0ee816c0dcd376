"""Phone numbers: add one, change one, remove one."""

from __future__ import annotations

from flask import render_template, request, url_for

from app import links
from app.core.database import session
from app.core.evidence import evidence
from app.identity import current_shopper, shopper_required
from app.people import By, Person, Phone
from app.profile import drafts, mail, phones
from app.profile.pages import views
from app.profile.pages.blueprint import bp
from app.profile.pages.contacts import LARGEST, Answer, here, told_at
from app.profile.phone_forms import PhoneForm, form_of

WHAT = "phone"  # its name among the forms


@bp.get("/profile/phones/add")
@shopper_required
def add_phone() -> Answer:
    """An empty form."""
    return _page(here(), None, form_of(None))


@bp.post("/profile/phones/add")
def save_new_phone() -> Answer:
    """Keep one more number. A second press of the same form adds nothing."""
    return _save(0)


@bp.get(f"/profile/phones/<int(max={LARGEST}):phone_id>")
@shopper_required
def change_phone(phone_id: int) -> Answer:
    """One of her numbers, to change."""
    person = here()
    phone = phones.phone_of(person.id, phone_id)
    return _page(person, phone, form_of(phone))


@bp.post(f"/profile/phones/<int(max={LARGEST}):phone_id>")
def save_phone(phone_id: int) -> Answer:
    """Keep the number as it is now."""
    return _save(phone_id)


@bp.post(f"/profile/phones/<int(max={LARGEST}):phone_id>/remove")
@shopper_required
def remove_phone(phone_id: int) -> Answer:
    """Take it off the profile. A second press leads to the same page."""
    person, by = here(), By("profile_page")
    if phones.was_removed(person.id, phone_id):
        return told_at(person, phones.FIELD, phone_id)
    phones.remove_phone(phones.phone_of(person.id, phone_id), by)
    mail.confirm(person, by.act_id)
    session().commit()
    return told_at(person, phones.FIELD, phone_id)


def _save(phone_id: int) -> Answer:
    form, by = PhoneForm(), By("profile_page")
    if current_shopper() is None:
        return views.too_old(WHAT, phone_id, form), 401
    person = here()
    phone = phones.phone_of(person.id, phone_id) if phone_id else None
    if not form.validate():
        return _page(person, phone, form), 422
    if phone is None and not _is_first_press(person):
        return told_at(person, phones.FIELD)
    try:
        form.save(person, phone_id, by, evidence())
    except phones.HeldAlready as no:
        form.phone.errors = [no.sentence]
        return _page(person, phone, form), no.status
    mail.confirm(person, by.act_id)
    session().commit()
    return told_at(person, phones.FIELD, phone_id or None)


def _is_first_press(person: Person) -> bool:
    """Whether this form was not sent before. One without its mark, or with another's, counts as new."""
    shown = drafts.read_shown(request.form.get("shown", ""), WHAT)
    if shown is not None and shown.subject == person.subject_id:
        try:
            links.use(shown.proof)
        except links.AlreadyUsed:
            return False
    return True


def _page(person: Person, phone: Phone | None, form: PhoneForm) -> str:
    action = url_for("profile.save_phone", phone_id=phone.id) if phone else url_for("profile.save_new_phone")
    shown = {"shown": drafts.shown(person, WHAT)}
    return render_template("profile/phone.html", form=form, held=phone, action=action, along=shown)
