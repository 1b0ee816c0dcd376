"""The outbox: mails as rows of the transaction that causes them, rendered and handed over by a worker."""

from app.outbox.bell import bell, run_soon
from app.outbox.feature import feature
from app.outbox.header_text import UnsafeHeader, header_text
from app.outbox.holding import Ended, Held, ended_without_word, hold, let_go
from app.outbox.jobs import deliver, deliver_due
from app.outbox.lateness import Lateness, how_late
from app.outbox.letters import rendered
from app.outbox.list_headers import ONE_CLICK, list_unsubscribe, stop_mailbox
from app.outbox.models import Attempt, Message
from app.outbox.numbers import HandedOver, handed_over
from app.outbox.outcomes import Outcome
from app.outbox.service import kind_named, post, silently
from app.outbox.signing import dns_record, signing_faults
from app.outbox.stuck import Stuck, find_stuck, say_if_stuck
from app.outbox.transports import greet
from app.outbox.verp import message_of_id, message_of_verp, verp_of

__all__ = [
    "Attempt",
    "Ended",
    "HandedOver",
    "Held",
    "Lateness",
    "Message",
    "ONE_CLICK",
    "Outcome",
    "Stuck",
    "UnsafeHeader",
    "bell",
    "deliver",
    "deliver_due",
    "dns_record",
    "ended_without_word",
    "feature",
    "find_stuck",
    "greet",
    "handed_over",
    "header_text",
    "list_unsubscribe",
    "message_of_id",
    "message_of_verp",
    "hold",
    "let_go",
    "kind_named",
    "how_late",
    "post",
    "rendered",
    "run_soon",
    "say_if_stuck",
    "signing_faults",
    "silently",
    "stop_mailbox",
    "verp_of",
]
