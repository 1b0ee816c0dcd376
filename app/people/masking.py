"""People as the desk shows them before anything was checked: enough to tell two apart, too little to read out."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core.fingerprints import mask
from app.people.models import Person
from app.people.service import destination_of, postal_address_of

_DOT = "•"


def covered(word: str, shown: int) -> str:
    """`Example` → `E••••••`: the first letters, and a dot for each other one, eight at most."""
    return word[:shown] + _DOT * min(len(word) - shown, 8)


def masked_words(name: str) -> str:
    """`Ann Archer` → `A•• A•••••`; empty for no name."""
    return " ".join(covered(word, 1) for word in name.split())


def masked_name(person: Person) -> str:
    """Her name masked, or that there is none."""
    return masked_words(person.display_name) or _("(no name)")


def masked_ways(person: Person) -> str:
    """How she is reached, masked: `a••@example.com · Dothan, AL 363••`. Needs her addresses loaded."""
    place = postal_address_of(person)
    address = mask(destination_of(person).address) if person.destinations else _("no email address")
    where = f"{place.place} {covered(place.postal_code, 3)}" if place else _("no postal address")
    return f"{address} · {where}"
