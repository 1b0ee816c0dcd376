"""Forms of sign-in."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import ValidationError

from app.core.forms import AddressForm, Form, digits_of


class AskForm(AddressForm):
    """An address, and what travels with it: the page wanted and choices to keep."""

    next = StringField()
    draft = StringField()


class CodeForm(Form):
    """The code of the mail, as people type it."""

    digits: str = ""
    code = StringField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_code(self, field: Any) -> None:
        self.digits = digits_of(str(field.data or "")[:40])
        if not self.digits:
            raise ValidationError(_("Enter the six digits from the email, like 482 913"))
