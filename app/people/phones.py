"""Phone numbers: read as people write them, kept as E.164, shown as people read them."""

from __future__ import annotations

import phonenumbers
from flask_babel import lazy_gettext as _l

from app.core.refusals import BadQuestion

REGION = "US"  # where a number without a country code is read


class NotAPhone(BadQuestion):
    """The text is no phone number anybody could call."""


def read_phone(text: str) -> str:
    """The number as E.164, with its extension as `;ext=12`. Raises NotAPhone with a sentence for the person."""
    try:
        found = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        found = None
    if found is None or not phonenumbers.is_possible_number(found):
        raise NotAPhone(_l("Enter a phone number with its area code, like (334) 555-0101"))
    number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    return f"{number};ext={found.extension}" if found.extension else number


def shown_phone(number: str) -> str:
    """`+13345550101` → `(334) 555-0101`; what could not be read stands as it came."""
    try:
        found = phonenumbers.parse(number.replace(";ext=", " ext. "), None)
    except phonenumbers.NumberParseException:
        return number
    home = found.country_code == phonenumbers.country_code_for_region(REGION)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(found, form)
