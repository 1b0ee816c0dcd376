"""Postal addresses: add one, change one, remove one. A US address is offered in the spelling of the Postal Service."""

from __future__ import annotations

from flask import render_template, request, url_for

from app.channels import country_names
from app.core.database import session
from app.core.evidence import evidence
from app.identity import current_shopper, shopper_required
from app.people import By, Person, PostalAddress
from app.profile import addresses, drafts, mail
from app.profile.address_forms import ANSWERS, EDIT, AddressForm, form_of
from app.profile.pages import views
from app.profile.pages.blueprint import bp
from app.profile.pages.contacts import LARGEST, Answer, here, told_at

WHAT = "address"  # its name among the forms


@bp.get("/profile/addresses/add")
@shopper_required
def add_address() -> Answer:
    """An empty form, with the fields of the country that was chosen."""
    return _page(here(), None, form_of(None, request.args))


@bp.post("/profile/addresses/add")
def save_new_address() -> Answer:
    """Mail goes here from now on."""
    return _save(0)


@bp.get(f"/profile/addresses/<int(max={LARGEST}):address_id>")
@shopper_required
def change_address(address_id: int) -> Answer:
    """One of her addresses, to change."""
    person = here()
    address = addresses.address_of(person.id, address_id)
    return _page(person, address, form_of(address, request.args))


@bp.post(f"/profile/addresses/<int(max={LARGEST}):address_id>")
def save_address(address_id: int) -> Answer:
    """Mail goes to the changed one; the one before stays as an older address."""
    return _save(address_id)


@bp.post(f"/profile/addresses/<int(max={LARGEST}):address_id>/remove")
@shopper_required
def remove_address(address_id: int) -> Answer:
    """Take it off the profile. A second press leads to the same page."""
    person, by = here(), By("profile_page")
    if addresses.was_removed(person.id, address_id):
        return told_at(person, addresses.FIELD, address_id)
    addresses.remove_address(addresses.address_of(person.id, address_id), by)
    mail.confirm(person, by.act_id)
    session().commit()
    return told_at(person, addresses.FIELD, address_id)


def _save(address_id: int) -> Answer:
    form = AddressForm()
    if current_shopper() is None:
        return views.too_old(WHAT, address_id, form), 401
    person = here()
    address = addresses.address_of(person.id, address_id) if address_id else None
    if not form.validate():
        return _page(person, address, form), 422
    if form.spelling.data == EDIT:
        return _page(person, address, form)
    if form.asks:
        return _ask(person, address, form)
    by = By("profile_page")
    form.save(person, address_id, by, evidence())
    mail.confirm(person, by.act_id)
    session().commit()
    return told_at(person, addresses.FIELD)


def _page(person: Person, address: PostalAddress | None, form: AddressForm) -> str:
    values = {"form": form, "address": address, "countries": country_names(), "along": _along(person)}
    return render_template("profile/address.html", **values, **_urls(address))


def _ask(person: Person, address: PostalAddress | None, form: AddressForm) -> str:
    """Both spellings, and a button of the same size for each."""
    values = {"form": form, "answers": ANSWERS, "along": _along(person)}
    return render_template("profile/address_confirm.html", **values, **_urls(address))


def _along(person: Person) -> dict[str, str]:
    """What travels in the form."""
    return {"shown": drafts.shown(person, WHAT)}


def _urls(address: PostalAddress | None) -> dict[str, str]:
    """Where the form is sent, and where another country is chosen."""
    if address is None:
        return {"action": url_for("profile.save_new_address"), "again": url_for("profile.add_address")}
    return {
        "action": url_for("profile.save_address", address_id=address.id),
        "again": url_for("profile.change_address", address_id=address.id),
    }
