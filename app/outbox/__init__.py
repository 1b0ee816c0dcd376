"""The outbox: mails as rows of the transaction that causes them, rendered and handed over by a worker."""

from app.outbox.bell import bell, run_soon
from app.outbox.feature import feature
from app.outbox.jobs import deliver, deliver_due
from app.outbox.lateness import Lateness, how_late
from app.outbox.models import Attempt, Message
from app.outbox.numbers import HandedOver, handed_over
from app.outbox.outcomes import Outcome
from app.outbox.service import post, silently
from app.outbox.transports import greet

__all__ = [
    "Attempt",
    "HandedOver",
    "Lateness",
    "Message",
    "Outcome",
    "bell",
    "deliver",
    "deliver_due",
    "feature",
    "greet",
    "handed_over",
    "how_late",
    "post",
    "run_soon",
    "silently",
]
