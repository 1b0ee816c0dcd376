"""Forms of the pages of paper mail: what was copied from a label → values the services speak."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from app.channels import Place
from app.consent import SCOPES, Circle
from app.core.forms import Form
from app.paper.reporting import KINDS
from app.paper.wishes import ALL, SOME, WHATS

LONGEST = 120
# "DOTHAN AL 36301-1234" and "Ottawa ON K1A 0B1": the code at the end, before it two letters where they are a state.
_US = re.compile(
    r"(?P<city>.*?)[\s,.]*(?:\b(?P<state>[A-Za-z]{2})\b)?[\s,.]*(?P<code>[0-9]{5})(?:[-\s]?[0-9]{4})?\s*\Z"
)
_CANADA = re.compile(
    r"(?P<city>.*?)[\s,.]*(?:\b(?P<state>[A-Za-z]{2})\b)?[\s,.]*(?P<code>[A-Za-z][0-9][A-Za-z]\s?[0-9][A-Za-z][0-9])\s*\Z"
)
_NUMBER = re.compile(r"[^0-9A-Za-z]+")
LONGEST_NUMBER = 40


def one_line(text: str | None) -> str:
    """One line as it was copied, without control characters, wide forms made plain, and not endlessly long."""
    plain = unicodedata.normalize("NFKC", (text or "")[: 4 * LONGEST])
    return " ".join("".join(letter if letter.isprintable() else " " for letter in plain).split())[:LONGEST]


class WishForm(Form):
    """What should stop. Nothing chosen means all, which is what the page starts with."""

    what = StringField(default=ALL, filters=[one_line])
    kind = SelectMultipleField(validate_choice=False)
    shown = StringField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_what(self, field: Any) -> None:
        """Called by the form: one of ours; "some" needs some."""
        field.data = field.data or ALL
        if field.data not in WHATS:
            raise ValidationError(_("Choose what we should stop"))
        if field.data == SOME and not self.kind.data:
            raise ValidationError(_("Tick the kinds to stop, or choose all paper mail"))


class NumberForm(WishForm):
    """Customer number and ZIP, as they stand on the label."""

    customer_number = StringField(filters=[one_line])
    postal_code = StringField(filters=[one_line])

    def validate_customer_number(self, field: Any) -> None:
        plain = _NUMBER.sub("", field.data)
        if not plain or len(plain) > LONGEST_NUMBER:
            raise ValidationError(_("Copy the customer number from the label"))

    def validate_postal_code(self, field: Any) -> None:
        plain = _NUMBER.sub("", field.data)
        if not (plain.isdigit() and len(plain) in (5, 9)) and not (3 < len(plain) < 9 and not plain.isdigit()):
            raise ValidationError(_("Copy the ZIP code from the label, like 36301"))

    @property
    def number(self) -> str:
        """The number without what was put between its digits."""
        return _NUMBER.sub("", str(self.customer_number.data))

    @property
    def zip(self) -> str:
        return _NUMBER.sub("", str(self.postal_code.data)).upper()

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the input, field), in the order of the page."""
        return [("number", self.customer_number), ("zip", self.postal_code), ("number-what-all", self.what)]


class LabelLines(Form):
    """The lines of a label, as they were copied."""

    name = StringField(filters=[one_line])
    street = StringField(filters=[one_line])
    second_line = StringField(filters=[one_line])
    last_line = StringField(filters=[one_line])

    def validate_name(self, field: Any) -> None:
        if not _NUMBER.sub("", unicodedata.normalize("NFKD", field.data)) and self.needs_name:
            raise ValidationError(_("Copy the name from the label"))

    def validate_street(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Copy the street or PO box from the label"))

    def validate_last_line(self, field: Any) -> None:
        if self._last is None:
            raise ValidationError(_("Copy the last line with its ZIP code, like DOTHAN AL 36301"))

    @property
    def needs_name(self) -> bool:
        return True

    @property
    def _last(self) -> re.Match[str] | None:
        return _US.match(str(self.last_line.data)) or _CANADA.match(str(self.last_line.data))

    @property
    def place(self) -> Place:
        """The address, once the form is valid."""
        last = self._last
        assert last is not None, "the form was validated"
        lines = (str(self.name.data), str(self.street.data), str(self.second_line.data))
        country = "US" if last["code"].isdigit() else "CA"
        return Place(*lines, last["city"].strip(" ,."), (last["state"] or "").upper(), last["code"].upper(), country)

    @property
    def typed(self) -> dict[str, str]:
        return {name: str(self[name].data) for name in ("name", "street", "second_line", "last_line")}


class LinesForm(LabelLines, WishForm):
    """The lines of a label, for whom, and what should stop."""

    scope = StringField(default=SCOPES[0], filters=[one_line])

    def validate_scope(self, field: Any) -> None:
        field.data = field.data or SCOPES[0]
        if field.data not in SCOPES:
            raise ValidationError(_("Choose for whom"))

    @property
    def needs_name(self) -> bool:
        return self.scope.data != "address"

    @property
    def circle(self) -> Circle:
        """For whom, once the form is valid."""
        return next(scope for scope in SCOPES if scope == self.scope.data)

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the input, field), in the order of the page."""
        lines = [("name", self.name), ("street", self.street), ("second-line", self.second_line)]
        return [*lines, ("last-line", self.last_line), ("scope-person", self.scope), ("lines-what-all", self.what)]


class KindForm(Form):
    """What is wrong with the piece in hand."""

    report = StringField(filters=[one_line])
    shown = StringField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_report(self, field: Any) -> None:
        if field.data not in KINDS:
            raise ValidationError(_("Choose what we should know"))


class ReportForm(LabelLines, KindForm):
    """The same, with the lines of the label; of two copies also the other label's."""

    other = StringField(filters=[one_line])

    @property
    def entries(self) -> list[tuple[str, Field]]:
        """(id of the input, field), in the order of the page."""
        lines = [("name", self.name), ("street", self.street), ("second-line", self.second_line)]
        return [("report-two_copies", self.report), *lines, ("last-line", self.last_line), ("other", self.other)]

    @property
    def typed(self) -> dict[str, str]:
        return {**super().typed, "other": str(self.other.data)}
