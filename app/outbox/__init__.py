"""The outbox: mails as rows of the transaction that causes them, rendered and handed over by a worker."""

from app.outbox.bell import bell
from app.outbox.feature import feature
from app.outbox.jobs import deliver, deliver_due
from app.outbox.models import Attempt, Message
from app.outbox.outcomes import Outcome
from app.outbox.service import post, silently
from app.outbox.transports import greet

__all__ = [
    "Attempt",
    "Message",
    "Outcome",
    "bell",
    "deliver",
    "deliver_due",
    "feature",
    "greet",
    "post",
    "silently",
]
