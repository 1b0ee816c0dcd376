"""The form of a postal address: the fields of its country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field, StringField

from app.channels import (
    HOME_COUNTRY,
    PostField,
    UnknownCountry,
    address_errors,
    cleaned_address,
    post_form,
)
from app.people import By, Person, PostalAddress
from app.profile.addresses import PARTS, set_address, standard_spelling
from app.profile.came import Seen
from app.profile.contact_fields import one_line
from app.profile.forms import ProfileForm

STANDARD, OWN, EDIT = "standard", "own", "edit"
ANSWERS = {"standard": STANDARD, "own": OWN, "edit": EDIT}  # to how it should be spelled: the value of each button
_AUTOCOMPLETE = {
    "street": "address-line1",
    "second_line": "address-line2",
    "city": "address-level2",
    "state": "address-level1",
    "postal_code": "postal-code",
}


class AddressForm(ProfileForm):
    """One address. `spelling` is her answer to the spelling she was shown: STANDARD, OWN, EDIT, or none yet."""

    country = StringField(filters=[one_line])
    street = StringField(filters=[one_line])
    second_line = StringField(filters=[one_line])
    city = StringField(filters=[one_line])
    state = StringField(filters=[one_line])
    postal_code = StringField(filters=[one_line])
    spelling = StringField(filters=[one_line])

    @property
    def country_code(self) -> str:
        """The country whose fields are shown: home, where what came names none."""
        try:
            return post_form(str(self.country.data or "")).country
        except UnknownCountry:
            return HOME_COUNTRY

    @property
    def shown(self) -> list[tuple[PostField, Field, str]]:
        """(what the country says of a field, the field, what a browser may fill it in with), in its order."""
        fields = post_form(self.country_code).fields
        return [(one, self[one.name], _AUTOCOMPLETE[one.name]) for one in fields]

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the input, field), for the summary of errors."""
        return [("country", self.country), *((_id(one.name), field) for one, field, _fill in self.shown)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the country can keep it; what is wrong stands beside each field."""
        try:
            wrong = address_errors(str(self.country.data), self._typed())
        except UnknownCountry as no:
            wrong = {"country": no.sentence}
        for name, sentence in wrong.items():
            self[name].errors = [sentence]
        return not wrong

    def parts(self) -> dict[str, str]:
        """The address of a valid form, in the spelling she chose."""
        return self.standard() if self.spelling.data == STANDARD else self.own()

    def own(self) -> dict[str, str]:
        """As she typed it."""
        country = str(self.country.data)
        return {**cleaned_address(country, self._typed()), "country": country}

    def standard(self) -> dict[str, str]:
        """As Publication 28 spells it; the same where nothing is spelled otherwise."""
        return standard_spelling(self.own())

    @property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """The lines of a valid form in each spelling."""
        return {"standard": PostalAddress(**self.standard()).lines, "own": PostalAddress(**self.own()).lines}

    @property
    def asks(self) -> bool:
        """Whether she has still to say which spelling she wants."""
        return self.spelling.data not in (STANDARD, OWN) and self.standard() != self.own()

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        """Let mail go there from now on, whichever row the form was opened from. Flushes."""
        set_address(person, self.parts(), by)

    def _typed(self) -> dict[str, str]:
        return {name: str(self[name].data or "") for name in PARTS}


def form_of(address: PostalAddress | None, arguments: Mapping[str, str]) -> AddressForm:
    """The form before anything was typed. Another country than the one held starts empty."""
    country = one_line(arguments.get("country", "")) or (address.country if address else HOME_COUNTRY)
    form = AddressForm(formdata=None, data={"country": country})
    if address is not None and form.country_code == address.country:
        return AddressForm(formdata=None, data={name: getattr(address, name) for name in PARTS})
    form.country.data = form.country_code
    return form


def _id(name: str) -> str:
    return name.replace("_", "-")
