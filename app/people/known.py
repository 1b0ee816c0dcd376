"""What is known about many people at once, and bringing more: for the retailer's files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.database import insert, session, table
from app.people.fact_models import Animal, Fact, Origin, ProfileChange

# Values of the person row a file of facts may bring, with their length.
SINGLE = {"addressed_as": 80, "gender": 40, "loyalty_number": 40}


def facts_of_many(person_ids: Collection[int]) -> dict[int, list[Fact]]:
    """Person → her facts, removed ones too. One query."""
    return _by_person(select(Fact).where(Fact.person_id.in_(person_ids)).order_by(Fact.id), person_ids)


def animals_of_many(person_ids: Collection[int]) -> dict[int, list[Animal]]:
    """Person → her animals, gone and removed ones too. One query."""
    return _by_person(select(Animal).where(Animal.person_id.in_(person_ids)).order_by(Animal.id), person_ids)


def origins_of_many(person_ids: Collection[int]) -> dict[int, dict[str, Origin]]:
    """Person → field → where the value of her row came from. One query."""
    found = _by_person(select(Origin).where(Origin.person_id.in_(person_ids)), person_ids)
    return {who: {one.field: one for one in several} for who, several in found.items()}


def _by_person(statement: Any, person_ids: Collection[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in session().scalars(statement) if person_ids else ():
        found[one.person_id].append(one)
    return found


def add_facts(rows: Iterable[Mapping[str, Any]]) -> None:
    """Add facts; one that is there already stays as it is. Flushes."""
    now = clock.now()
    new = [{**row, "created_at": now, "changed_at": now} for row in rows]
    if new:
        session().execute(insert(table(Fact)).on_conflict_do_nothing(), new)


def add_animals(rows: Iterable[Mapping[str, Any]]) -> None:
    """Add animals. Flushes."""
    now = clock.now()
    new = [{**row, "created_at": now} for row in rows]
    if new:
        session().execute(table(Animal).insert(), new)


def set_origins(rows: Iterable[Mapping[str, Any]]) -> None:
    """Say where values of person rows came from, in place of what was said before. Flushes."""
    now = clock.now()
    new = {
        (row["person_id"], row["field"]): {"source_detail": "", "obtained_on": None, "corrected_at": None, **row}
        for row in rows
    }
    if new:
        statement = insert(table(Origin))
        given = {name: statement.excluded[name] for name in ("source", "source_detail", "obtained_on", "corrected_at")}
        given["recorded_at"] = statement.excluded.recorded_at
        both = statement.on_conflict_do_update(index_elements=["person_id", "field"], set_=given)
        session().execute(both, [{**row, "recorded_at": now} for row in new.values()])


def note_changes(rows: Iterable[Mapping[str, Any]]) -> None:
    """Note many changes at once: each has person_id, act_id, field, old and new as JSON, method and actor. Flushes."""
    now = clock.now()
    new = [{"about": "", **row, "at": now} for row in rows]
    if new:
        session().execute(table(ProfileChange).insert(), new)
