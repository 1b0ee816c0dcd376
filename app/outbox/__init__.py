"""The outbox: mails as rows of the transaction that causes them, rendered and handed over by a worker."""

from app.outbox.bell import bell, run_soon
from app.outbox.feature import feature
from app.outbox.jobs import deliver, deliver_due
from app.outbox.models import Attempt, Message
from app.outbox.numbers import HandedOver, handed_over
from app.outbox.outcomes import Outcome
from app.outbox.service import kind_named, post, silently
from app.outbox.transports import greet
from app.outbox.verp import message_of_id, message_of_verp, verp_of

__all__ = [
    "Attempt",
    "HandedOver",
    "Message",
    "Outcome",
    "bell",
    "deliver",
    "deliver_due",
    "feature",
    "greet",
    "handed_over",
    "kind_named",
    "message_of_id",
    "message_of_verp",
    "verp_of",
    "post",
    "run_soon",
    "silently",
]
