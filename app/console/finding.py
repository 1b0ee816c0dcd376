"""What the search box finds. Everything is masked: what was found says only that it was found."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import people, staff
from app.core.desk import Hit, Search
from app.core.feature import declared
from app.core.fingerprints import mask, match_key
from app.people import Person
from app.purchases import Order
from app.staff import IN_WORDS, Permission, Role, may

SHOWN = 20
LONGEST = 200
_DOT = "•"


@dataclass(frozen=True)
class Found:
    """At most SHOWN hits, and whether there are more."""

    hits: list[Hit]
    has_more: bool


def searches_of(role: str) -> list[Search]:
    """What that role may search."""
    return [search for search in declared().searches if may(role, Permission(search.needs))]


def found_by(text: str, role: str) -> Found:
    """What matches `text` and that role may find, masked."""
    hits = [hit for search in searches_of(role) for hit in search.find(text)] if text else []
    return Found(hits[:SHOWN], len(hits) > SHOWN)


def typed(text: str) -> str:
    """What was typed, without control characters (PostgreSQL refuses a NUL) and with single spaces."""
    letters = (letter if letter >= " " and letter != "\x7f" else " " for letter in text[: 2 * LONGEST])
    return " ".join("".join(letters).split())[:LONGEST]


def find_people(text: str) -> list[Hit]:
    """People by address, number, reference, or name + ZIP."""
    ordered = select(Order.person_id).where(Order.number.in_({text, text.removeprefix("#").strip()}))
    return [_person(person) for person in people.find_people(text, ordered, SHOWN + 1)]


def find_members(text: str) -> list[Hit]:
    """Staff members by their whole address, or by what stands before its @."""
    wanted = text.lower()
    found = [
        one for one in staff.every_member() if wanted in (match_key(one.email), one.email.lower().partition("@")[0])
    ]
    return [
        Hit(
            _l("Staff member"),
            mask(one.email),
            str(IN_WORDS[Role(one.role)]),
            url_for("console.accounts", _anchor=f"member-{one.id}"),
        )
        for one in found
    ]


def _person(person: Person) -> Hit:
    place = people.postal_address_of(person)
    parts = [mask(people.destination_of(person).address) if person.destinations else _("no email address")]
    parts.append(f"{place.place} {_covered(place.postal_code, 3)}" if place else _("no postal address"))
    names = [_covered(word, 1) for word in person.display_name.split()]
    url = url_for("console.record", number=person.id)
    return Hit(_l("Person"), " ".join(names) or _("(no name)"), " · ".join(parts), url, person.id)


def _covered(word: str, shown: int) -> str:
    """`Example` → `E••••••`: the first letters, and a dot for each other one, eight at most."""
    return word[:shown] + _DOT * min(len(word) - shown, 8)
