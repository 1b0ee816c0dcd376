"""The mailroom: mail that comes in (bounces, complaints, stops by mail, requests by subject line), and what it changes."""

from app.mailroom.applying import Applied, Did, apply
from app.mailroom.events import EventKind, MailEvent
from app.mailroom.feature import feature
from app.mailroom.keeping import Draft, drafts, pick_up
from app.mailroom.reading import read_bytes
from app.mailroom.receiving import take_in

__all__ = [
    "Applied",
    "Did",
    "Draft",
    "EventKind",
    "MailEvent",
    "apply",
    "drafts",
    "feature",
    "pick_up",
    "read_bytes",
    "take_in",
]
