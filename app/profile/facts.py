"""Facts: what she said, what was seen, what was guessed. A removed one keeps its row, so that no file brings it back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound
from app.people import By, Fact, Person, ProfileChange, note_change
from app.profile.came import came_of
from app.profile.since import ChangedSince

REMOVABLE = ("inferred", "stated")


def facts_of(person_id: int) -> list[Fact]:
    """Everything known now, in the order it came, in one query; removed ones are left out."""
    hers = select(Fact).where(Fact.person_id == person_id, Fact.removed_at.is_(None))
    return list(session().scalars(hers.order_by(Fact.id)))


def current_facts(person_id: int, kind: str) -> list[Fact]:
    """The same, of one kind: stated, observed or inferred."""
    return [fact for fact in facts_of(person_id) if fact.kind == kind]


def remove_fact(person: Person, fact_id: int, by: By) -> None:
    """One that she said or that was guessed goes. A second press changes nothing. Flushes. Raises NotFound for another's."""
    fact = session().get(Fact, fact_id)
    if fact is None or fact.person_id != person.id or fact.kind not in REMOVABLE:
        raise NotFound(_("There is no such line on your profile."))
    if fact.removed_at is None:
        remove_facts([fact], by)


def remove_facts(facts: Iterable[Fact], by: By) -> None:
    """These go, each noted. Flushes."""
    now = clock.now()
    for fact in facts:
        old = fact_value(fact)
        fact.removed_at = fact.changed_at = now
        fact.removed_act_id = by.act_id
        note_change(fact.person_id, "fact", old, None, by, about(fact))
    session().flush()


def fact_value(fact: Fact) -> dict[str, Any]:
    """The fact as a change keeps it."""
    return {"kind": fact.kind, "name": fact.name, "value": fact.value, "came": came_of(fact)}


def about(fact: Fact) -> str:
    """How changes name it."""
    return f"fact:{fact.id}"


def restore(change: ProfileChange) -> None:
    """Take back one change: what was removed comes back, what was added goes. Raises ChangedSince. Flushes."""
    fact, was_removed = session().get_one(Fact, int(change.about.partition(":")[2])), json.loads(change.new) is None
    stands = fact.removed_act_id == change.act_id if was_removed else fact.removed_at is None
    if not stands:
        raise ChangedSince
    fact.changed_at = clock.now()
    fact.removed_at, fact.removed_act_id = (None, None) if was_removed else (clock.now(), change.act_id)
    session().flush()
