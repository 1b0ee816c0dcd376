"""The form of a phone number."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from app.people import By, NotAPhone, Person, Phone, read_phone, shown_phone
from app.profile.came import Seen
from app.profile.contact_fields import one_line
from app.profile.forms import ProfileForm
from app.profile.phones import KINDS, add_phone, change_phone, phone_of


class PhoneForm(ProfileForm):
    """A number as people write it, and what kind it is, if she says. `number` is its E.164 form once the form is valid."""

    number: str = ""
    phone = StringField(filters=[one_line])
    kind = StringField(filters=[one_line])

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the first input, field), for the summary of errors."""
        return [("phone", self.phone), ("kind-mobile", self.kind)]

    def validate_phone(self, field: Any) -> None:
        try:
            self.number = read_phone(str(field.data))
        except NotAPhone as no:
            raise ValidationError(no.sentence) from None

    def validate_kind(self, field: Any) -> None:
        if field.data and field.data not in KINDS:
            raise ValidationError(_("Choose mobile, home, work, or leave it open"))

    def save(self, person: Person, number: int, by: By, seen: Seen) -> None:
        """Keep a valid form: of the number in that row, or (0) as one more. Raises HeldAlready when she has that number
        already. Flushes."""
        kind = str(self.kind.data or "")
        if number:
            change_phone(phone_of(person.id, number), self.number, kind, by)
        else:
            add_phone(person, self.number, kind, by)


def form_of(phone: Phone | None) -> PhoneForm:
    """The form before anything was typed: empty, or with the number that is held."""
    held = {"phone": shown_phone(phone.number), "kind": phone.kind} if phone else {}
    return PhoneForm(formdata=None, data=held)
