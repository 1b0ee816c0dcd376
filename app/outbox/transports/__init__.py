"""Transports: the ways out for mails, chosen by MAIL_URL. Adding one is a file here and its line in `make_transport`."""

from app.outbox.transports.base import (
    HeldBack,
    Mail,
    MaybeHandedOver,
    NeedsSmtputf8,
    NotHandedOver,
    Refused,
    StillWanted,
    Transport,
    TryAgain,
    Unwanted,
)
from app.outbox.transports.chosen import make_transport, transport
from app.outbox.transports.opening import greet

__all__ = [
    "HeldBack",
    "Mail",
    "MaybeHandedOver",
    "NeedsSmtputf8",
    "NotHandedOver",
    "Refused",
    "StillWanted",
    "Transport",
    "TryAgain",
    "Unwanted",
    "greet",
    "make_transport",
    "transport",
]
