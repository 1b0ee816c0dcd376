"""The mailroom: mail that comes in (bounces, complaints, stops by mail, requests by subject line), and what it changes."""

from app.mailroom.events import EventKind, MailEvent

__all__ = ["EventKind", "MailEvent"]
