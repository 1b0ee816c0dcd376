"""What staff do about mail that does not leave: put it in line again, drop it, take a drop back.

Never sent again: what may have left and may leave once only; what is over for the feature that posted it (its `ended` ran, and
the data behind it may be gone); what is worth nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum, unique

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, update

from app.core import clock
from app.core.database import rows_touched, session
from app.core.feature import declared
from app.core.messages import MessageKind
from app.core.refusals import NotFound, Refusal
from app.outbox.bell import run_soon
from app.outbox.models import Message
from app.outbox.outcomes import Outcome

SWEEP = "outbox-sweep"
RETRIED_ENDS = (Outcome.GAVE_UP, Outcome.REFUSED_BY_SERVER)


class MovedOn(Refusal):
    """The message is not where the press found it."""

    status = 409


@unique
class Move(StrEnum):
    """What can be done about one message now."""

    RETRY = "retry"
    DROP = "drop"
    TAKE_BACK = "take_back"


def find(number: int) -> Message:
    """The message, read anew. Raises NotFound."""
    found = session().get(Message, number, populate_existing=True)
    if found is None:
        raise NotFound(
            _("There is no message %(number)s. Messages are kept for 90 days after their end.", number=number)
        )
    return found


def kinds() -> dict[str, MessageKind]:
    """The declared kinds by name."""
    return {kind.name: kind for kind in declared().messages}


def moves(message: Message, known: dict[str, MessageKind]) -> frozenset[Move]:
    """What staff may do about it now."""
    kind, now = known.get(message.kind), clock.now()
    is_worth = message.expires_at is None or message.expires_at > now
    if message.done_at is None:
        if message.leased_until is not None and message.leased_until > now:
            return frozenset()
        return frozenset({Move.RETRY, Move.DROP}) if is_worth and kind is not None else frozenset({Move.DROP})
    if kind is None or kind.ended is not None or not is_worth:
        return frozenset()
    if message.outcome == Outcome.DROPPED:
        return frozenset({Move.TAKE_BACK})
    return frozenset({Move.RETRY}) if message.outcome in RETRIED_ENDS else frozenset()


def retry(number: int) -> bool:
    """Put it in line, due now. False: it is already. Raises NotFound, MovedOn. Flushes."""
    message = find(number)
    if Move.RETRY not in moves(message, kinds()):
        raise _moved_on(message)
    mine = (Message.id == number, _as_seen(message))
    if message.done_at is not None or message.set_aside_at is not None:
        return _again(*mine) == 1
    if message.due_at <= clock.now():
        return False
    run_soon(SWEEP)
    return _change(mine, {"due_at": clock.now()}) == 1


def retry_set_aside(why: str) -> int:
    """Put in line whatever is set aside for that reason. Returns how many. Flushes."""
    known = Message.kind.in_(kinds())
    return _again(*_aside(), Message.set_aside_why == why, known, _is_worth())


def retry_given_up() -> int:
    """Put in line whatever was given up, and is not over for the feature that posted it. Returns how many. Flushes."""
    open_ones = Message.kind.in_(name for name, kind in kinds().items() if kind.ended is None)
    return _again(Message.done_at.is_not(None), Message.outcome == Outcome.GAVE_UP, open_ones, _is_worth())


def retry_waiting() -> int:
    """Make due now whatever waits for a later try. Returns how many. Flushes."""
    now = clock.now()
    free = or_(Message.leased_until.is_(None), Message.leased_until <= now)
    run_soon(SWEEP)
    in_line = (Message.done_at.is_(None), Message.set_aside_at.is_(None), Message.due_at > now)
    return _change((*in_line, free), {"due_at": now})


def drop(number: int) -> bool:
    """End it as dropped, and tell its feature. False: it is dropped already. Raises NotFound, MovedOn. Flushes."""
    message = find(number)
    if message.outcome == Outcome.DROPPED:
        return False
    if Move.DROP not in moves(message, kinds()):
        raise _moved_on(message)
    ended = {"done_at": clock.now(), "outcome": Outcome.DROPPED, "lease": None, "leased_until": None}
    if not _change((Message.id == number, _as_seen(message)), ended):
        raise _moved_on(find(number))
    kind = kinds().get(message.kind)
    if kind is not None and kind.ended is not None:
        kind.ended(message.reference, Outcome.DROPPED)
    return True


def take_back(number: int) -> bool:
    """Undo a drop: it stands where it stood. False: it does already. Raises NotFound, MovedOn. Flushes."""
    message = find(number)
    if message.done_at is None:
        return False
    if Move.TAKE_BACK not in moves(message, kinds()):
        raise _moved_on(message)
    run_soon(SWEEP)
    return _change((Message.id == number, _as_seen(message)), {"done_at": None, "outcome": None}) == 1


def _again(*where: ColumnElement[bool]) -> int:
    """Counted anew: the tries of a message that waited for a repair are no reason to give it up at the next."""
    now = clock.now()
    fresh = {"due_at": now, "tries": 0, "lost_leases": 0, "lease": None, "leased_until": None}
    run_soon(SWEEP)
    return _change(where, {**fresh, "done_at": None, "outcome": None, "set_aside_at": None, "set_aside_why": None})


def _change(where: Collection[ColumnElement[bool]], values: dict[str, object]) -> int:
    changed = update(Message).where(*where).values(**values).execution_options(synchronize_session=False)
    return rows_touched(session().execute(changed))


def _as_seen(message: Message) -> ColumnElement[bool]:
    """Nobody took it or changed it since it was read."""
    same_end = Message.outcome == message.outcome if message.outcome else Message.outcome.is_(None)
    same_lease = Message.lease == message.lease if message.lease else Message.lease.is_(None)
    aside = Message.set_aside_at.is_not(None) if message.set_aside_at else Message.set_aside_at.is_(None)
    return and_(same_end, same_lease, aside, Message.tries == message.tries)


def _aside() -> tuple[ColumnElement[bool], ...]:
    return Message.done_at.is_(None), Message.set_aside_at.is_not(None)


def _is_worth() -> ColumnElement[bool]:
    return or_(Message.expires_at.is_(None), Message.expires_at > clock.now())


def _moved_on(message: Message) -> MovedOn:
    number = message.id
    if message.done_at is None and message.leased_until is not None:
        return MovedOn(_("A worker has message %(number)s in hand. Look again in 3 minutes.", number=number))
    return MovedOn(_("Message %(number)s is no longer where you saw it. Nothing was changed.", number=number))
