"""Finding, adding and erasing people."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.database import session
from app.core.feature import declared
from app.core.fingerprints import match_key
from app.core.personal_data import Holder, Rows, erase_everywhere
from app.people.models import Destination, Person, PostalAddress


def person_by_address(address: str) -> Person | None:
    """The person known by that e-mail address (canonical), or None."""
    statement = (
        select(Person)
        .join(Destination)
        .where(Destination.channel == "email", Destination.match_key == match_key(address))
        .options(selectinload(Person.destinations), selectinload(Person.postal_addresses))
    )
    return session().scalars(statement).first()


def person_by_subject(subject_id: str) -> Person | None:
    """The person a subject stands for, or None: never known, or erased."""
    statement = (
        select(Person)
        .where(Person.subject_id == subject_id)
        .options(selectinload(Person.destinations), selectinload(Person.postal_addresses))
    )
    return session().scalars(statement).first()


def name_of(person_id: int) -> str:
    """First and last name as we know them; empty where we know none. One small query, for a form's first value."""
    row = session().execute(select(Person.first_name, Person.last_name).where(Person.id == person_id)).first()
    return " ".join(part for part in row if part) if row else ""


def add_person(address: str, subject_id: str, source: str) -> Person:
    """A new person with one address, under the subject its fingerprint already has. Flushes."""
    person = Person(subject_id=subject_id, source=source, created_at=clock.now(), first_name="", last_name="", phone="")
    person.destinations.append(
        Destination(channel="email", address=address, match_key=match_key(address), created_at=clock.now())
    )
    session().add(person)
    session().flush()
    return person


def destination_of(person: Person) -> Destination:
    """The address mail goes to: the oldest one held."""
    return min(person.destinations, key=lambda one: one.id)


def postal_address_of(person: Person) -> PostalAddress | None:
    """Where paper mail goes: the newest address held."""
    return max(person.postal_addresses, key=lambda one: one.id, default=None)


def prove_destination(person: Person, address: str) -> None:
    """The person showed that this address is hers. Flushes."""
    for one in person.destinations:
        if one.match_key == match_key(address) and one.proven_at is None:
            one.proven_at = clock.now()
    session().flush()


def erase_person(person: Person) -> dict[str, int]:
    """Erase one person everywhere, by the registry. Returns rows per table. Flushes; the entry point commits."""
    counts = erase_everywhere(declared().personal_data, Holder(person.id, person.subject_id))
    session().flush()
    return counts


def export_person(holder: Holder) -> Rows:
    """The person row in plain words."""
    person = session().get(Person, holder.person_id) if holder.person_id else None
    if person is not None:
        yield {
            "name": person.display_name,
            "phone": person.phone,
            "customer number": person.customer_number or "",
            "where we got it": person.source,
            "customer since": person.customer_since,
            "known since": person.created_at,
        }


def export_destinations(holder: Holder) -> Rows:
    """The e-mail addresses held."""
    for one in session().scalars(select(Destination).where(Destination.person_id == holder.person_id)):
        yield {"address": one.address, "proven": one.proven_at, "known since": one.created_at}


def export_postal(holder: Holder) -> Rows:
    """The postal addresses held."""
    for one in session().scalars(select(PostalAddress).where(PostalAddress.person_id == holder.person_id)):
        yield {"address": ", ".join(one.lines), "country": one.country, "known since": one.created_at}


def erase_row(holder: Holder) -> int:
    """Delete the person with all addresses. Runs last: the others find their rows by it."""
    person = session().get(Person, holder.person_id) if holder.person_id else None
    if person is None:
        return 0
    session().delete(person)
    session().flush()
    return 1


def erased_with_person(_holder: Holder) -> int:
    """These rows go with the person row, by cascade."""
    return 0
