"""Many people at once: for the retailer's files."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.database import session
from app.core.fingerprints import match_key
from app.people.models import Destination, Person, PostalAddress


def people_by_addresses(addresses: Iterable[str]) -> dict[str, Person]:
    """Match key → the person known by that e-mail address (canonical), with postal addresses, in two queries."""
    keys = {match_key(address) for address in addresses}
    statement = (
        select(Destination.match_key, Person)
        .join(Person)
        .where(Destination.channel == "email", Destination.match_key.in_(keys))
        .options(selectinload(Person.postal_addresses))
    )
    return dict(session().execute(statement).tuples().all())


def people_by_subjects(subject_ids: Collection[str]) -> dict[str, Person]:
    """Subject → the person behind it, with postal addresses."""
    if not subject_ids:
        return {}
    statement = select(Person).where(Person.subject_id.in_(subject_ids)).options(selectinload(Person.postal_addresses))
    return {person.subject_id: person for person in session().scalars(statement)}


def new_person(subject_id: str, source: str) -> Person:
    """A person without an address yet, for a batch: added, not flushed."""
    person = Person(
        subject_id=subject_id, source=source, created_at=clock.now(), first_name="", last_name="", phone="",
        customer_number=None, customer_since=None, postal_addresses=[],
    )  # fmt: skip
    session().add(person)
    return person


def add_address(person: Person, address: str) -> None:
    """One more e-mail address of a person, for a batch: added, not flushed."""
    now = clock.now()
    session().add(
        Destination(person=person, channel="email", address=address, match_key=match_key(address), created_at=now)
    )


def set_postal_address(person: Person, street: str, city: str, state: str, postal_code: str, country: str) -> None:
    """Where paper mail goes from now on, for a batch: not flushed."""
    newest = max(person.postal_addresses, key=lambda one: one.id or 0, default=None)
    if newest is None:
        newest = PostalAddress(created_at=clock.now())
        person.postal_addresses.append(newest)
    newest.street, newest.city, newest.state = street, city, state
    newest.postal_code, newest.country = postal_code, country
