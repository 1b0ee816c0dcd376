"""Who said goodbye to an animal and has none of the kind left: enrolments and guesses before that day are void."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, case, func, select

from app.core import settings
from app.core.database import UtcTime, session
from app.people.fact_models import Animal


def farewells_of(person_ids: Collection[int]) -> dict[int, dict[str, date]]:
    """Person → kind → the day of her last farewell in the shop's zone, only where none of the kind is left. One query.

    A farewell she took off her page still counts: she hid it, and did not take it back.
    """
    here = func.sum(case((and_(Animal.gone_at.is_(None), Animal.removed_at.is_(None)), 1), else_=0))
    last = func.max(Animal.gone_at, type_=UtcTime)
    listed = select(Animal.person_id, Animal.kind, last).where(Animal.person_id.in_(person_ids), Animal.kind != "")
    zone, found = settings.current().brand.zone, dict[int, dict[str, date]]()
    rows = listed.group_by(Animal.person_id, Animal.kind).having(here == 0, last.is_not(None))
    for person_id, kind, moment in session().execute(rows) if person_ids else ():
        assert moment is not None, "asked for"
        found.setdefault(person_id, {})[kind] = moment.astimezone(zone).date()
    return found
