"""Keys by which postal addresses are compared: who at which address, the household, the address whoever lives there.

Version 2 reads US addresses by the rules of USPS Publication 28 (docs/decisions/0009-postal-key.md). A version is frozen once
shipped: fingerprints store it, and look-ups go through every version. A changed rule or table is version 3, beside this one;
tests/channels/vectors_post_v2.csv holds it still.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from app.channels.postal.delivery import Delivery, read_delivery
from app.channels.postal.names import person_key
from app.channels.postal.words import QUOTES, folded, plain, spelled, state_code, word_set

POST_VERSION = 2
_ZIP = re.compile(r"([0-9]{5})(?:[- ]?([0-9]{4}))?")
_SHORT_ZIP = re.compile(r"([0-9]{3,4})(?:-([0-9]{4}))?")  # its zeros in front were lost in a spreadsheet
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_ZERO_STATES = word_set("AE CT MA ME NH NJ PR RI VI VT")
_US = frozenset({"", "US", "USA", "UNITEDSTATES", "UNITEDSTATESOFAMERICA"})
_POSSESSIONS = word_set("AS FM GU MH MP PR PW VI")  # countries elsewhere, served by the Postal Service
_SPANISH_ZIPS = ("006", "007", "009")
_CITY_WORDS = {
    "SAINT": "ST",
    "SAINTE": "STE",
    "MOUNT": "MT",
    "FORT": "FT",
    "NORTH": "N",
    "SOUTH": "S",
    "EAST": "E",
    "WEST": "W",
}


@dataclass(frozen=True)
class Place:
    """A postal address as it was written, with the name on its label."""

    name: str
    street: str
    second_line: str
    city: str
    state: str
    postal_code: str
    country: str = "US"


@dataclass(frozen=True)
class PostKeys:
    """The three match keys of one address. Each begins with a letter of its own, so that no two kinds ever meet."""

    person: str
    household: str
    address: str


def post_keys(place: Place) -> PostKeys:
    """The keys of an address under POST_VERSION. Never raises, whatever the fields hold; a key can always be encoded."""
    where = _where(place)
    whole, family = person_key(place.name)
    return PostKeys(f"P|{whole}|{where}", f"H|{family}|{where}", f"A|{where}")


def label_key(customer_number: str, postal_code: str) -> str:
    """The key of a label: the customer number above the name, and the five digits of the ZIP code."""
    return f"N|{plain(customer_number)}|{_zip(postal_code, '')[0] or plain(postal_code)}"


def standard_address(place: Place) -> Place:
    """A US address as Publication 28 spells it: upper case, standard abbreviations, the unit at the end of the line.

    An offer, which the person may take or leave. The name stays, and so does an address elsewhere. The keys of what comes back
    are the keys of what went in: where a spelling would change them, it is not offered.
    """
    state = _state_at_home(place.country, place.state)
    if state is None:
        return place
    street, second_line = _delivery(place, state).lines
    code, more = _zip(place.postal_code, state)
    offered = replace(
        place,
        street=street,
        second_line=second_line,
        city=" ".join(_city_words(place.city)),
        state=state,
        postal_code=f"{code}-{more}" if more else code or folded(place.postal_code).strip(),
        country="US",
    )
    return offered if post_keys(offered) == post_keys(place) else place


def _where(place: Place) -> str:
    state = _state_at_home(place.country, place.state)
    if state is None:
        code = plain(place.postal_code) or plain(place.city) + plain(place.state)
        return "|".join((plain(place.country), spelled(place.street), spelled(place.second_line), code))
    return f"US|{_delivery(place, state).whole_key}|{_town(place, state)}"


@lru_cache(maxsize=1024)
def _state_at_home(country: str, state: str) -> str | None:
    """The state as two letters, where the Postal Service delivers; None elsewhere."""
    country = plain(country)
    if country in _POSSESSIONS:
        return country
    return state_code(state) if country in _US else None


def _delivery(place: Place, state: str) -> Delivery:
    is_spanish = state == "PR" or _zip(place.postal_code, state)[0].startswith(_SPANISH_ZIPS)
    return read_delivery(place.street, place.second_line, is_spanish=is_spanish)


def _town(place: Place, state: str) -> str:
    """The five digits; where they are missing or broken, city and state."""
    code = _zip(place.postal_code, state)[0]
    if code:
        return code
    city = "".join(_CITY_WORDS.get(word, plain(word)) for word in _city_words(place.city))
    return f"{city}/{state}"


def _city_words(text: str) -> list[str]:
    """A city without punctuation (section 222)."""
    city = QUOTES.sub("", folded(text))
    return _PUNCTUATION.sub(" ", city).split() or city.split()


def _zip(text: str, state: str) -> tuple[str, str]:
    """(five digits, the four behind them); empty when it is no ZIP code."""
    if len(text) == 5 and text.isdecimal() and text.isascii():
        return text, ""
    code = "".join(folded(text).split())
    found = _ZIP.fullmatch(code)
    if found is None and state in _ZERO_STATES:
        short = _SHORT_ZIP.fullmatch(code)
        return (short[1].zfill(5), short[2] or "") if short else ("", "")
    return (found[1], found[2] or "") if found else ("", "")
