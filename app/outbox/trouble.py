"""The mail server's trouble, known to all workers: one row that says since when it takes nothing, and when to ask again.

While it is away or puts everything off, one mail a minute asks; the others wait untouched. When it takes one, all that it
had put off is due at once. So mail is out within minutes after the trouble ends, however long it lasted and however many wait.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from sqlalchemy import select, update

from app.core import clock
from app.core.database import insert, rows_touched, session, table
from app.outbox.models import Message, Trouble
from app.outbox.outcomes import LEASE, Outcome

SAYS = (Outcome.HANDED_OVER, Outcome.REFUSED_BY_SERVER, Outcome.TRY_AGAIN, Outcome.UNKNOWN, Outcome.GAVE_UP)
ONE = 1  # there is one mail server, and one row
# So many mails put off or broken in a row, and none taken between: it is the server and not they. A server that is not there
# needs no second opinion.
IN_A_ROW = 20
# The silence before each next question. The last one holds, so the end of the trouble is known within a minute.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 30, 55))


class Turn(Enum):
    """What a worker may do now."""

    FREE = "free"
    ASK = "ask"  # try one mail, for all that wait
    WAIT = "wait"


def turn() -> Turn:
    """Whose turn it is. After a pause exactly one worker gets ASK; if it is killed, another after a lease. Caller commits."""
    quiet_until = session().execute(select(Trouble.quiet_until).where(Trouble.id == ONE)).scalar_one_or_none()
    if quiet_until is None:
        return Turn.FREE
    if (
        clock.now() < quiet_until <= clock.now() + LEASE
    ):  # later than a lease from now only a wrong clock can have meant
        return Turn.WAIT
    mine = update(Trouble).where(Trouble.id == ONE, Trouble.quiet_until == quiet_until)
    asked = session().execute(mine.values(quiet_until=clock.now() + LEASE).execution_options(synchronize_session=False))
    return Turn.ASK if rows_touched(asked) else Turn.WAIT


def unasked() -> None:
    """The turn brought no word from the server: nothing was due, or the mail never left. The next one may ask at once.

    Unless another worker's mail got through meanwhile: then there is nothing to ask.
    """
    statement = update(Trouble).where(Trouble.id == ONE, Trouble.quiet_until.is_not(None))
    session().execute(statement.values(quiet_until=clock.now()).execution_options(synchronize_session=False))


def note(outcome: Outcome, server_is_away: bool) -> None:
    """What a try said about the server. In the transaction that notes how it ended."""
    if outcome in (Outcome.HANDED_OVER, Outcome.REFUSED_BY_SERVER):
        _over()
    elif outcome in (Outcome.TRY_AGAIN, Outcome.UNKNOWN):
        _grown(server_is_away)


def _over() -> None:
    found = session().execute(select(Trouble.failures, Trouble.quiet_until).where(Trouble.id == ONE)).first()
    if found is None or (not found.failures and found.quiet_until is None):
        return
    failures = found.failures
    _change(failures=0, since=None, quiet_until=None)
    if failures > IN_A_ROW:
        put_off = (Message.done_at.is_(None), Message.put_off_at.is_not(None), Message.due_at > clock.now())
        released = update(Message).where(*put_off).values(due_at=clock.now())
        session().execute(released.execution_options(synchronize_session=False))


def _grown(server_is_away: bool) -> None:
    """One more. The count and the pause are written under the row's lock, so workers that fail together count each."""
    start = IN_A_ROW + 1 if server_is_away else 1
    row = table(Trouble)
    more = row.c.failures + 1
    statement = (
        insert(row)
        .values(id=ONE, failures=start, since=clock.now())
        .on_conflict_do_update(index_elements=["id"], set_={"failures": more})
        .returning(row.c.failures, row.c.since)
    )
    failures, since = session().execute(statement).one()
    failures = max(failures, start)
    pause = failures - IN_A_ROW - 1
    quiet_until = clock.now() + PAUSES[min(pause, len(PAUSES) - 1)] if pause >= 0 else None
    _change(failures=failures, since=since or clock.now(), quiet_until=quiet_until)


def _change(**values: object) -> None:
    statement = update(Trouble).where(Trouble.id == ONE).values(**values)
    session().execute(statement.execution_options(synchronize_session=False))
