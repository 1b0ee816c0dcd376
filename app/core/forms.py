"""Forms: human input → values the services speak. CSRF is one rule for the whole site, in `app.core.web`."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import EmailField
from wtforms.validators import ValidationError

from app.core.fingerprints import NotAnAddress, canonical_email

MAX_ADDRESS = 320
# What people and mail programs put between digits: spaces of all kinds and hyphens of all kinds.
_BETWEEN = re.compile(r"[\s\-\u00ad\u200b\u2010-\u2015\u2212]+")


def printable(text: str | None) -> str:
    """What was typed without control characters: they cannot be typed, and HTML cannot show them."""
    return "".join(letter for letter in text or "" if letter >= " " and letter != "\x7f")[:MAX_ADDRESS]


def digits_of(text: str) -> str:
    """`482 913`, `482-913` and full-width digits as `482913`; empty for what is no six-digit code."""
    code = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return code if re.fullmatch("[0-9]{6}", code) else ""


class Form(FlaskForm):
    """A form without a token field of its own: `app.core.web` has checked the request before any form is read."""

    class Meta:
        csrf = False

        def wrap_formdata(self, _form: FlaskForm, formdata: Any) -> Any:
            """Texts only: the library would also take files and JSON values, and a field would not be a text."""
            return formdata if formdata is None or isinstance(formdata, MultiDict) else request.form


class AddressForm(Form):
    """One e-mail address; `address` is its canonical form once the form is valid."""

    address: str = ""
    email = EmailField(filters=[printable])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_email(self, field: Any) -> None:
        """Called by the form for the field `email`."""
        try:
            self.address = canonical_email(str(field.data))
        except NotAnAddress as no:
            raise ValidationError(no.sentence) from None


def empty_address() -> AddressForm:
    """The form before anything was typed, whatever else the request carries."""
    return AddressForm(formdata=None)


def typed_address() -> AddressForm:
    """The form as this request filled it in."""
    return AddressForm()
