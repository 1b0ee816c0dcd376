"""A finished mail read as a receiver reads it, twice: line by line, and by a mail parser. It has the headers that were
meant, each once, with the values that were meant, or it does not leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.header import decode_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import HeaderParser

from app.outbox.header_text import UnsafeHeader

LONGEST_LINE = 998
# Every header a mail of ours may have. `List-Id` is for mailings about a topic, which this site signs for and does not send.
ALLOWED = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "X-PM-Metadata-sayso",  # to Postmark alone
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "DKIM-Signature",
)
_BY_LOWER = {name.lower(): name for name in ALLOWED}
_NAME = re.compile(rb"([!-9;-~]+):")
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
FINISHED = "the finished mail"


@dataclass(frozen=True)
class Intended:
    """What the headers are to say, as text. `values`: those compared letter by letter."""

    sender: tuple[str, str]
    to: str
    reply_to: str | None
    subject: str
    values: Mapping[str, str]

    @property
    def names(self) -> set[str]:
        ours = {"From", "To", "Subject", "MIME-Version", "Content-Type", *self.values}
        return ours | {"Reply-To"} if self.reply_to else ours


def check(content: bytes, intended: Intended) -> None:
    """Raises UnsafeHeader naming the header that is not as it was meant."""
    head = raw_headers(content)
    for name in sorted({one for one, _value in head} ^ intended.names):
        raise UnsafeHeader(name)
    raw = dict(head)
    for name, value in intended.values.items():
        if raw[name] != value:
            raise UnsafeHeader(name)
    if _named(raw["From"]) != intended.sender[0]:
        raise UnsafeHeader("From")
    # As text: the parser of bytes knows no letter beyond ASCII, and SMTPUTF8 writes them into addresses (RFC 6532).
    _check_parsed(HeaderParser(EmailMessage, policy=policy.SMTPUTF8).parsestr(content.decode()), intended)


def raw_headers(content: bytes) -> list[tuple[str, str]]:
    """(name, unfolded value) of each line before the first empty one. Raises UnsafeHeader: a name that is not allowed or
    stands twice, a line that is none or is too long, a bare CR or LF anywhere."""
    if _BARE.search(content):
        raise UnsafeHeader(FINISHED)
    if max(map(len, content.split(b"\r\n"))) > LONGEST_LINE:
        raise UnsafeHeader(FINISHED)
    found: list[tuple[str, str]] = []
    for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and found and line.strip():
            found[-1] = (found[-1][0], found[-1][1] + line.decode())
        elif begun := _NAME.match(line):
            found.append((_allowed(begun[1].decode()), line[begun.end() :].decode().removeprefix(" ")))
        else:
            raise UnsafeHeader(FINISHED)
    for name, count in Counter(name for name, _value in found).items():
        if count > 1:
            raise UnsafeHeader(name)
    return found


def _allowed(name: str) -> str:
    try:
        return _BY_LOWER[name.lower()]
    except KeyError:
        raise UnsafeHeader(FINISHED) from None  # a name that somebody smuggled in is not repeated


def _check_parsed(mail: EmailMessage, intended: Intended) -> None:
    if sorted(mail.keys()) != sorted(intended.names):
        raise UnsafeHeader(FINISHED)
    if str(mail["Subject"]) != intended.subject:
        raise UnsafeHeader("Subject")
    wanted = {"From": intended.sender, "To": ("", intended.to), "Reply-To": ("", intended.reply_to)}
    for name in ("From", "To", "Reply-To"):
        if name in mail and _address(mail[name]) != (_solid(wanted[name][0]), wanted[name][1]):
            raise UnsafeHeader(name)


def _address(header: object) -> tuple[str, str] | None:
    """The one address, and its name without spaces. None: there are none or several."""
    addresses: tuple[Address, ...] = getattr(header, "addresses", ())
    if len(addresses) != 1:
        return None
    return _solid(addresses[0].display_name), f"{addresses[0].username}@{addresses[0].domain}"


def _solid(text: str) -> str:
    """This Python's parser puts a space between two encoded words of a name (RFC 2047, 6.2 says none): `_named` looks at
    the name letter by letter instead."""
    return "".join(text.split())


def _named(raw: str) -> str:
    """The display name before the last `<`, its encoded words decoded and joined, quotes taken off."""
    name = raw.rpartition("<")[0].removesuffix(" ")
    if name.startswith('"'):
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    parts = decode_header(name)
    return "".join(part if isinstance(part, str) else part.decode(charset or "ascii") for part, charset in parts)
