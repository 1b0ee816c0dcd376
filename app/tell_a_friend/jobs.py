"""What must not depend on anybody: notes whose time is over, notes whose worker was killed, and SQLite's log.

The hook of the message destroys at hand-over. These jobs are for what it could not do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from app import outbox
from app.core import clock
from app.core.database import cut_log, rows_touched, session
from app.outbox import Outcome
from app.tell_a_friend.breaker import KIND
from app.tell_a_friend.figures import LIFETIME
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.sending import VANISHED, end, locked

AT_A_SWEEP = 500


def vanish() -> str:
    """Notes nobody confirmed within their 24 hours are gone; confirmed ones that did not leave keep what is kept."""
    oldest = clock.now() - LIFETIME
    asked = [(number, proven_at) for number, proven_at in _sealed_since(oldest)]
    for number, proven_at in asked:
        _end(number, Outcome.EXPIRED if proven_at else VANISHED)
    session().commit()
    done = _cut()
    dropped = drop_vanished()
    session().commit()
    return f"{len(asked)} notes ran out of time, {dropped} dropped; {done}"


def wipe() -> str:
    """Notes whose message ended while its worker was killed are destroyed; then SQLite's log is cut."""
    waiting = select(Recommendation.id).where(Recommendation.sealed.is_not(None), Recommendation.proven_at.is_not(None))
    numbers = list(session().scalars(waiting.order_by(Recommendation.id).limit(AT_A_SWEEP)))
    killed = outbox.ended_without_word(KIND, [str(number) for number in numbers])
    for one in killed:
        _end(int(one.reference), one.outcome)
    session().commit()
    return f"{len(killed)} notes of killed workers destroyed; {_cut()}"


def drop_vanished() -> int:
    """Rows of notes that were never confirmed, once nothing of them is in the log. Returns how many. Flushes."""
    empty = (Recommendation.outcome == VANISHED, Recommendation.wiped_at.is_not(None))
    return rows_touched(session().execute(delete(Recommendation).where(*empty)))


def _sealed_since(oldest: datetime) -> Sequence[tuple[int, datetime | None]]:
    late = select(Recommendation.id, Recommendation.proven_at)
    late = late.where(Recommendation.sealed.is_not(None), Recommendation.asked_at <= oldest)
    return [(number, proven_at) for number, proven_at in session().execute(late.order_by(Recommendation.id))]


def _end(number: int, outcome: str) -> None:
    row = locked(number)
    if row is not None:
        end(row, outcome)


def _cut() -> str:
    """Cut the log after what was destroyed, and note it only where that worked."""
    over = (Recommendation.ended_at.is_not(None), Recommendation.wiped_at.is_(None))
    numbers = list(
        session().scalars(select(Recommendation.id).where(*over).order_by(Recommendation.ended_at).limit(AT_A_SWEEP))
    )
    session().commit()
    if not numbers:
        return "no log to cut"
    if not cut_log():
        return "the log is in use and is cut later"
    done = update(Recommendation).where(Recommendation.id.in_(numbers)).values(wiped_at=clock.now())
    session().execute(done.execution_options(synchronize_session=False))
    session().commit()
    return "the log was cut"
