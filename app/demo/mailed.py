"""Mail of the demo's past that left, as its rows stand after the end. No worker ever saw it, and nobody got it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from app import outbox
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import fingerprint, match_key
from app.outbox import Attempt, Message, Outcome

_TOOK = timedelta(seconds=4)  # from posting to the server's answer
# Where a defect stood that has been mended since: its mail leaves when staff retry it.
BROKE_AT = "error:KeyError app/reviews/mail.py:72"
_TRIES_OF_OURS = 3


def left(kind: str, reference: str, to: str, outcome: Outcome, reply_code: int | None = None) -> None:
    """A mail was posted now and ended a moment later. Its kind learns of it as it does from the worker. Flushes."""
    message = _posted(kind, reference, to)
    message.done_at, message.outcome = clock.now() + _TOOK, outcome
    session().flush()
    session().add(Attempt(message_id=message.id, at=message.done_at, outcome=outcome, reply_code=reply_code))
    ended = outbox.kind_named(kind).ended
    if ended is not None:
        with clock.set_to(clock.now() + _TOOK):
            ended(reference, outcome)


def broke(kind: str, reference: str, to: str) -> None:
    """A mail was posted now, broke each time by a fault of ours, and was set aside. Flushes."""
    message = _posted(kind, reference, to)
    message.tries, last = _TRIES_OF_OURS, clock.now() + timedelta(minutes=5)
    message.set_aside_at, message.set_aside_why = last, BROKE_AT
    session().flush()
    for minutes in (0, 1, 5):
        at = clock.now() + timedelta(minutes=minutes)
        session().add(Attempt(message_id=message.id, at=at, outcome=Outcome.BROKE))


def _posted(kind: str, reference: str, to: str) -> Message:
    now, brand, ring = clock.now(), settings.current().brand, settings.current().fingerprint_keys
    mark, named = fingerprint(ring, "email", match_key(to)), outbox.kind_named(kind)
    name = hashlib.sha256(f"{kind}/{reference}/{now.isoformat()}".encode()).hexdigest()[:24]
    message = Message(
        kind=named.name,
        rank=named.rank,
        reference=reference,
        message_id=f"{name}@{brand.email.rpartition('@')[2]}",
        created_at=now,
        due_at=now,
        tries=1,
        to_value=mark.value,
        to_key_id=mark.key_id,
    )
    session().add(message)
    return message
