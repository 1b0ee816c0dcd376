"""From texts to the bytes of a mail.

This Python's mail package can be made to write headers nobody asked for: an encoded word with a line break inside becomes a
real header. So text that reaches a header is checked first, and the finished bytes are read back and compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import EmailPolicy
from typing import Any

# C0, DEL and C1 controls, and the two line separators of Unicode.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENCODED_WORD = "=?"
# RFC 5322's limit. With the usual 78 the package turns a long id or link into an encoded word, and programs miss it.
_LONGEST = 998


class UnsafeHeader(ValueError):
    """A text that must not reach a header. Carries the header's name, never the text."""


@dataclass(frozen=True)
class Texts:
    """What a person reads."""

    subject: str
    plain: str
    html: str


@dataclass(frozen=True)
class Envelope:
    """Who, when and which message."""

    sender_name: str
    sender: str
    to: str
    message_id: str
    at: datetime
    reply_to: str | None = None

    @property
    def needs_smtputf8(self) -> bool:
        """Whether a local part has letters that only SMTPUTF8 can carry (a domain always has an ASCII form)."""
        return not all(each.isascii() for each in (self.sender, self.to, self.reply_to or ""))


class _LiteralPolicy(EmailPolicy):
    """Leaves ids and links unfolded; folds the subject at 76, because RFC 2047 allows no longer encoded words."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() == "subject":
            return policy.SMTP.clone(max_line_length=76, utf8=self.utf8).fold_binary(name, value)
        return super().fold_binary(name, value)


def compose(envelope: Envelope, texts: Texts) -> bytes:
    """The mail: text and HTML saying the same. Raises UnsafeHeader."""
    message = EmailMessage(_LiteralPolicy(linesep="\r\n", max_line_length=_LONGEST, utf8=envelope.needs_smtputf8))
    message["From"] = _address("From", envelope.sender, envelope.sender_name)
    message["To"] = _address("To", envelope.to)
    if envelope.reply_to:
        message["Reply-To"] = _address("Reply-To", envelope.reply_to)
    message["Subject"] = header_text("Subject", texts.subject)
    message["Date"] = envelope.at
    message["Message-ID"] = f"<{header_text('Message-ID', envelope.message_id)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(texts.plain, cte=_encoding(texts.plain))
    message.add_alternative(texts.html, subtype="html", cte=_encoding(texts.html))
    return _read_back(message)


def header_text(name: str, text: str) -> str:
    """The text, if it may stand in a header. Raises UnsafeHeader."""
    if _CONTROLS.search(text) or _ENCODED_WORD in text:
        raise UnsafeHeader(name)
    return text


def _address(name: str, address: str, display_name: str = "") -> Address:
    local, _, domain = header_text(name, address).rpartition("@")
    return Address(header_text(name, display_name), local, domain)


def _encoding(text: str) -> str | None:
    """Plain ASCII goes as it is; anything else in a form that every server passes on unchanged."""
    return None if text.isascii() else "quoted-printable"


def _read_back(message: EmailMessage) -> bytes:
    content = message.as_bytes()
    names = [name.lower() for name in BytesHeaderParser().parsebytes(content)]
    if names != [name.lower() for name in message]:
        raise UnsafeHeader("the finished mail")
    return content
