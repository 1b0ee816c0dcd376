"""Messages of one kind that wait because their feature said stop, and messages whose worker was killed before it said how
they ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from app.core import clock
from app.core.database import rows_touched, session
from app.outbox.models import Message
from app.outbox.outcomes import LEASE, Outcome

# One that was in a worker's hands at the time, or that staff pressed: it asks again, so none waits for ever.
HELD_FOR = timedelta(minutes=5)


class Held(Exception):
    """Raised while composing by a kind whose messages are held: not this one's turn, and nobody's fault."""


@dataclass(frozen=True)
class Ended:
    """A message that is over: what it was about, and the outcome."""

    reference: str
    outcome: str


def hold(kind: str) -> int:
    """Let none of this kind leave until `let_go`, or until each expires. Returns how many wait. Flushes.

    Only for kinds with an end (`lives_for`). One in a worker's hands at this moment is that worker's.
    """
    waiting = (Message.kind == kind, Message.done_at.is_(None), Message.expires_at.is_not(None))
    statement = update(Message).where(*waiting).values(due_at=Message.expires_at, put_off_at=None)
    return rows_touched(session().execute(statement.execution_options(synchronize_session=False)))


def let_go(kind: str) -> int:
    """They may leave again, at the next sweep. Returns how many. Flushes."""
    waiting = (Message.kind == kind, Message.done_at.is_(None), Message.due_at > clock.now())
    statement = update(Message).where(*waiting).values(due_at=clock.now())
    return rows_touched(session().execute(statement.execution_options(synchronize_session=False)))


def ended_without_word(kind: str, references: Collection[str]) -> list[Ended]:
    """Those of these references whose messages are all over, for longer than a worker may hold one.

    An at-most-once message is ended before it leaves, and a worker that was killed then told its feature nothing.
    """
    statement = (
        select(Message.reference, func.max(Message.outcome))
        .where(Message.kind == kind, Message.reference.in_(references))
        .group_by(Message.reference)
        .having(func.count() == func.count(Message.done_at), func.max(Message.done_at) < clock.now() - LEASE)
        .order_by(Message.reference)
    )
    return [Ended(reference, outcome or Outcome.UNKNOWN) for reference, outcome in session().execute(statement)]
