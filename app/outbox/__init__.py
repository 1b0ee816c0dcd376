"""The outbox: mails as rows of the transaction that causes them, rendered and handed over by a worker."""

from app.outbox.bell import bell, run_soon
from app.outbox.feature import feature
from app.outbox.holding import Ended, ended_without_word, hold, let_go
from app.outbox.jobs import deliver, deliver_due
from app.outbox.letters import rendered
from app.outbox.models import Attempt, Message
from app.outbox.numbers import HandedOver, handed_over
from app.outbox.outcomes import Outcome
from app.outbox.service import post, silently
from app.outbox.transports import greet

__all__ = [
    "Attempt",
    "Ended",
    "HandedOver",
    "Message",
    "Outcome",
    "bell",
    "deliver",
    "deliver_due",
    "ended_without_word",
    "feature",
    "greet",
    "handed_over",
    "hold",
    "let_go",
    "post",
    "rendered",
    "run_soon",
    "silently",
]
