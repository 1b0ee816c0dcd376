"""Phone numbers: add one, change one, remove one."""

from __future__ import annotations

from flask import render_template, request, url_for

from app import links
from app.core.database import session
from app.core.signing import BadToken, TokenEnded
from app.identity import shopper_required
from app.people import By, Person, Phone
from app.profile import mail, phones
from app.profile.pages.blueprint import bp
from app.profile.pages.contacts import LARGEST, Answer, here, told_at
from app.profile.phone_forms import PhoneForm, form_of


@bp.get("/profile/phones/add")
@shopper_required
def add_phone() -> Answer:
    """An empty form."""
    return _page(here(), None, form_of(None))


@bp.post("/profile/phones/add")
@shopper_required
def save_new_phone() -> Answer:
    """Keep one more number. A second press of the same form adds nothing."""
    return _save(here(), None)


@bp.get(f"/profile/phones/<int(max={LARGEST}):phone_id>")
@shopper_required
def change_phone(phone_id: int) -> Answer:
    """One of her numbers, to change."""
    person = here()
    phone = phones.phone_of(person.id, phone_id)
    return _page(person, phone, form_of(phone))


@bp.post(f"/profile/phones/<int(max={LARGEST}):phone_id>")
@shopper_required
def save_phone(phone_id: int) -> Answer:
    """Keep the number as it is now."""
    person = here()
    return _save(person, phones.phone_of(person.id, phone_id))


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


def _save(person: Person, phone: Phone | None) -> Answer:
    form, by = PhoneForm(), By("profile_page")
    if not form.validate():
        return _page(person, phone, form), 422
    if phone is None and not _is_first_press(person):
        return told_at(person, phones.FIELD)
    if not form.save(person, phone.id if phone else 0, by):
        return _page(person, phone, form), 422
    mail.confirm(person, by.act_id)
    session().commit()
    return told_at(person, phones.FIELD, phone.id if phone else None)


def _is_first_press(person: Person) -> bool:
    """Whether this form was not sent before. One without its mark, or with another's, counts as new."""
    try:
        proof = links.read_proof("shown", request.form.get("once", ""))
        if proof.payload.get("phones_of") == person.subject_id:
            links.use(proof)
    except links.AlreadyUsed:
        return False
    except (BadToken, TokenEnded):
        return True
    return True


def _page(person: Person, phone: Phone | None, form: PhoneForm) -> str:
    action = url_for("profile.save_phone", phone_id=phone.id) if phone else url_for("profile.save_new_phone")
    once = "" if phone else links.prove("shown", {"phones_of": person.subject_id})
    return render_template("profile/phone.html", form=form, held=phone, action=action, once=once)
