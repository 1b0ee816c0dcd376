"""Birth months as people write them: "May 2021", "2021-05", "5/2021", or the year alone."""

from __future__ import annotations

import re
from datetime import date

from flask_babel import lazy_gettext as _l

from app.core.refusals import BadQuestion
from app.profile.came import today

_FORMS = (
    re.compile(r"(?P<word>[a-z]{3,9})\.?,? (?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})"),
    re.compile(r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})"),
)
_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_OLDEST = 100  # years: a tortoise or a parrot


class NotAMonth(BadQuestion):
    """The text is no month an animal of hers can have been born in."""


def read_month(text: str) -> str:
    """`2021-05`, `2021`, or empty for nothing typed. Raises NotAMonth with a sentence for the person."""
    if not text:
        return ""
    found = next((match for form in _FORMS if (match := form.fullmatch(text.lower()))), None)
    said = found.groupdict() if found else {}
    month = _month(said.get("word"), said.get("month"))
    if found is None or month is None:
        raise NotAMonth(_l("Enter a month and year, like May 2021, or the year alone"))
    return _checked(int(found["year"]), month)


def _month(word: str | None, number: str | None) -> int | None:
    """1 to 12; 0 where only a year was typed; None for no month."""
    if word is not None:
        fits = [name for name in _NAMES if name.startswith(word) or (word == "sept" and name == "september")]
        return _NAMES.index(fits[0]) + 1 if fits else None
    if number is None:
        return 0
    return int(number) if 1 <= int(number) <= len(_NAMES) else None


def _checked(year: int, month: int) -> str:
    now = today()
    if year > now.year or (month and year == now.year and month > now.month):
        raise NotAMonth(_l("Enter a month that has begun"))
    if year < now.year - _OLDEST:
        raise NotAMonth(_l("Enter a year in the last %(num)s", num=_OLDEST))
    return date(year, month, 1).strftime("%Y-%m") if month else str(year)
