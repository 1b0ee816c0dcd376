"""Forms of the phone desk: what a clerk typed → values the services speak."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.validators import ValidationError

from app import links
from app.channels import Place
from app.core import clock, settings
from app.core.forms import Form
from app.core.signing import BadToken, TokenEnded
from app.core.typed import typed
from app.phone_desk.recording import Entry, Told
from app.phone_desk.what import ORDER, WAYS, WHATS
from app.staff import SignedIn

LATE_AFTER = 30  # days between the letterbox and this page that need no reason
_EARLIEST = date(2000, 1, 1)
_LONGEST = 120  # as the columns of a postal address
_ZIP = re.compile(r"\d{5}(-?\d{4})?\Z", re.ASCII)
_PLACE = ("name", "street", "second_line", "city", "state", "zip")
_FORMATS = ["%Y-%m-%d", "%m/%d/%Y"]


def _line(text: str | None) -> str:
    return typed(text, _LONGEST)


def today() -> date:
    """The day it is where the shop is."""
    return clock.today(settings.current().brand.zone)


class _Day(DateField):
    """A day, kept as it was typed when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Called by the form. No message of the library's: `validate_` says what is wrong."""
        try:
            super().process_formdata([typed(text, 40) for text in valuelist])
        except ValueError:
            self.data = None

    @property
    def text(self) -> str:
        """The value of the input."""
        return self.data.isoformat() if self.data else ""


class StopForm(Form):
    """Who, what, and how it reached us. Fields a page does not show are empty."""

    whom = StringField(filters=[typed])
    who = StringField()
    received = _Day(format=_FORMATS)
    way = SelectField(validate_choice=False)
    late_reason = StringField(filters=[typed])
    stop = StringField()
    entry = StringField()
    ordered = _Day(format=_FORMATS)
    name = StringField(filters=[_line])
    street = StringField(filters=[_line])
    second_line = StringField(filters=[_line])
    city = StringField(filters=[_line])
    state = StringField(filters=[_line])
    zip = StringField(filters=[_line])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # nor does its base

    def validate_received(self, field: Any) -> None:
        """A day we know, and none in the future."""
        _known_day(field.data)

    def validate_way(self, field: Any) -> None:
        if field.data not in WAYS:
            raise ValidationError(_("Choose how it came"))

    def validate_late_reason(self, field: Any) -> None:
        """Asked for only where it is needed."""
        if self.is_late and not field.data:
            raise ValidationError(_("It came more than %(days)s days ago. Say why it is entered now", days=LATE_AFTER))

    def validate_stop(self, field: Any) -> None:
        if field.data not in WHATS:
            raise ValidationError(_("Choose what to stop"))

    def validate_ordered(self, field: Any) -> None:
        """The date of a prohibitory order."""
        if self.stop.data == ORDER:
            _known_day(field.data)

    @property
    def is_late(self) -> bool:
        day = self.received.data
        return day is not None and today() - day > timedelta(days=LATE_AFTER)

    @property
    def told(self) -> Told:
        """How it reached us, once the form is valid."""
        reason = self.late_reason.data if self.is_late else ""
        assert self.received.data is not None, "asked of a valid form"
        ordered = self.ordered.data if self.stop.data == ORDER else None
        return Told(self.received.data, self.way.data, reason or "", ordered)

    @property
    def text(self) -> str:
        """What was typed about who it is."""
        return self.whom.data or ""

    @property
    def has_place(self) -> bool:
        """Whether anything of an address as written was typed."""
        return any(self[name].data for name in _PLACE)

    def place(self) -> Place | None:
        """The address as written; None, with errors at the fields, where something is missing."""
        missing = {
            "name": _("Write the name as it stands there"),
            "street": _("Write the street and number, or the PO box"),
            "city": _("Write the city"),
            "zip": _("Write the five digits of the ZIP code"),
        }
        for field, words in missing.items():
            if not self[field].data or (field == "zip" and not _ZIP.match(self.zip.data or "")):
                self[field].errors = [words]
        if any(self[field].errors for field in missing):
            return None
        return Place(*(self[name].data for name in _PLACE))

    def read_entry(self, clerk: SignedIn, desk: str) -> Entry | None:
        """Which drawing of the form this is; None, with an error, where it is not this clerk's or open too long."""
        try:
            proof = links.read_proof("entry", self.entry.data or "")
        except (BadToken, TokenEnded):
            proof = None
        if proof is None or proof.payload.get("member") != clerk.member_id or not proof.jti:
            self.entry.errors = [_("This form was open too long. Nothing was stopped. Press once more.")]
            return None
        return Entry(proof.jti, desk)


def new_entry(clerk: SignedIn) -> str:
    """The signed id of one drawing of a form."""
    return links.prove("entry", {"member": clerk.member_id})


def empty_form(received: date, way: str) -> StopForm:
    """The form before anything was typed."""
    return StopForm(formdata=None, data={"received": received, "way": way})


def _known_day(day: date | None) -> None:
    if day is None or day < _EARLIEST:
        raise ValidationError(_("Enter a day, like 07/06/2026"))
    if day > today():
        raise ValidationError(_("That day is still to come. Enter today or a day before"))
