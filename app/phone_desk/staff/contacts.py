"""Phone numbers and the postal address of a checked caller, in the forms of her own profile."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from app import people, profile
from app.channels import country_names
from app.phone_desk import changing
from app.phone_desk.checking import Checked, checked
from app.phone_desk.staff import views
from app.phone_desk.staff.blueprint import NEEDS, bp, here
from app.phone_desk.staff.people import PERSON
from app.profile import ANSWERS, AddressForm, HeldAlready, PhoneForm
from app.staff import staff_page

Answer = Any


@staff_page(bp, f"{PERSON}/phone", needs=NEEDS)
def phone_number(number: int) -> Answer:
    """A number to change, or one more."""
    found, which = checked(number, here()), views.row()
    held = profile.phone_of(found.person.id, which) if which else None
    return _phone(found, profile.phone_form_of(held))


@staff_page(bp, f"{PERSON}/phone", needs=NEEDS, methods=("POST",))
def save_phone_number(number: int) -> Answer:
    """Keep it."""
    found, form = checked(number, here()), PhoneForm()
    if not form.validate():
        return _phone(found, form), 422
    by = changing.by_clerk(found, here())
    try:
        form.save(found.person, views.row(), by, changing.NOTHING_SEEN)
    except HeldAlready as no:
        form.phone.errors = [no.sentence]
        return _phone(found, form), no.status
    return views.saved(found, by)


@staff_page(bp, f"{PERSON}/phone/remove", needs=NEEDS, methods=("POST",))
def remove_phone(number: int) -> Answer:
    """Take a number off; no file brings it back."""
    found = checked(number, here())
    by = changing.by_clerk(found, here())
    profile.remove_phone(profile.phone_of(found.person.id, views.row()), by)
    return views.saved(found, by)


@staff_page(bp, f"{PERSON}/address", needs=NEEDS)
def address(number: int) -> Answer:
    """Where mail goes, to change: the fields of its country."""
    found = checked(number, here())
    return _address(found, profile.address_form_of(people.postal_address_of(found.person), request.args))


@staff_page(bp, f"{PERSON}/address", needs=NEEDS, methods=("POST",))
def save_address(number: int) -> Answer:
    """Mail goes there from now on, in the spelling the caller wants."""
    found, form = checked(number, here()), AddressForm()
    if not form.validate():
        return _address(found, form), 422
    if form.spelling.data == ANSWERS["edit"]:
        return _address(found, form)
    if form.asks:
        return _spellings(found, form)
    by = changing.by_clerk(found, here())
    form.save(found.person, 0, by, changing.NOTHING_SEEN)
    return views.saved(found, by)


@staff_page(bp, f"{PERSON}/address/remove", needs=NEEDS, methods=("POST",))
def remove_address(number: int) -> Answer:
    """Take it off; no file brings it back."""
    found = checked(number, here())
    by = changing.by_clerk(found, here())
    profile.remove_address(profile.address_of(found.person.id, views.row()), by)
    return views.saved(found, by)


def _phone(found: Checked, form: PhoneForm) -> str:
    which = views.row()
    return render_template(
        "phone_desk/phone.html",
        person=found.person,
        form=form,
        action=url_for("phone_desk.save_phone_number", number=found.person.id),
        along={"look": views.look(), "row": which},
    )


def _address(found: Checked, form: AddressForm) -> str:
    again = url_for("phone_desk.address", number=found.person.id)
    return render_template(
        "phone_desk/address.html",
        countries=country_names(),
        again=again,
        **_sent(found, form),
    )


def _spellings(found: Checked, form: AddressForm) -> str:
    """Both spellings, and a button of the same size for each."""
    return render_template("phone_desk/address_confirm.html", answers=ANSWERS, **_sent(found, form))


def _sent(found: Checked, form: AddressForm) -> dict[str, Any]:
    action = url_for("phone_desk.save_address", number=found.person.id)
    return {"person": found.person, "form": form, "action": action, "along": {"look": views.look()}}
