"""Many people at once: for the retailer's files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from app.core import clock
from app.core.database import session, table
from app.core.fingerprints import match_key
from app.people.models import Destination, Person, Phone, PostalAddress
from app.people.sources import TOLD, Source


def people_by_addresses(addresses: Iterable[str]) -> dict[str, Person]:
    """Match key → the person known by that e-mail address (canonical), with postal addresses and phones, in three queries."""
    keys = {match_key(address) for address in addresses}
    statement = (
        select(Destination.match_key, Person)
        .join(Person)
        .where(Destination.channel == "email", Destination.match_key.in_(keys))
        .options(selectinload(Person.postal_addresses), selectinload(Person.phones))
    )
    return dict(iter(session().execute(statement)))


def people_by_subjects(subject_ids: Collection[str]) -> dict[str, Person]:
    """Subject → the person behind it, with postal addresses. For a record that was merged: who she is now."""
    if not subject_ids:
        return {}
    holder = aliased(Person)
    is_hers = holder.id == func.coalesce(Person.merged_into_id, Person.id)
    statement = select(Person.subject_id, holder).join(holder, is_hers).where(Person.subject_id.in_(subject_ids))
    return dict(iter(session().execute(statement.options(selectinload(holder.postal_addresses)))))


def people_by_ids(ids: Collection[int]) -> list[Person]:
    """The people of these rows in their order, with e-mail and postal addresses."""
    loaded = (selectinload(Person.destinations), selectinload(Person.postal_addresses))
    return list(session().scalars(select(Person).where(Person.id.in_(ids)).options(*loaded).order_by(Person.id)))


def people_by_customer_numbers(numbers: Collection[str]) -> dict[str, list[Person]]:
    """Customer number → who has it. Files brought the numbers, so two people may share one.

    A number of a record that was merged leads to whom it was merged into.
    """
    found: dict[str, list[Person]] = {}
    holder = aliased(Person)
    is_hers = holder.id == func.coalesce(Person.merged_into_id, Person.id)
    statement = select(Person.customer_number, holder).join(holder, is_hers)
    wanted = statement.where(Person.customer_number.in_(numbers)).order_by(holder.id, Person.id)
    for number, person in session().execute(wanted) if numbers else ():
        if person not in (mine := found.setdefault(number or "", [])):
            mine.append(person)
    return found


@dataclass(frozen=True)
class NewPerson:
    """Somebody new to us: the subject her mark has, her canonical address, and columns of her row."""

    subject_id: str
    address: str
    facts: Mapping[str, str]


def add_people(new: Sequence[NewPerson], source: str, *, are_customers: bool) -> None:
    """Add many at once, each with one address; customers from now on, unless the list is no list of buyers. Flushes."""
    if not new:
        return
    now = clock.now()
    blank = {"first_name": "", "last_name": "", "customer_number": None}
    common = {**blank, "source": source, "customer_since": now if are_customers else None, "created_at": now}
    # After an erasure two addresses may share a subject: they were one person's, and are again.
    rows = {one.subject_id: {**common, **one.facts, "subject_id": one.subject_id} for one in new}
    session().execute(table(Person).insert(), list(rows.values()))
    known = select(Person.subject_id, Person.id).where(Person.subject_id.in_(rows))
    ids = dict(iter(session().execute(known)))
    session().execute(
        table(Destination).insert(),
        [
            {
                "person_id": ids[one.subject_id],
                "channel": "email",
                "address": one.address,
                "match_key": match_key(one.address),
                "created_at": now,
            }
            for one in new
        ],
    )


def add_address(person: Person, address: str) -> None:
    """One more e-mail address of a person. Flushes."""
    now = clock.now()
    session().add(
        Destination(person=person, channel="email", address=address, match_key=match_key(address), created_at=now)
    )
    session().flush()


_PLACE = ("street", "second_line", "city", "state", "postal_code", "country")


def set_postal_addresses(places: Iterable[tuple[Person, Mapping[str, Any]]]) -> None:
    """Where paper mail goes from now on: a new row each, in place of the one held. Flushes.

    `places`: columns of the address, and of its provenance. An address that is held already stays as it is, and one she
    took off her profile does not come back.
    """
    now, new = clock.now(), {}
    for person, place in places:
        if any(_is(one, place) and (one.is_current or one.removed_at) for one in person.postal_addresses):
            continue
        for one in person.postal_addresses:
            one.replaced_at = one.replaced_at or now
        new[person.id] = {"source": Source.UNKNOWN, **place, "person_id": person.id, "created_at": now}
        session().expire(person, ["postal_addresses"])
    session().flush()
    if new:
        session().execute(table(PostalAddress).insert(), list(new.values()))


def _is(held: PostalAddress, place: Mapping[str, Any]) -> bool:
    return all(getattr(held, name) == place.get(name, "") for name in _PLACE)


def set_phones(numbers: Iterable[tuple[Person, Mapping[str, Any]]]) -> None:
    """A file's one number for each person: in place of the one a file brought before, never of one she gave. Flushes.

    `numbers`: the number as E.164, and its provenance. A number that is held stays, and one she removed does not come back.
    """
    now, new = clock.now(), []
    for person, phone in numbers:
        if any(one.number == phone["number"] for one in person.phones):
            continue
        brought = [one for one in person.phones if one.removed_at is None and one.source not in TOLD]
        if brought:
            newest = max(brought, key=lambda one: one.id)
            for name, value in phone.items():
                setattr(newest, name, value)
        else:
            new.append({"source": Source.UNKNOWN, **phone, "person_id": person.id, "created_at": now})
            session().expire(person, ["phones"])
    session().flush()
    if new:
        session().execute(table(Phone).insert(), new)
