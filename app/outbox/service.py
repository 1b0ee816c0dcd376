"""The outbox as rows: put a message in, claim one, say how it ended.

Claiming is one UPDATE … WHERE, so any number of workers can sweep. A lease that was lost (a killed worker, a very slow mail
server) is noticed before the mail leaves and again when its end is noted: whoever holds the lease writes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, delete, or_, select, update

from app.core import clock, settings
from app.core.database import random_id, rows_touched, session
from app.core.feature import declared
from app.core.fingerprints import fingerprint, match_key
from app.core.keys import derive
from app.core.messages import AT_ONCE, MessageKind
from app.outbox import pacing, setting_aside
from app.outbox.models import Attempt, Message
from app.outbox.outcomes import DELAYS, KEPT_FOR, LEASE, Outcome

# Under this key a session remembers what was posted in it; the bell rings for those after the commit.
POSTED = "outbox_posted"
RETRIED = (Outcome.TRY_AGAIN, Outcome.BROKE)
_silent: ContextVar[bool] = ContextVar("outbox_silent", default=False)


@dataclass(frozen=True)
class Claimed:
    """A message this worker holds."""

    id: int
    kind: str
    reference: str
    message_id: str
    created_at: datetime
    tries: int
    expires_at: datetime | None
    rank: int
    lost_leases: int
    lease: str

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()


def kind_named(name: str) -> MessageKind:
    """The declared message kind of that name. Raises LookupError for any other."""
    for kind in declared().messages:
        if kind.name == name:
            return kind
    raise setting_aside.NoSuchKind(f"no feature declares the message kind {name!r}")


@contextmanager
def silently() -> Iterator[None]:
    """Nothing that is posted inside becomes a mail: the demo shop's past was told to nobody."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def post(kind: str, reference: str) -> None:
    """Put a message into the outbox, in the caller's transaction. Its kind composes it from `reference` at hand-over.

    Raises LookupError for a kind that no feature declares.
    """
    if _silent.get():
        return
    now, domain = clock.now(), settings.current().brand.email.rpartition("@")[2]
    named = kind_named(kind)
    message = Message(
        kind=named.name,
        rank=named.rank,
        expires_at=now + named.lives_for if named.lives_for else None,
        reference=reference,
        message_id=f"{secrets.token_hex(12)}@{domain}",
        created_at=now,
        due_at=now,
        tries=0,
    )
    session().add(message)
    session().flush()
    session().info.setdefault(POSTED, []).append(message.id)


def is_due(at_once: bool = False) -> bool:
    """Whether something waits to be claimed. `at_once`: of what somebody waits for at the screen."""
    return session().execute(_first(at_once)).first() is not None


def _first(at_once: bool, put_off_first: bool = False) -> Select[int]:
    """The message whose turn it is: by rank, then by how long it is due. To ask a server how it is, one it has put off:
    who is put off for being new must come back, not somebody else who is new.
    """
    ranks = (Message.rank == AT_ONCE,) if at_once else ()
    order = (Message.rank, *((Message.put_off_at.is_(None),) if put_off_first else ()), Message.due_at)
    return select(Message.id).where(*ranks, *_free(), *pacing.is_free()).order_by(*order).limit(1)


def claim_next(at_once: bool = False, put_off_first: bool = False) -> Claimed | None:
    """Take the message whose turn it is. None: nothing is due. Workers that ask at the same moment get different ones."""
    return _claimed(_first(at_once, put_off_first).with_for_update(skip_locked=True).scalar_subquery())


def claim(message_id: int) -> Claimed | None:
    """Take a message that is due, for as long as LEASE. None: it is done, not due, or another worker has it."""
    return _claimed(message_id)


def _claimed(which: int | ScalarSelect[int]) -> Claimed | None:
    lease = random_id()
    statement = (
        update(Message)
        .where(Message.id == which, *_free())
        .values(lease=lease, leased_until=clock.now() + LEASE, tries=Message.tries + 1)
        .values(lost_leases=setting_aside.lost_before())
        .returning(
            Message.id,
            Message.kind,
            Message.reference,
            Message.message_id,
            Message.created_at,
            Message.tries,
            Message.expires_at,
            Message.rank,
            Message.lost_leases,
        )
        .execution_options(synchronize_session=False)
    )
    row = session().execute(statement).first()
    return None if row is None else Claimed(**row._mapping, lease=lease)


