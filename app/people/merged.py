"""Records that became one: the kept person, and the empty shells whose subjects keep their own history."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from app.core.database import session, table
from app.core.personal_data import Holder
from app.people.models import Person

_persons = table(Person)


def subjects_of(person_id: int) -> list[str]:
    """Every subject whose history is this person's: her own first, then those of records merged into hers."""
    return [holder.subject_id for holder in holders_of(person_id)]


def holders_of(person_id: int) -> list[Holder]:
    """The same as holders of data: her record first, then the shells, oldest first. Empty where nobody has that number."""
    columns = (_persons.c.id, _persons.c.subject_id)
    mine = select(*columns).where((_persons.c.id == person_id) | (_persons.c.merged_into_id == person_id))
    ordered = mine.order_by(_persons.c.merged_into_id.is_not(None), _persons.c.id)
    return [Holder(*row) for row in session().execute(ordered)]


def kept_ids(person_ids: Iterable[int]) -> dict[int, int]:
    """Person → the person she is now: herself, or whom her record was merged into. One query."""
    wanted = sorted(set(person_ids))
    rows = session().execute(select(_persons.c.id, _persons.c.merged_into_id).where(_persons.c.id.in_(wanted)))
    return {number: into or number for number, into in rows}


def make_shell(gone: Holder, kept: Holder) -> list[int]:
    """From now on the gone record is a shell of the kept one, and so are its own shells. Returns those ids. Flushes."""
    session().flush()
    either = (_persons.c.id == gone.person_id) | (_persons.c.merged_into_id == gone.person_id)
    ids = list(session().execute(select(_persons.c.id).where(either).order_by(_persons.c.id)).scalars())
    _point(ids, kept.person_id)
    return ids


def part_shell(gone: Holder, ids: Iterable[int]) -> None:
    """The gone record is a person again, with the shells it had. Flushes."""
    _point([one for one in ids if one != gone.person_id], gone.person_id)
    _point([one for one in ids if one == gone.person_id], None)


def _point(ids: list[int], to: int | None) -> None:
    session().execute(update(_persons).where(_persons.c.id.in_(ids)).values(merged_into_id=to))
    session().expire_all()
