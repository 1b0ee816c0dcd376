"""Whose mail an event is about. Only what nobody else can know counts: our VERP token, our Message-ID, and for a complaint our
signed stop link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app import links, outbox
from app.core.fingerprints import EMAIL_NORMALISER, Fingerprint
from app.mailroom.events import EventKind, MailEvent

How = Literal["verp", "message_id", "stop_token"]


@dataclass(frozen=True)
class Matched:
    """The destination a mail of ours went to, how it was found, and whether that mail was a note from a friend."""

    fingerprint: Fingerprint
    how: How
    is_recommendation: bool


def match(event: MailEvent) -> Matched | None:
    """The first of the three that leads to a mail of ours; None: unknown, or forged.

    A stop link counts for a complaint alone, which does no more than the link itself: whoever a mail was passed on to holds
    it, and must not be able to say that mail to its reader comes back.
    """
    by_mail = by_verp(event.verp) or by_message_id(event.message_id)
    return by_mail or (by_stop_token(event.stop_token) if event.kind is EventKind.COMPLAINED else None)


def by_verp(token: str) -> Matched | None:
    """The mail that left with that token in its sender address."""
    return _of_message(outbox.message_of_verp(token), "verp") if token else None


def by_message_id(message_id: str) -> Matched | None:
    """The mail that left under that Message-ID."""
    return _of_message(outbox.message_of_id(message_id), "message_id") if message_id else None


def by_stop_token(token: str) -> Matched | None:
    """The destination named in a stop link that we signed; paper has none in mail."""
    try:
        link = links.read_stop(token) if token else None
    except links.BadStopLink:
        return None
    if link is None or link.fingerprint.channel != "email":
        return None
    return Matched(link.fingerprint, "stop_token", link.kind == "refusal")


def _of_message(message: outbox.Message | None, how: How) -> Matched | None:
    if message is None or message.to_value is None or message.to_key_id is None:
        return None  # never composed, so it went nowhere
    mark = Fingerprint("email", message.to_key_id, EMAIL_NORMALISER, message.to_value)
    return Matched(mark, how, _is_recommendation(message.kind))


def _is_recommendation(kind: str) -> bool:
    try:
        return outbox.kind_named(kind).asks == "recommendation"
    except LookupError:
        return False
