"""Mails of ours that something comes back about, and questions about what it did."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from app import consent, links, mailroom, outbox, suppression
from app.consent import ConsentEntry
from app.core import clock, settings
from app.core.database import session
from app.core.feature import Declarations, Feature
from app.core.fingerprints import fingerprint, match_key
from app.core.messages import Letter, MessageKind
from app.features import FEATURES
from app.links import StopLink
from app.mailroom import EventKind, MailEvent
from app.mailroom.models import AppliedEvent
from app.outbox.service import claim, note_recipient
from app.topics import topic_by_slug
from tests.makers import may

CUSTOMERS_GET = "dog-deals"


def nothing(_reference: str) -> Letter | None:
    return None


def with_kinds(app: Flask) -> Flask:
    kinds = (
        MessageKind("note", "at_least_once", nothing),
        MessageKind("friend", "at_most_once", nothing, asks="recommendation"),
    )
    app.extensions["declarations"] = Declarations((*FEATURES, Feature("writer", messages=kinds)))
    return app


@dataclass(frozen=True)
class Sent:
    """A mail of ours that was composed: its Message-ID and the token in its sender address."""

    message_id: str
    token: str


def a_mail(address: str, kind: str = "note") -> Sent:
    """A mail of ours to an address, on its way."""
    outbox.post(kind, "r")
    message = session().scalars(select(outbox.Message).order_by(outbox.Message.id.desc())).first()
    assert message is not None
    claimed = claim(message.id)
    assert claimed is not None
    note_recipient(claimed, address)
    session().commit()
    return Sent(message.message_id, outbox.verp_of(message))


def a_stop_token(address: str, kind: str = "stop", topic_id: int = 0) -> str:
    """The token of a stop link in a mail to that address."""
    mark = fingerprint(settings.current().fingerprint_keys, "email", match_key(address))
    return links.stop_token(StopLink(mark, topic_id, 0, "refusal" if kind == "refusal" else "stop"))


def an_event(kind: EventKind = EventKind.BOUNCED, event_id: str = "e1", **more: str) -> MailEvent:
    status = {"bounced": "5.1.1", "deferred": "4.2.2"}.get(kind.value, "")
    return MailEvent("mail", event_id, kind, clock.now(), status=status, **more)


def applied(event: MailEvent) -> tuple[str, str]:
    """What an event does, committed: (did, matched)."""
    found = mailroom.apply(event)
    session().commit()
    session().expire_all()
    return found.did.value, found.matched


def events() -> list[tuple[str, str, int]]:
    """Every event kept: kind, what it did, how often it came again."""
    rows = session().scalars(select(AppliedEvent).order_by(AppliedEvent.id).execution_options(populate_existing=True))
    return [(row.kind, row.did, row.repeats) for row in rows]


def gate(address: str) -> str:
    """The gate's answer about mail that customers get until they say stop."""
    return may(address, topic_by_slug(CUSTOMERS_GET))


def undeliverable_at(address: str) -> datetime | None:
    """Since when the mark of an address is undeliverable."""
    marks = [mark.id for mark in suppression.marks_of_address(address)]
    stored = suppression.StoredFingerprint
    statement = select(stored.undeliverable_at).where(stored.id.in_(marks)).execution_options(populate_existing=True)
    return next((at for at in session().scalars(statement) if at), None)


def methods() -> list[str]:
    """The methods of all lines of the ledger, in their order."""
    return list(session().scalars(select(ConsentEntry.method).order_by(ConsentEntry.at, ConsentEntry.seq)))


def ledger_is_sound() -> bool:
    return not list(consent.ledger_faults()) and not list(consent.projection_faults())
