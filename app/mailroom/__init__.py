"""The mailroom: mail that comes in (bounces, complaints, stops by mail, requests by subject line), and what it changes."""

from app.mailroom.applying import Applied, Did, apply
from app.mailroom.events import EventKind, MailEvent
from app.mailroom.feature import feature

__all__ = ["Applied", "Did", "EventKind", "MailEvent", "apply", "feature"]