def _free() -> tuple[ColumnElement[bool], ...]:
    now = clock.now()
    return (
        Message.done_at.is_(None),
        Message.set_aside_at.is_(None),
        or_(Message.due_at <= now, Message.expires_at <= now),
        or_(Message.leased_until.is_(None), Message.leased_until <= now),
    )


def expired_messages(most: int) -> list[int]:
    """Ids of messages that wait and are worth nothing any more."""
    statement = select(Message.id).where(*_free(), Message.expires_at <= clock.now()).limit(most)
    return list(session().execute(statement).scalars())


def about_to_leave(claimed: Claimed, kind: MessageKind) -> bool:
    """Note, before the mail leaves, that it may have left. False: another worker holds it now.

    An at-most-once message is ended here as unknown: a kill from now on uses it up. Committed before the hand-over.
    """
    if kind.delivery == "at_most_once":
        return _note(claimed, done_at=clock.now(), outcome=Outcome.UNKNOWN)
    return _note(claimed, leased_until=clock.now() + LEASE)


def conclude(
    claimed: Claimed,
    kind: MessageKind | None,
    outcome: Outcome,
    reply_code: int | None = None,
    why: str | None = None,
) -> Outcome:
    """Record the attempt and how the message stands after it. Returns that: the outcome, or GAVE_UP after the last try.

    `kind` is None where no feature declares it any more. `why`: what we broke ourselves; then SET_ASIDE may be the end.
    """
    session().add(Attempt(message_id=claimed.id, at=clock.now(), outcome=outcome, reply_code=reply_code))
    session().flush()
    at_most_once = kind is not None and kind.delivery == "at_most_once"
    if why and setting_aside.belongs_aside(claimed.id, outcome, why, at_most_once):
        _note(claimed, **setting_aside.set_aside(why))
        return Outcome.SET_ASIDE
    again = outcome in RETRIED or (outcome == Outcome.UNKNOWN and not at_most_once)
    if again and claimed.tries <= len(DELAYS):
        due_at = clock.now() + _delay(claimed)
        put_off_at = None if outcome == Outcome.BROKE else clock.now()
        _note(claimed, due_at=due_at, put_off_at=put_off_at, done_at=None, outcome=None, lease=None, leased_until=None)
        return outcome
    ended = Outcome.GAVE_UP if again else outcome
    if _note(claimed, done_at=clock.now(), outcome=ended, lease=None, leased_until=None) and kind and kind.ended:
        kind.ended(claimed.reference, ended)
    return ended


def _delay(claimed: Claimed) -> timedelta:
    """Until the next try. What somebody waits for, and not for long, has no time for a plan of days."""
    return DELAYS[0] if claimed.rank == AT_ONCE and claimed.expires_at else DELAYS[claimed.tries - 1]


def put_back(claimed: Claimed, **noted: object) -> None:
    """It was not its turn: its domain is ahead of its pace, or its kind is held. That was no try. Flushes."""
    _note(claimed, **noted, tries=Message.tries - 1, lease=None, leased_until=None)


def note_recipient(claimed: Claimed, address: str) -> bytes:
    """Note where it goes, as keyed marks: so that a bounce finds the address again, and a domain its pace. Flushes.

    Returns the mark of its domain.
    """
    ring = settings.current().fingerprint_keys
    to = fingerprint(ring, "email", match_key(address))
    domain = hmac.new(derive(ring.newest, "outbox/domain"), address.rpartition("@")[2].encode(), hashlib.sha256)
    _note(claimed, to_value=to.value, to_key_id=to.key_id, domain_mark=domain.digest()[:8])
    return domain.digest()[:8]


def _note(claimed: Claimed, **values: object) -> bool:
    mine = (Message.id == claimed.id, Message.lease == claimed.lease)
    statement = update(Message).where(*mine).values(**values).execution_options(synchronize_session=False)
    return rows_touched(session().execute(statement)) == 1


def forget_done() -> int:
    """Drop messages that ended long ago, with their attempts. Returns how many."""
    old = select(Message.id).where(Message.done_at < clock.now() - KEPT_FOR)
    session().execute(delete(Attempt).where(Attempt.message_id.in_(old)).execution_options(synchronize_session=False))
    statement = delete(Message).where(Message.done_at < clock.now() - KEPT_FOR)
    return rows_touched(session().execute(statement.execution_options(synchronize_session=False)))
