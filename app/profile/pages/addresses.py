"""Postal addresses: add one, change one, remove one. A US address is offered in the spelling of the Postal Service."""

from __future__ import annotations

from flask import render_template, request, url_for

from app.channels import country_names
from app.core.database import session
from app.identity import shopper_required
from app.people import By, Person, PostalAddress
from app.profile import addresses, mail
from app.profile.address_forms import EDIT, OWN, STANDARD, AddressForm, form_of
from app.profile.pages.blueprint import bp
from app.profile.pages.contacts import LARGEST, Answer, here, told_at


@bp.get("/profile/addresses/add")
@shopper_required
def add_address() -> Answer:
    """An empty form, with the fields of the country that was chosen."""
    return _page(None, form_of(None, request.args))


@bp.post("/profile/addresses/add")
@shopper_required
def save_new_address() -> Answer:
    """Mail goes here from now on."""
    return _save(here(), None)


@bp.get(f"/profile/addresses/<int(max={LARGEST}):address_id>")
@shopper_required
def change_address(address_id: int) -> Answer:
    """One of her addresses, to change."""
    address = addresses.address_of(here().id, address_id)
    return _page(address, form_of(address, request.args))


@bp.post(f"/profile/addresses/<int(max={LARGEST}):address_id>")
@shopper_required
def save_address(address_id: int) -> Answer:
    """Mail goes to the changed one; the one before stays as an older address."""
    person = here()
    return _save(person, addresses.address_of(person.id, address_id))


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


def _save(person: Person, address: PostalAddress | None) -> Answer:
    form = AddressForm()
    if not form.validate():
        return _page(address, form), 422
    if form.spelling.data == EDIT:
        return _page(address, form)
    if form.asks:
        return _ask(address, form)
    by = By("profile_page")
    form.save(person, address.id if address else 0, by)
    mail.confirm(person, by.act_id)
    session().commit()
    return told_at(person, addresses.FIELD)


def _page(address: PostalAddress | None, form: AddressForm) -> str:
    return render_template(
        "profile/address.html", form=form, address=address, countries=country_names(), **_urls(address)
    )


def _ask(address: PostalAddress | None, form: AddressForm) -> str:
    """Both spellings, and a button of the same size for each."""
    return render_template(
        "profile/address_confirm.html",
        form=form,
        address=address,
        standard=_lines(form.standard()),
        own=_lines(form.own()),
        answers={"standard": STANDARD, "own": OWN, "edit": EDIT},
        **_urls(address),
    )


def _lines(parts: dict[str, str]) -> tuple[str, ...]:
    return PostalAddress(**parts).lines


def _urls(address: PostalAddress | None) -> dict[str, str]:
    """Where the form is sent, and where another country is chosen."""
    if address is None:
        return {"action": url_for("profile.save_new_address"), "again": url_for("profile.add_address")}
    return {
        "action": url_for("profile.save_address", address_id=address.id),
        "again": url_for("profile.change_address", address_id=address.id),
    }
