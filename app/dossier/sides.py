"""What somebody at the desk sees of a proposed merge: masked first; side by side, with what will hold, after a noted look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, selectinload

from app import consent, people
from app.consent import UNSET, Changed, stricter
from app.core.database import session
from app.core.fingerprints import mask
from app.dossier.models import PersonMerge
from app.people import Person
from app.purchases import Order

SHOWN = 20
_DOT = "•"


@dataclass(frozen=True)
class Side:
    """One of the two records. `orders`: how many."""

    person: Person
    reference: str
    orders: int
    phones: list[str]
    places: list[str]


@dataclass(frozen=True)
class Outcome:
    """One choice in words: in the kept record, in the other one, and what holds after a merge."""

    label: str
    kept: str
    gone: str
    after: str


def people_numbered(numbers: Iterable[int]) -> dict[int, Person]:
    """Records with their addresses, by number, in three queries."""
    loaded = (selectinload(Person.destinations), selectinload(Person.postal_addresses))
    statement = select(Person).where(Person.id.in_(sorted(set(numbers)))).options(*loaded)
    return {person.id: person for person in session().scalars(statement)}


def masked(person: Person | None) -> str:
    """A record as one line that shows nobody: `A•• A••••• · a••@example.com · Dothan, AL`."""
    if person is None:
        return _("a record that is not here any more")
    names = " ".join(word[:1] + _DOT * min(len(word) - 1, 8) for word in person.display_name.split())
    address = mask(people.destination_of(person).address) if person.destinations else _("no email address")
    place = people.postal_address_of(person)
    return " · ".join(part for part in (names or _("(no name)"), address, place.place if place else "") if part)


def side_of(person: Person) -> Side:
    """Everything the page shows about one record."""
    orders = session().scalar(select(func.count()).select_from(Order).where(Order.person_id == person.id)) or 0
    phones = [people.shown_phone(one.number) for one in people.phones_of(person)]
    places = [", ".join(one.lines) for one in person.postal_addresses if one.is_current]
    return Side(person, person.subject_id[: people.REFERENCE], orders, phones, places)


def outcomes(kept: Person, gone: Person) -> list[Outcome]:
    """Each choice either of them made, and the stricter of both."""
    one, other = consent.current_states(kept.subject_id), consent.current_states(gone.subject_id)
    is_customer = bool(kept.customer_since or gone.customer_since)
    found = []
    for purpose, channel in sorted({*one, *other}):
        mine, theirs = one.get((purpose, channel), UNSET), other.get((purpose, channel), UNSET)
        after = stricter(mine, theirs)
        changes = [Changed(purpose, channel, old, after, "") for old in (mine, theirs)]
        words = [consent.said_of(change, is_customer=is_customer) for change in changes]
        found.append(Outcome(words[0].label, words[0].old, words[1].old, words[0].new))
    return found


def waiting(before: int | None = None) -> list[PersonMerge]:
    """Proposals of two living records that wait for a decision, oldest first, SHOWN + 1 at most."""
    statement = _living().order_by(PersonMerge.id).limit(SHOWN + 1)
    return list(session().scalars(statement if before is None else statement.where(PersonMerge.id > before)))


def count_waiting() -> int:
    """How many wait."""
    return session().scalar(select(func.count()).select_from(_living().subquery())) or 0


def decided(most: int) -> list[PersonMerge]:
    """What was decided last, newest first."""
    statement = select(PersonMerge).where(PersonMerge.decided_at.is_not(None)).order_by(PersonMerge.decided_at.desc())
    return list(session().scalars(statement.limit(most)))


def _living() -> Select[PersonMerge]:
    kept, gone = aliased(Person), aliased(Person)
    both = (kept.merged_into_id.is_(None), gone.merged_into_id.is_(None), PersonMerge.decided_at.is_(None))
    joined = select(PersonMerge).join(kept, kept.id == PersonMerge.kept_person_id)
    return joined.join(gone, gone.id == PersonMerge.gone_person_id).where(*both)
