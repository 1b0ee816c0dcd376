"""What the search box finds. Everything is masked: what was found says only that it was found."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l

from app import people, purchases, staff
from app.core.desk import Hit, Search
from app.core.feature import declared
from app.core.fingerprints import mask, match_key
from app.people import Person
from app.staff import IN_WORDS, Permission, Role, may

SHOWN = 20


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


def find_people(text: str) -> list[Hit]:
    """People by address, number, reference, or name + ZIP."""
    return [_person(person) for person in people.find_people(text, purchases.buyers_of(text), SHOWN + 1)]


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
    url = url_for("console.record", number=person.id)
    return Hit(_l("Person"), people.masked_name(person), people.masked_ways(person), url, person.id)
