"""The marks of postal addresses: one that is the person's own, and those her household, her address and her label share.

Every row has them, older addresses too: a label from last year still leads to her. The gate asks only about current ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.channels import POST_VERSION, Place, PostKeys, label_key, post_keys
from app.core.database import session
from app.core.fingerprints import post_match_key
from app.people import Person, PostalAddress
from app.suppression import Mark, person_marks_for, shared_marks_for

_WAITS = PostalAddress.key_version < POST_VERSION


@dataclass(frozen=True)
class Keyed:
    """One address of a person with its keys; `label` is empty where she has no customer number."""

    row: PostalAddress
    person: Person
    keys: PostKeys
    label: str

    @property
    def shared(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.keys.household, self.keys.address, self.label)))


def place_of(person: Person, row: PostalAddress) -> Place:
    """An address as its label has it."""
    return Place(
        person.display_name, row.street, row.second_line, row.city, row.state, row.postal_code, row.country
    )  # fmt: skip


def namesakes_of(subject_id: str) -> list[str]:
    """The others we know under the very same name at the very same address, as subjects: a second record, mostly.

    A mark leads to one of them only, and what is printed on a label to all: a stop by label reaches them too. One query.
    """
    hers, theirs, other = aliased(PostalAddress), aliased(PostalAddress), aliased(Person)
    house = select(hers.household_subject).join(Person, Person.id == hers.person_id)
    mine = house.where(Person.subject_id == subject_id, hers.household_subject.is_not(None))
    wanted = select(other, theirs).join(other, other.id == theirs.person_id).where(theirs.household_subject.in_(mine))
    keys: dict[str, set[str]] = {}
    for person, row in session().execute(wanted):
        keys.setdefault(person.subject_id, set()).add(post_keys(place_of(person, row)).person)
    own = keys.pop(subject_id, set())
    return sorted(one for one, held in keys.items() if held & own)


def settle_places(people: Iterable[Person]) -> None:
    """Make the marks of these people's postal addresses, and write whom each is shared with into its row. Flushes.

    To be called wherever an address, a name or a customer number is written; a repeat changes nothing. However many people,
    the same few statements. A mark whose person was erased is taken over, with the stop it carries.
    """
    by_id = {person.id: person for person in _flushed(people)}
    found = [_keyed(by_id[row.person_id], row) for row in _rows_of(by_id)]
    if not found:
        return
    subjects: dict[str, str | None] = {}
    older: dict[str, str] = {}
    for one in found:
        subjects.setdefault(one.keys.person, one.person.subject_id)
        for key in _older_keys(one):
            older.setdefault(key, one.person.subject_id)
    person_marks_for(subjects, older)
    _write(found, shared_marks_for(key for one in found for key in one.shared))


def settle_waiting_places(most: int) -> int:
    """The same for at most so many people whose addresses wait for marks of this version. Returns how many. Flushes."""
    waiting = select(PostalAddress.person_id).where(_WAITS).distinct().order_by(PostalAddress.person_id).limit(most)
    people = session().scalars(select(Person).where(Person.id.in_(waiting))).all()
    settle_places(people)
    return len(people)


def waiting_places() -> int:
    """How many postal addresses wait for their marks: shared stops do not reach them yet."""
    return session().scalar(select(func.count()).select_from(PostalAddress).where(_WAITS)) or 0


def _flushed(people: Iterable[Person]) -> Sequence[Person]:
    found = list(people)
    session().flush()  # somebody new has no number before
    return found


def _rows_of(ids: Collection[int]) -> Sequence[PostalAddress]:
    if not ids:
        return ()
    mine = select(PostalAddress).where(PostalAddress.person_id.in_(ids)).order_by(PostalAddress.id)
    return session().scalars(mine).all()


def _keyed(person: Person, row: PostalAddress) -> Keyed:
    label = label_key(person.customer_number, row.postal_code) if person.customer_number else ""
    return Keyed(row, person, post_keys(place_of(person, row)), label)


def _older_keys(one: Keyed) -> Iterable[str]:
    """Under version 1 the second line stood at the end of the street, or was not known."""
    name, row = one.person.display_name, one.row
    return {post_match_key(name, street, row.postal_code) for street in (row.street, row.street + row.second_line)}


def _write(found: Iterable[Keyed], shared: Mapping[str, Mark]) -> None:
    for one in found:
        one.row.household_subject = shared[one.keys.household].subject_id
        one.row.address_subject = shared[one.keys.address].subject_id
        one.row.label_subject = shared[one.label].subject_id if one.label else None
        one.row.key_version = POST_VERSION
    session().flush()
