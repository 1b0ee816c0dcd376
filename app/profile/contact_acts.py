"""Which act a phone number or an address was last changed by: where a second press of the same button leads to."""

from __future__ import annotations

from sqlalchemy import select

from app.core.database import session
from app.people import ProfileChange


def last_act(person_id: int, field: str, row_id: int | None = None) -> str | None:
    """The newest act that changed that row, or any row of that field."""
    mine = select(ProfileChange.act_id).where(ProfileChange.person_id == person_id, ProfileChange.field == field)
    if row_id is not None:
        mine = mine.where(ProfileChange.about == f"{field}:{row_id}")
    return session().scalars(mine.order_by(ProfileChange.id.desc()).limit(1)).first()
