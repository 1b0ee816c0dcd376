"""Settings about mail beyond its way out: where answers come back, and how fast it leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from app.core.fingerprints import NotAnAddress, canonical_email
from app.core.mailbox_url import MailboxUrl, read_mailbox_url
from app.core.refusals import BadSetting

_LONGEST_MAILBOX = 40  # a local part may have 64 octets (RFC 5321), and ours gets a token of some 20 behind its plus
_TOPIC = re.compile(r"arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}", re.ASCII)
_SHORTEST_SECRET = 24


@dataclass(frozen=True)
class MailSettings:
    """Built by `from_environ` only. An empty text means: not set."""

    bounce_address: str = ""  # where undeliverable mail comes back to; each mail adds its own token before the @
    unsubscribe_mailbox: str = ""  # read for `mailto:` stops
    mailbox: MailboxUrl | None = None  # where mail that comes in is fetched; None: it comes on a pipe, or not at all
    # Amazon SES: the SNS topics that are listened to, the least signature that is taken, pinned certificates as PEM.
    ses_topics: tuple[str, ...] = ()
    ses_signature_version: str = "2"
    ses_certificate: bytes = b""
    postmark_secret: str = field(default="", repr=False)  # the password in the address that Postmark calls

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> MailSettings:
        """Read and check. Raises BadSetting naming the variable and what to write instead."""
        return cls(
            bounce_address=_mailbox(environ, "BOUNCE_ADDRESS"),
            unsubscribe_mailbox=_mailbox(environ, "UNSUBSCRIBE_MAILBOX"),
            mailbox=read_mailbox_url(environ["MAILBOX_URL"]) if environ.get("MAILBOX_URL") else None,
            ses_topics=_topics(environ.get("SES_TOPICS", "")),
            ses_signature_version=_signature_version(environ.get("SES_SIGNATURE_VERSION") or "2"),
            ses_certificate=_certificate(environ.get("SES_CERTIFICATE", "")),
            postmark_secret=_postmark_secret(environ.get("POSTMARK_SECRET", "")),
        )


def _mailbox(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "").strip()
    try:
        address = canonical_email(text) if text else ""
    except NotAnAddress:
        address = "+"
    local = address.partition("@")[0]
    if "+" in local or len(local) > _LONGEST_MAILBOX or not local.isascii():
        raise BadSetting(f"{name} is an address with no plus sign, like bounces@choices.example.com.")
    return address


def _topics(text: str) -> tuple[str, ...]:
    found = tuple(filter(None, (part.strip() for part in text.split(","))))
    if not all(_TOPIC.fullmatch(topic) for topic in found):
        raise BadSetting("SES_TOPICS are ARNs of SNS topics, like arn:aws:sns:us-east-1:123456789012:bounces.")
    return found


def _signature_version(text: str) -> str:
    if text not in ("1", "2"):
        raise BadSetting("SES_SIGNATURE_VERSION is 2, or 1 to take the older SHA-1 signatures as well.")
    return text


def _certificate(path: str) -> bytes:
    if not path:
        return b""
    try:
        pem = Path(path).read_bytes()
        x509.load_pem_x509_certificates(pem)
    except (OSError, ValueError):
        raise BadSetting("SES_CERTIFICATE is a file with the certificates SNS signs with, in PEM.") from None
    return pem


def _postmark_secret(text: str) -> str:
    if text and (len(text) < _SHORTEST_SECRET or not text.isascii() or not text.isprintable()):
        raise BadSetting(f"POSTMARK_SECRET needs {_SHORTEST_SECRET} letters and digits or more.")
    return text
