"""Postal addresses on the profile. An address is never overwritten: a changed one is a new row in place of the old one, so
that what stood at any moment can be read back. Stops are about the person, and go with her."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import consent
from app.channels import Place, standard_address
from app.core import clock
from app.core.database import session, table
from app.core.refusals import NotFound
from app.people import By, Person, PostalAddress, ProfileChange, note_change, postal_address_of
from app.profile.came import came_of, told
from app.profile.since import ChangedSince

FIELD = "postal_address"
_COLUMNS = [column.key for column in table(PostalAddress).columns]
PARTS = ("street", "second_line", "city", "state", "postal_code", "country")


def address_of(person_id: int, address_id: int) -> PostalAddress:
    """One of her addresses, an older one too. Raises NotFound for another's, for a removed one and for none."""
    mine = PostalAddress.id == address_id, PostalAddress.person_id == person_id, PostalAddress.removed_at.is_(None)
    found = session().scalar(select(PostalAddress).where(*mine))
    if found is None:
        raise NotFound(_l("There is no such address on your profile."))
    return found


def was_removed(person_id: int, address_id: int) -> bool:
    """Whether that is one of hers which she took off her profile."""
    mine = PostalAddress.id == address_id, PostalAddress.person_id == person_id, PostalAddress.removed_at.is_not(None)
    return session().scalar(select(PostalAddress.id).where(*mine)) is not None


def standard_spelling(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts as USPS Publication 28 spells them; the same parts for an address elsewhere."""
    place = standard_address(Place(name="", **{name: parts[name] for name in PARTS}))
    return {name: getattr(replace(place, country=parts["country"]), name) for name in PARTS}


def set_address(person: Person, parts: Mapping[str, str], by: By) -> PostalAddress | None:
    """Where paper mail goes from now on, in the spelling she chose; what was there before becomes an older address.

    None when it is where mail goes already. Flushes.
    """
    now, before = clock.now(), postal_address_of(person)
    if before is not None and _parts(before) == dict(parts):
        before.confirmed_at = before.confirmed_at or now
        return None
    replaced = [one for one in person.postal_addresses if one.is_current]
    for one in replaced:
        one.replaced_at = now
    new = PostalAddress(person=person, created_at=now, confirmed_at=now, **parts, **told(by))
    session().add(new)
    session().flush()
    value = {**_value(new), "replaced": [one.id for one in replaced]}
    note_change(person.id, FIELD, _value(before) if before else None, value, by, _about(new))
    _marks_follow(person)
    return new


def remove_address(address: PostalAddress, by: By) -> None:
    """Take it off her profile; no file brings it back. Flushes."""
    old = _value(address)
    address.removed_at = clock.now()
    note_change(address.person_id, FIELD, old, None, by, _about(address))


def restore(change: ProfileChange) -> None:
    """Put back what stood before one change, as new rows: what stood in between can still be read back, so a paper list of
    that moment stays the same. Raises ChangedSince. Flushes."""
    new = json.loads(change.new)
    address = session().get(PostalAddress, int(change.about.partition(":")[2]))
    if address is None:
        raise ChangedSince
    _bring_back(address) if new is None else _withdraw(address.person, new)
    _marks_follow(address.person)


def address_words(value: dict[str, Any] | None) -> str:
    """The `old` or `new` of a change as a person reads it; empty for none."""
    if not value:
        return ""
    lines = PostalAddress(**{name: value[name] for name in PARTS}).lines
    return ", ".join(lines if value["country"] == "US" else (*lines, value["country"]))


def _bring_back(address: PostalAddress) -> None:
    """A removed one stands again, unless mail goes elsewhere by now."""
    if address.removed_at is None or (address.replaced_at is None and postal_address_of(address.person) is not None):
        raise ChangedSince
    _stand_again(address, replaced_at=clock.now() if address.replaced_at else None)


def _withdraw(person: Person, new: dict[str, Any]) -> None:
    """The new one goes, and those it replaced stand again, where they are on her profile still."""
    current = postal_address_of(person)
    if current is None or not _is(current, new):  # by what it says: an undo may have made its row anew
        raise ChangedSince
    current.removed_at = clock.now()
    older = [one for one in person.postal_addresses if one.replaced_at and not one.removed_at]
    for replaced in [one for one in person.postal_addresses if one.id in new["replaced"]]:
        standing = next((one for one in older if _value(one) == _value(replaced)), None)
        if standing is not None:
            older.remove(standing)
            standing.removed_at = clock.now()
            _stand_again(standing)


def _stand_again(address: PostalAddress, replaced_at: datetime | None = None) -> None:
    """A new row that says the same; the old one keeps the times at which it went. Flushes."""
    own = ("id", "created_at", "replaced_at", "removed_at")
    same = {name: getattr(address, name) for name in _COLUMNS if name not in own}
    session().add(PostalAddress(**same, created_at=clock.now(), replaced_at=replaced_at))
    session().flush()


def _marks_follow(person: Person) -> None:
    """Where paper reaches her changed, and so do the marks by which stops of paper are found."""
    session().expire(person, ["postal_addresses"])
    consent.settle_places([person])


def _parts(address: PostalAddress) -> dict[str, str]:
    return {name: getattr(address, name) for name in PARTS}


def _value(address: PostalAddress) -> dict[str, Any]:
    return {**_parts(address), "came": came_of(address)}


def _is(address: PostalAddress, value: dict[str, Any]) -> bool:
    return all(_value(address)[name] == value[name] for name in (*PARTS, "came"))


def _about(address: PostalAddress) -> str:
    return f"{FIELD}:{address.id}"
