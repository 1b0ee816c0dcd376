"""What came back about a mail we sent, in one form, whoever told us: a bounce report, a feedback loop, a provider's webhook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What happened to a mail."""

    BOUNCED = "bounced"  # for good: Action failed, status 5.x.x (RFC 3464)
    DEFERRED = "deferred"  # for now: delayed, or status 4.x.x
    COMPLAINED = "complained"  # "this is spam" (RFC 5965)


@dataclass(frozen=True)
class MailEvent:
    """One event as its source told it; nothing in it is believed before it is matched.

    `event_id`: the source's own id, by which a repeat is known. Matched by any of: `message_id` (of our mail, without <>),
    `verp` (the token behind the plus of the address it came back to), `stop_token` (of a stop link in the mail).
    `status`: RFC 3463, like 5.1.1.
    """

    source: str  # "mail", or the provider's name
    event_id: str
    kind: EventKind
    at: datetime
    message_id: str = ""
    verp: str = ""
    stop_token: str = ""
    status: str = ""
