"""Forms: human input → values the services speak. CSRF is one rule for the whole site, in `app.core.web`."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import DataRequired, ValidationError

from app.core.fingerprints import NotAnAddress, canonical_email

MAX_ADDRESS = 320


class Form(FlaskForm):
    """A form without a token field of its own: `app.core.web` has checked the request before any form is read."""

    class Meta:
        csrf = False


class AddressForm(Form):
    """One e-mail address."""

    email = EmailField(validators=[DataRequired(_l("Enter an email address with an @, like sam@example.com"))])

    def validate_email(self, field: Any) -> None:
        try:
            self.address = canonical_email(str(field.data)[:MAX_ADDRESS])
        except NotAnAddress as no:
            raise ValidationError(no.sentence) from None

    address: str = ""
