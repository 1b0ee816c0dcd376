"""Changes, sources and animals in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.consent import ChangeLine
from app.core import settings
from app.people import SOURCE_WORDS, Animal, ProfileChange, Source
from app.profile.addresses import address_words
from app.profile.phones import phone_words
from app.topics import ANIMALS

# Mail about a kind of animal, in a sentence: "We've stopped horse mail."
ANIMAL_MAIL: dict[str, LazyString] = {
    "bird": _l("bird mail"),
    "cat": _l("cat mail"),
    "cattle": _l("cattle mail"),
    "dog": _l("dog mail"),
    "goat": _l("goat mail"),
    "horse": _l("horse mail"),
    "pig": _l("pig mail"),
    "poultry": _l("poultry mail"),
    "sheep": _l("sheep mail"),
    "small-pet": _l("mail about small pets"),
    "other": _l("mail about animals like this"),
}
# What a change or a fact is about. What nobody named stands as its own name.
LABELS: dict[str, LazyString] = {
    "addressed_as": _l("How to be addressed"),
    "content_topic": _l("Reads about"),
    "customer_number": _l("Customer number"),
    "device": _l("Device"),
    "email": _l("Email"),
    "gender": _l("Gender"),
    "interest": _l("Interest"),
    "loyalty_number": _l("Loyalty number"),
    "name": _l("Name"),
    "often_needs": _l("Often needs"),
    "page": _l("Page viewed"),
    "phone": _l("Phone"),
    "postal_address": _l("Postal address"),
    "shops_most": _l("Shops most"),
    "visit": _l("Visit"),
}
_HIDDEN = ("act", "came", "gone_at", "kind", "source", "source_detail", "obtained_on")


def label_of(name: str) -> str:
    """`often_needs` → "Often needs"."""
    return str(LABELS.get(name) or name.replace("_", " ").capitalize())


def day(moment: datetime | date) -> str:
    """May 12, 2026, in the shop's zone."""
    local = moment.astimezone(settings.current().brand.zone).date() if isinstance(moment, datetime) else moment
    return format_date(local, "long", locale=str(get_locale() or "en_US"))


def came_words(source: str, detail: str, obtained_on: date | None, recorded_at: datetime | None) -> str:
    """Where and when: "You told us by phone: spring survey, April 2, 2026"."""
    known = source in SOURCE_WORDS and source != Source.UNKNOWN
    words = str(SOURCE_WORDS[Source(source) if known else Source.UNKNOWN])
    if detail:
        words = _("%(source)s: %(detail)s", source=words, detail=detail)
    if obtained_on is not None:
        return _("%(source)s, %(day)s", source=words, day=day(obtained_on))
    return _("%(source)s. In our files since %(day)s", source=words, day=day(recorded_at)) if recorded_at else words


def animal_title(animal: Animal) -> str:
    """What to call it: its name, else its kind."""
    return animal.name or animal_kind(animal.kind)


def animal_kind(kind: str) -> str:
    """ "Horse"; "Animal" where nobody said which."""
    return str(ANIMALS[kind]).capitalize() if kind in ANIMALS else _("Animal")


def animal_words(kind: str, born_in: str) -> str:
    """ "Horse, born April 2009"."""
    if not born_in:
        return animal_kind(kind)
    return _("%(kind)s, born %(month)s", kind=animal_kind(kind), month=month_words(born_in))


def kind_words(kind: str) -> str:
    """Of a phone number; empty for none."""
    return {"home": _("home"), "mobile": _("mobile"), "work": _("work")}.get(kind, "")


def month_words(born_in: str) -> str:
    """`2009-04` → "April 2009"; `2009` → "2009"."""
    year, _dash, month = born_in.partition("-")
    if not month:
        return year
    return format_date(date(int(year), int(month), 1), "MMMM y", locale=str(get_locale() or "en_US"))


def change_line(change: ProfileChange) -> ChangeLine:
    """One change in words: what it is about, before, after."""
    old, new = json.loads(change.old), json.loads(change.new)
    label, said = _SPOKEN.get(change.field, (_plain_label, _plain))
    return ChangeLine(label(change.field, new or old or {}), said(old), said(new))


def _plain_label(field: str, _value: Any) -> str:
    return label_of(field)


def _plain(value: Any) -> str:
    """Any value another field keeps: its texts, one after the other."""
    if isinstance(value, dict):
        value = [one for name, one in value.items() if name not in _HIDDEN]
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value if one)
    return str(value) if value else _("nothing")


def _name(value: dict[str, str]) -> str:
    return f"{value['first_name']} {value['last_name']}".strip() or _("nothing")


def _animal_label(_field: str, value: dict[str, str]) -> str:
    return value.get("name") or animal_kind(value.get("kind", ""))


def _animal(value: dict[str, str] | None) -> str:
    return animal_words(value["kind"], value["born_in"]) if value else _("not on your list")


def _farewell(value: dict[str, str] | None) -> str:
    return _("no longer with you") if value else _("with you")


def _fact_label(_field: str, value: dict[str, str]) -> str:
    return label_of(value.get("name", ""))


def _fact(value: dict[str, str] | None) -> str:
    return value["value"] if value else _("nothing")


_Spoken = tuple[Callable[[str, Any], str], Callable[[Any], str]]
_SPOKEN: dict[str, _Spoken] = {
    "animal": (_animal_label, _animal),
    "fact": (_fact_label, _fact),
    "farewell": (_animal_label, _farewell),
    "name": (_plain_label, _name),
    "phone": (_plain_label, lambda value: phone_words(value) or _("nothing")),
    "postal_address": (_plain_label, lambda value: address_words(value) or _("nothing")),
}
