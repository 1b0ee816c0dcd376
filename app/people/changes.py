"""Every change of what we know about a person, noted as it is made: her history, her undo, the retailer's feed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.core import clock
from app.core.database import random_id, session
from app.people.fact_models import ProfileChange


@dataclass(frozen=True)
class By:
    """Who changes it and how: `method` as in the ledger (profile_page, phone, letter, import, merge, undo), `actor` self,
    staff:<number>, import or system. Changes made together share `act_id`, and so do the ledger lines that go with them."""

    method: str
    actor: str = "self"
    act_id: str = field(default_factory=random_id)


def note_change(person_id: int, field_name: str, old: Any, new: Any, by: By, about: str = "") -> ProfileChange | None:
    """Note one change; `old` and `new` are JSON values, None for nothing. None when they are equal. Flushes."""
    if old == new:
        return None
    change = ProfileChange(
        person_id=person_id,
        act_id=by.act_id,
        field=field_name,
        about=about,
        old=json.dumps(old, ensure_ascii=False),
        new=json.dumps(new, ensure_ascii=False),
        method=by.method,
        actor=by.actor,
        at=clock.now(),
    )
    session().add(change)
    session().flush()
    return change


def changes_of_act(act_id: str, person_id: int) -> list[ProfileChange]:
    """What one act changed about this person, in its order: nobody reads another's acts."""
    mine = (ProfileChange.act_id == act_id, ProfileChange.person_id == person_id)
    return list(session().scalars(select(ProfileChange).where(*mine).order_by(ProfileChange.id)))


def changes_of(person_id: int, most: int) -> list[ProfileChange]:
    """The newest changes about a person."""
    mine = select(ProfileChange).where(ProfileChange.person_id == person_id)
    return list(session().scalars(mine.order_by(ProfileChange.id.desc()).limit(most)))


def changes_since(person_ids: Collection[int], since: datetime) -> dict[int, list[ProfileChange]]:
    """Person → what changed about her, or was taken back, from then on, oldest first. One query."""
    late = or_(ProfileChange.at >= since, ProfileChange.undone_at >= since)
    theirs = select(ProfileChange).where(ProfileChange.person_id.in_(person_ids), late)
    found: dict[int, list[ProfileChange]] = {}
    for change in session().scalars(theirs.order_by(ProfileChange.id)):
        found.setdefault(change.person_id, []).append(change)
    return found


def changes_by_others(person_id: int, most: int) -> list[ProfileChange]:
    """The newest changes about a person that were not made by herself: by staff, a file or a merge."""
    theirs = select(ProfileChange).where(ProfileChange.person_id == person_id, ProfileChange.actor != "self")
    return list(session().scalars(theirs.order_by(ProfileChange.id.desc()).limit(most)))


def settle_undo(changes: Iterable[ProfileChange]) -> None:
    """These changes were taken back. Flushes."""
    for change in changes:
        change.undone_at = clock.now()
    session().flush()
