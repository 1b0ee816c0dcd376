"""What a clerk reads out after a stop: what stopped, what may still come and until when, and the reference, spelled."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app.core import settings
from app.phone_desk.models import RecordedStop
from app.phone_desk.printed import Printed, printed_on
from app.phone_desk.references import spelled
from app.phone_desk.what import ALL, EMAIL, ORDER
from app.phone_desk.who import PERSON


def sentences_of(row: RecordedStop) -> list[str]:
    """The sentences, in the order they are said. None for a stop that was taken back."""
    if row.undone_at is not None:
        return []
    found = [_stopped(row) if row.kind == PERSON else _as_told(row)]
    if row.what != EMAIL:
        found += _still(printed_for(row))
    return [*found, _("Your reference is %(spelled)s.", spelled=spelled(row.reference))]


def printed_for(row: RecordedStop) -> Printed:
    """What was printed on the day of the stop."""
    return printed_on(row.at.astimezone(settings.current().brand.zone).date())


def long_day(day: date) -> str:
    """September 12, 2026."""
    return format_date(day, "long", locale=str(get_locale() or "en_US"))


def _stopped(row: RecordedStop) -> str:
    if row.what != ORDER and not row.changes:
        return _("That was stopped already, and it stays stopped. I’ve written down that you asked.")
    words = {
        ALL: _(
            "I’ve stopped all our marketing email and all our paper mail to you, as of now. An email already on its way "
            "may still land."
        ),
        EMAIL: _("I’ve stopped all our marketing email to you, as of now. One already on its way may still land."),
        ORDER: _("I’ve entered the order. We send you no paper mail of any kind from now on."),
    }
    return words.get(row.what) or _("I’ve stopped all our catalogs and postcards to you, as of now.")


def _as_told(row: RecordedStop) -> str:
    """The stop of an address as told: we don't say whether we know it."""
    words = {
        "email": _(
            "I’ve put a stop on that email address, as of now. We keep it, also if the address comes to us later."
        ),
        "label": _("I’ve put a stop on that customer number and ZIP code, as of now. We keep it from now on."),
    }
    return words.get(row.kind) or _(
        "I’ve put a stop on that name and address, as of now. We keep it, also if they come to us later."
    )


def _still(printed: Printed) -> list[str]:
    if not printed.pieces:
        return [_rest(printed.rest_until)]
    named = [
        _("%(piece)s is already printed. It can still come until %(day)s.", piece=piece, day=long_day(day))
        for piece, day in printed.pieces
    ]
    if printed.rest_until:
        day = long_day(printed.rest_until)
        named.append(_("Another piece that is already printed can still come until %(day)s.", day=day))
    return [*named, _("After that, nothing.")]


def _rest(until: date | None) -> str:
    if until is None:
        return _("Nothing of ours is printed and on its way.")
    day = long_day(until)
    return _("A piece that is already printed can still come until %(day)s. After that, nothing.", day=day)
