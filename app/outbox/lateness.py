"""Is mail of a kind late, as somebody sees it who waits for hers.

Asked of the kind and not of her message, unless that left: who has none on its way, because of a limit or by her own wish, is
told the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.core import clock
from app.core.database import session
from app.outbox.models import Message
from app.outbox.outcomes import Outcome
from app.outbox.service import kind_named

# Below that nobody worries, and a lost bell is made up for.
SLOW_AFTER = timedelta(seconds=90)
NEARBY = timedelta(minutes=5)


class Lateness(Enum):
    """What to tell somebody who waits."""

    SLOW = "slow"  # it will come
    DROPPED = "dropped"  # it will not: it is worth nothing any more


def how_late(kind: str, reference: str, asked_at: datetime) -> Lateness | None:
    """How mail of that kind fares that was asked for then. None: nothing to tell. Two queries, or none."""
    age, lives_for = clock.now() - asked_at, kind_named(kind).lives_for
    mine = Message.kind == kind
    if age < SLOW_AFTER or _any(mine, Message.reference == reference, Message.outcome == Outcome.HANDED_OVER):
        return None
    if lives_for and age >= lives_for:
        nearby = Message.created_at.between(asked_at - NEARBY, asked_at + NEARBY)
        dropped = and_(Message.done_at >= asked_at, Message.outcome == Outcome.EXPIRED)
        return Lateness.DROPPED if _any(mine, nearby, or_(Message.done_at.is_(None), dropped)) else None
    waits = Message.created_at <= clock.now() - SLOW_AFTER
    return Lateness.SLOW if _any(mine, waits, Message.done_at.is_(None)) else None


def _any(*where: ColumnElement[bool]) -> bool:
    return bool(session().scalar(select(exists().where(*where))))
