"""Keys by which postal addresses are compared: who at which address, the household, the address whoever lives there.

A version is frozen once shipped: fingerprints store it, and look-ups go through every version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

POST_VERSION = 2


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
    """The keys of an address under POST_VERSION."""
    where = f"{_plain(place.street + place.second_line)}|{_plain(place.postal_code)[:5]}"
    last = place.name.split()[-1] if place.name.split() else ""
    return PostKeys(f"P|{_plain(place.name)}|{where}", f"H|{_plain(last)}|{where}", f"A|{where}")


def label_key(customer_number: str, postal_code: str) -> str:
    """The key of a label: the customer number above the name, and the five digits of the ZIP code."""
    return f"N|{_plain(customer_number)}|{_plain(postal_code)[:5]}"


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
