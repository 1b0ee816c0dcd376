"""Finding, adding and erasing people."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from app.core import clock, settings
from app.core.database import session
from app.core.feature import declared
from app.core.fingerprints import Fingerprint, fingerprint, match_key
from app.core.personal_data import erase_everywhere
from app.people.merged import holders_of
from app.people.models import Destination, Person, Phone, PostalAddress


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
    """The person a subject stands for, or None: never known, or erased. For a record that was merged: who she is now."""
    shell = aliased(Person)
    into = select(shell.merged_into_id).where(shell.subject_id == subject_id, shell.merged_into_id.is_not(None))
    mine = (Person.subject_id == subject_id) & Person.merged_into_id.is_(None)
    statement = (
        select(Person)
        .where(mine | Person.id.in_(into))
        .options(selectinload(Person.destinations), selectinload(Person.postal_addresses))
    )
    return session().scalars(statement).first()


def name_of(person_id: int) -> str:
    """First and last name as we know them; empty where we know none. One small query, for a form's first value."""
    row = session().execute(select(Person.first_name, Person.last_name).where(Person.id == person_id)).first()
    return " ".join(part for part in row if part) if row else ""


def add_person(address: str, subject_id: str, source: str) -> Person:
    """A new person with one address, under the subject its fingerprint already has. Flushes."""
    person = Person(subject_id=subject_id, source=source, created_at=clock.now(), first_name="", last_name="")
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
    """Where paper mail goes: the newest address held that was neither replaced nor removed."""
    current = (one for one in person.postal_addresses if one.is_current)
    return max(current, key=lambda one: one.id, default=None)


def phones_of(person: Person) -> list[Phone]:
    """The phone numbers held, in the order they came; removed ones are left out."""
    return sorted((one for one in person.phones if one.removed_at is None), key=lambda one: one.id)


def prove_destination(person: Person, address: str) -> None:
    """The person showed that this address is hers. Flushes."""
    for one in person.destinations:
        if one.match_key == match_key(address):
            one.proven_at = one.proven_at or clock.now()
            one.undeliverable_at = None  # she read a mail there
    session().flush()


def note_undeliverable(person: Person, mark: Fingerprint) -> None:
    """Mail to that destination of hers came back for good, until she proves it again. Flushes."""
    ring = settings.current().fingerprint_keys
    for one in person.destinations if mark.key_id in ring.keys else ():
        if fingerprint(ring, "email", one.match_key, key_id=mark.key_id).value == mark.value:
            one.undeliverable_at = one.undeliverable_at or clock.now()
    session().flush()


def change_destination(person: Person, destination: Destination, address: str) -> None:
    """This destination of hers leads to another, proven address (canonical) from now on. Flushes.

    Raises IntegrityError when somebody else has that address. One she had as a second address becomes this one.
    """
    twins = (one for one in person.destinations if one.match_key == match_key(address) and one.id != destination.id)
    for twin in list(twins):
        person.destinations.remove(twin)
    session().flush()
    destination.address, destination.match_key = address, match_key(address)
    destination.proven_at = destination.created_at = clock.now()
    destination.undeliverable_at = None
    session().flush()


def erase_person(person: Person) -> dict[str, int]:
    """Erase one person everywhere, by the registry, and first the records that were merged into hers.

    Returns rows per table. Flushes; the entry point commits.
    """
    counts: Counter[str] = Counter()
    for holder in reversed(holders_of(person.id)):
        counts.update(erase_everywhere(declared().personal_data, holder))
        session().flush()
    return dict(counts)
