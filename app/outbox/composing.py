"""From texts to the bytes of a mail.

This Python's mail package can be made to write headers nobody asked for, turns a long link into an encoded word, and loses
spaces of some subjects. So the headers are written here, each from text that was checked (`header_text`); the package writes
the two parts below them; and the finished bytes are read back and compared (`read_back`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from app.core.fingerprints import NotAnAddress, canonical_email
from app.outbox.header_text import UnsafeHeader, header_text, phrase, unstructured
from app.outbox.list_headers import ONE_CLICK
from app.outbox.read_back import Intended, check

# RFC 5322, 2.1.1.
LONGEST_LINE = 998
FOLD = "\r\n "
_LINK = re.compile(r"(?:<[!-;=?-~]+>)(?:, <[!-;=?-~]+>)?\Z")


METADATA = "X-PM-Metadata-sayso"  # Postmark keeps such a header to itself and tells it with each event


@dataclass(frozen=True)
class Texts:
    """What a person reads."""

    subject: str
    plain: str
    html: str


@dataclass(frozen=True)
class Envelope:
    """Who, when and which message. `unsubscribe`: the value of List-Unsubscribe, on mail its reader can stop.

    `metadata`: what a provider that writes a Message-ID of its own gives back with an event.
    """

    sender_name: str
    sender: str
    to: str
    message_id: str
    at: datetime
    reply_to: str | None = None
    unsubscribe: str | None = None
    metadata: str = ""

    @property
    def needs_smtputf8(self) -> bool:
        """Whether a local part has letters that only SMTPUTF8 can carry (a domain always has an ASCII form)."""
        return not all(each.rpartition("@")[0].isascii() for each in (self.sender, self.to, self.reply_to or ""))


def compose(envelope: Envelope, texts: Texts) -> bytes:
    """The mail: text and HTML saying the same. Raises UnsafeHeader."""
    headers = _headers(envelope, texts)
    content = "".join(f"{line}\r\n" for line in headers).encode() + _parts(texts)
    check(content, _intended(envelope, texts))
    return content


def sendable(address: str) -> str:
    """The address with its domain in ASCII, as servers take it. Raises UnsafeHeader for one that has no such form."""
    if address.rpartition("@")[2].isascii():
        return address
    try:
        return canonical_email(address)
    except NotAnAddress:
        raise UnsafeHeader("an address") from None


def _headers(envelope: Envelope, texts: Texts) -> list[str]:
    lines = [
        f"From: {_mailbox('From', envelope.sender, envelope.sender_name)}",
        f"To: {_mailbox('To', envelope.to)}",
        f"Reply-To: {_mailbox('Reply-To', envelope.reply_to)}" if envelope.reply_to else "",
        unstructured("Subject", texts.subject),
        f"Date: {format_datetime(envelope.at)}",
        f"Message-ID: <{header_text('Message-ID', envelope.message_id)}>",
        "Auto-Submitted: auto-generated",
        f"List-Unsubscribe: {_link(envelope.unsubscribe)}" if envelope.unsubscribe else "",
        f"List-Unsubscribe-Post: {ONE_CLICK}" if envelope.unsubscribe else "",
        f"{METADATA}: {header_text(METADATA, envelope.metadata)}" if envelope.metadata else "",
    ]
    return [line for line in lines if line]


def _intended(envelope: Envelope, texts: Texts) -> Intended:
    """The same again in words, for who reads the finished bytes."""
    return Intended(
        sender=(envelope.sender_name, sendable(envelope.sender)),
        to=sendable(envelope.to),
        reply_to=sendable(envelope.reply_to) if envelope.reply_to else None,
        subject=texts.subject,
        values={
            "Date": format_datetime(envelope.at),
            "Message-ID": f"<{envelope.message_id}>",
            "Auto-Submitted": "auto-generated",
            **(
                {"List-Unsubscribe": envelope.unsubscribe, "List-Unsubscribe-Post": ONE_CLICK}
                if envelope.unsubscribe
                else {}
            ),
            **({METADATA: envelope.metadata} if envelope.metadata else {}),
        },
    )


def _mailbox(name: str, address: str, display_name: str = "") -> str:
    local, _, domain = sendable(header_text(name, address)).rpartition("@")
    try:
        spec = Address(username=local, domain=domain).addr_spec
    except ValueError:
        raise UnsafeHeader(name) from None
    if not display_name:
        return spec
    # A line with an encoded word has at most 76 letters (RFC 2047, 2), so the address goes onto one of its own.
    return f"{phrase(name, display_name)}{' ' if display_name.isascii() else FOLD}<{spec}>"


def _link(value: str) -> str:
    """As it is, however long: nothing but what a URL may hold, in its brackets."""
    if not _LINK.match(header_text("List-Unsubscribe", value)):
        raise UnsafeHeader("List-Unsubscribe")
    return value


def _parts(texts: Texts) -> bytes:
    """`MIME-Version`, `Content-Type`, an empty line and the two parts."""
    message = EmailMessage(policy.SMTP.clone(max_line_length=LONGEST_LINE))
    message.set_content(texts.plain, cte=_encoding(texts.plain))
    message.add_alternative(texts.html, subtype="html", cte=_encoding(texts.html))
    return message.as_bytes()


def _encoding(text: str) -> str | None:
    """Plain ASCII goes as it is; anything else in a form that every server passes on unchanged."""
    return None if text.isascii() else "quoted-printable"
