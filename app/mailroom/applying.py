"""What an event about a mail of ours changes, once, whoever told us of it and how often."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import update

from app import audit, consent, people, suppression
from app.consent import MARKETING, OFF, RECOMMENDATIONS, Act, Change
from app.core import clock
from app.core.chain import Scalar
from app.core.database import insert, session, table
from app.mailroom.events import EventKind, MailEvent
from app.mailroom.matching import Matched, match
from app.mailroom.models import AppliedEvent

ACTOR = "worker"
_LONGEST_ID = 200
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_rows = table(AppliedEvent)


class Did(StrEnum):
    """What an event did."""

    UNDELIVERABLE = "undeliverable"  # the destination takes no mail: not an opt-out
    STOPPED = "stopped"  # all marketing email stopped
    COUNTED = "counted"  # a delay, or what held already: nothing changed
    UNMATCHED = "unmatched"  # no mail of ours, or forged: nothing changed
    REPEATED = "repeated"  # the same event again: nothing changed


@dataclass(frozen=True)
class Applied:
    """What an event did, and by what it was matched ('' for nothing)."""

    did: Did
    matched: str = ""


def apply(event: MailEvent) -> Applied:
    """Believe an event as far as it is matched, and do what it asks for. Flushes; the entry point commits.

    Any number of processes may be told the same event: one of them does it.
    """
    number = _keep(event)
    if number is None:
        return Applied(Did.REPEATED)
    found = match(event)
    did = _do(event, found) if found else Did.UNMATCHED
    how = found.how if found else ""
    session().execute(update(_rows).where(_rows.c.id == number).values(did=did.value, matched=how))
    return Applied(did, how)


def _keep(event: MailEvent) -> int | None:
    """The number of its row; None for an event that is there already, where the repeat is counted."""
    name = _name(event.event_id)
    values = {
        "source": event.source,
        "event_id": name,
        "kind": event.kind.value,
        "status": event.status if _STATUS.fullmatch(event.status) else "",
        "matched": "",
        "did": "",
        "at": min(event.at, clock.now()),
        "received_at": clock.now(),
    }
    new = insert(_rows).values(values).on_conflict_do_nothing(index_elements=["source", "event_id"])
    number = session().execute(new.returning(_rows.c.id)).scalar()
    if number is None:
        same = (_rows.c.source == event.source, _rows.c.event_id == name)
        session().execute(update(_rows).where(*same).values(repeats=_rows.c.repeats + 1))
    return number


def _name(event_id: str) -> str:
    """The id as it is kept. One that is long, or has what a database refuses, is kept as its hash."""
    plain = event_id.isascii() and event_id.isprintable() and len(event_id) <= _LONGEST_ID and "@" not in event_id
    return event_id if plain else hashlib.sha256(event_id.encode("utf-8", "surrogatepass")).hexdigest()


def _do(event: MailEvent, found: Matched) -> Did:
    if event.kind is EventKind.BOUNCED:
        return _bounced(found)
    if event.kind is EventKind.COMPLAINED:
        return _complained(event, found)
    return Did.COUNTED


def _bounced(found: Matched) -> Did:
    """Mail to that address comes back for good. No opt-out: it lifts when somebody proves the address (RFC 3464)."""
    mark = suppression.mark_for_link(found.fingerprint)
    if not suppression.note_undeliverable(mark):
        return Did.COUNTED
    person = people.person_by_subject(mark.subject_id)
    if person is not None:
        people.note_undeliverable(person, found.fingerprint)
    audit.note(ACTOR, "mail.undeliverable", f"subject:{mark.subject_id}", {"deliverable": ("yes", "no")})
    return Did.UNDELIVERABLE


def _complained(event: MailEvent, found: Matched) -> Did:
    """ "This is spam" stops all of it, at once, and of a note from a friend also those that others might send."""
    evidence: dict[str, Scalar] = {"source": event.source, "report": _name(event.event_id)}
    act = Act("complaint", source="complaint", evidence=evidence)
    written = stop(found, act)
    return Did.STOPPED if written.changes else Did.COUNTED


def stop(found: Matched, act: Act) -> consent.Written:
    """Stop all marketing email to a matched destination; after a note from a friend, such notes as well. Flushes."""
    if not found.is_recommendation:
        return consent.stop_by_fingerprint(found.fingerprint, 0, act, everything=True)
    return refuse(found, act, MARKETING, RECOMMENDATIONS)


def refuse(found: Matched, act: Act, *purposes: str) -> consent.Written:
    """Turn these purposes off for a matched destination. Flushes."""
    mark = suppression.mark_for_link(found.fingerprint)
    return consent.choose(mark.subject_id, [Change(purpose, "email", OFF) for purpose in purposes], act, [mark])
