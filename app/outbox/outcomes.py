"""How a message, or one try to hand it over, ended."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """Kept on messages and attempts. The first group ends a message, the second lets it be tried again."""

    HANDED_OVER = "handed_over"
    NOTHING_TO_SAY = "nothing_to_say"
    REFUSED_BY_GATE = "refused_by_gate"
    REFUSED_BY_SERVER = "refused_by_server"
    NEEDS_SMTPUTF8 = "needs_smtputf8"  # an address beyond ASCII, and a server that can't write to such (RFC 6531)
    HELD_BACK = "held_back"  # a rehearsal: MAIL_ONLY_TO does not name the recipient
    CANNOT_COMPOSE = "cannot_compose"  # a text that must not reach a header
    GAVE_UP = "gave_up"
    EXPIRED = "expired"  # not handed over while it was worth anything
    DROPPED = "dropped"  # staff took it out of the line

    TRY_AGAIN = "try_again"  # certainly not handed over, and worth another try
    BROKE = "broke"  # our own fault; a repaired version may do better
    NOT_YET = "not_yet"  # no try: its domain has had its mails for now, or another worker has it. Never stored
    UNKNOWN = "unknown"  # may have left: ends an at-most-once message, an at-least-once one is tried again

    SET_ASIDE = "set_aside"  # no end and no try: it waits for staff


# After each failed try; the last one is followed by giving up. For a day never more than 9 minutes, so that even a mail that is
# the only one in trouble leaves within 10 minutes after its end; then each hour up to two days (decision 19).
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 4, *[9] * 159, *[60] * 24))
# Longer than the longest talk with a mail server (transports.talk: TALK and then ANSWER), so nobody takes over too early.
LEASE = timedelta(minutes=3)
KEPT_FOR = timedelta(days=90)
