"""What a mail says: who wrote it, where it went, whether a program wrote it, and the report in it. Believes nothing.

Pure: bytes in, a value out. Read by the standard library under its oldest policy, which leaves headers alone; the newer ones
parse each header by a grammar that long garbage keeps busy.
"""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser

from app.mailroom.automatic import Program, program_of
from app.mailroom.parts import addresses, canonical, decoded, field, fields, own_words
from app.mailroom.reading import Incoming, Unreadable, parseable
from app.mailroom.reports import Report, report_in

# In their order: what our own server notes about the envelope is surer than what a writer put into To.
TOLD = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
LONGEST_SUBJECT = 500
LONGEST_WORDS = 20_000


@dataclass(frozen=True)
class Mail:
    """A mail that was read. `sender`: canonical, empty where there is none or more than one."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    words: str
    is_null: bool  # sent with an empty return path, as reports are
    program: Program
    report: Report | None = None


def parse(incoming: Incoming, to: str = "") -> Mail:
    """Read a mail. `to`: the envelope's recipient, where it is known; then nothing else says where it went.

    Raises Unreadable.
    """
    content = parseable(incoming)
    try:
        return _read(BytesParser(policy=policy.compat32).parsebytes(content), to)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise Unreadable("broken") from None


def _read(message: Message, to: str) -> Mail:
    if not message.keys():
        raise Unreadable("no_headers")
    senders = set(addresses(message, "from"))
    is_null = any(value.replace(" ", "") == "<>" for value in fields(message, "return-path"))
    subject = " ".join(decoded(field(message, "subject")).split())[:LONGEST_SUBJECT]
    return Mail(
        sender=senders.pop() if len(senders) == 1 else "",
        recipients=tuple(dict.fromkeys(_recipients(message, to))),
        subject=subject,
        words=own_words(message)[:LONGEST_WORDS],
        is_null=is_null,
        program=program_of(message, subject),
        report=report_in(message),
    )


def _recipients(message: Message, to: str) -> list[str]:
    return [canonical(to)] if canonical(to) else addresses(message, *TOLD)


def behind_plus(recipients: tuple[str, ...], mailbox: str) -> str | None:
    """What stands behind the plus of the first recipient in that mailbox; empty for the bare one, None where none is in it."""
    local, _, domain = mailbox.lower().rpartition("@")
    for each in recipients if mailbox else ():
        name, _, where = each.rpartition("@")
        base, _, token = name.partition("+")
        if where == domain and base.lower() == local:
            return token
    return None
