"""What we know about people, as its subject reads it, and how it goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select

from app.core.database import Base, rows_touched, session, table
from app.core.personal_data import Holder, Rows
from app.people.fact_models import Animal, Fact, Origin, ProfileChange
from app.people.models import Destination, Person, Phone, PostalAddress


def export_person(holder: Holder) -> Rows:
    """The person row in plain words."""
    person = session().get(Person, holder.person_id) if holder.person_id else None
    if person is not None:
        yield {
            "name": person.display_name,
            "how to be addressed": person.addressed_as,
            "gender": person.gender,
            "customer number": person.customer_number or "",
            "loyalty number": person.loyalty_number or "",
            "where we got it": person.source,
            "customer since": person.customer_since,
            "known since": person.created_at,
        }


def export_destinations(holder: Holder) -> Rows:
    """The e-mail addresses held."""
    for one in session().scalars(select(Destination).where(Destination.person_id == holder.person_id)):
        yield {"address": one.address, "proven": one.proven_at, "known since": one.created_at}


def export_postal(holder: Holder) -> Rows:
    """The postal addresses held, older ones too."""
    for one in session().scalars(select(PostalAddress).where(PostalAddress.person_id == holder.person_id)):
        yield {
            "address": ", ".join(one.lines),
            "country": one.country,
            **_came(one),
            "known since": one.created_at,
            "replaced": one.replaced_at,
            "removed": one.removed_at,
        }


def export_phones(holder: Holder) -> Rows:
    """The phone numbers held."""
    for one in session().scalars(select(Phone).where(Phone.person_id == holder.person_id)):
        yield {"number": one.number, "kind": one.kind, **_came(one), "removed": one.removed_at}


def export_origins(holder: Holder) -> Rows:
    """Where name, numbers and the like came from."""
    for one in session().scalars(select(Origin).where(Origin.person_id == holder.person_id)):
        yield {"about": one.field, **_came(one), "corrected by you": one.corrected_at}


def export_animals(holder: Holder) -> Rows:
    """Animals somebody told us about."""
    for one in session().scalars(select(Animal).where(Animal.person_id == holder.person_id)):
        yield {
            "kind": one.kind,
            "name": one.name,
            "born": one.born_in,
            **_came(one),
            "no longer with you": one.gone_at,
            "removed": one.removed_at,
        }


def export_facts(holder: Holder) -> Rows:
    """What was stated, observed and guessed."""
    for one in session().scalars(select(Fact).where(Fact.person_id == holder.person_id)):
        yield {
            "kind": one.kind,
            "about": one.name,
            "value": one.value,
            "why": one.reason,
            **_came(one),
            "removed": one.removed_at,
        }


def export_changes(holder: Holder) -> Rows:
    """Every change of what we know."""
    for one in session().scalars(select(ProfileChange).where(ProfileChange.person_id == holder.person_id)):
        yield {
            "what": one.field,
            "before": json.loads(one.old),
            "after": json.loads(one.new),
            "how": one.method,
            "by": "you" if one.actor == "self" else one.actor.partition(":")[0],
            "at": one.at,
            "undone": one.undone_at,
        }


def _came(one: Any) -> dict[str, Any]:
    return {"where we got it": one.source, "remark": one.source_detail, "obtained": one.obtained_on}


def erase_rows(model: type[Base]) -> Callable[[Holder], int]:
    """Delete every row of that table that belongs to the person."""

    def erase(holder: Holder) -> int:
        rows = table(model)
        return rows_touched(session().execute(delete(rows).where(rows.c.person_id == holder.person_id)))

    return erase


def erase_person_row(holder: Holder) -> int:
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
