"""Forms of the desk's doors. Passwords are taken as they are: no character is stripped, refused or shown again."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from app.core.forms import AddressForm, Form, digits_of
from app.staff import recovery
from app.staff.signing_in import Factor


class SignInForm(AddressForm):
    """Who, and the password."""

    password = PasswordField()

    def validate_password(self, field: Any) -> None:
        _refuse_empty(field, _("Enter your password"))


class NewPasswordForm(Form):
    """A password to be."""

    new_password = PasswordField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_new_password(self, field: Any) -> None:
        _refuse_empty(field, _("Choose a password"))


class CodeForm(Form):
    """Six digits of the app."""

    digits: str = ""
    code = StringField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_code(self, field: Any) -> None:
        self.digits = digits_of(_short(field))
        if not self.digits:
            raise ValidationError(_("Enter the six digits your app shows, like 482 913"))


class RecoveryForm(Form):
    """One of the recovery codes."""

    code = StringField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_code(self, field: Any) -> None:
        if not recovery.plain(_short(field)):
            raise ValidationError(_("Enter a recovery code, like 7k2mq-9xw4d"))


class ResetForm(NewPasswordForm):
    """A new password, and the second factor: a code of the app or a recovery code."""

    factor: Factor = "app"
    typed: str = ""
    code = StringField()

    def validate_code(self, field: Any) -> None:
        digits, words = digits_of(_short(field)), recovery.plain(_short(field))
        self.factor, self.typed = ("app", digits) if digits else ("recovery code", words)
        if not self.typed:
            raise ValidationError(_("Enter the six digits your app shows, or a recovery code"))


class PasswordForm(NewPasswordForm, CodeForm):
    """The password changed by its owner: the current one, the new one, and a code."""

    password = PasswordField()

    def validate_password(self, field: Any) -> None:
        _refuse_empty(field, _("Enter your current password"))


def _refuse_empty(field: Any, words: str) -> None:
    if not field.data:
        raise ValidationError(words)


def _short(field: Any) -> str:
    """What was typed, shown again without what HTML cannot show, and never longer than any code."""
    field.data = "".join(letter for letter in str(field.data or "") if letter >= " " and letter != "\x7f")[:40]
    return str(field.data)
