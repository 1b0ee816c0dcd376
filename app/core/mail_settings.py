"""Settings about mail beyond its way out: where answers come back, how fast it leaves, and our own signature on it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.core.fingerprints import NotAnAddress, canonical_email
from app.core.mailbox_url import MailboxUrl, read_mailbox_url
from app.core.refusals import BadSetting

_LONGEST_MAILBOX = 39  # a local part may have 64 octets (RFC 5321), and ours gets a plus and a token of 24 behind it
_SEED_BYTES = 32
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\Z")  # a selector or a domain, as it stands in DNS


@dataclass(frozen=True)
class DkimKey:
    """Our own signature (RFC 6376, RFC 8463). `seed`: 32 bytes. An empty `domain` means that of the brand's address."""

    path: Path
    seed: bytes = field(repr=False)
    selector: str
    domain: str = ""


_TOPIC = re.compile(r"arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}", re.ASCII)
_SHORTEST_SECRET = 24
_FASTEST = 60_000


@dataclass(frozen=True)
class MailSettings:
    """Built by `from_environ` only. An empty text means: not set."""

    bounce_address: str = ""  # where undeliverable mail comes back to; each mail adds its own token before the @
    unsubscribe_mailbox: str = ""  # read for `mailto:` stops
    dkim: DkimKey | None = None  # None: the relay signs
    mailbox: MailboxUrl | None = None  # where mail that comes in is fetched; None: it comes on a pipe, or not at all
    # Amazon SES: the SNS topics that are listened to, the least signature that is taken, pinned certificates as PEM.
    ses_topics: tuple[str, ...] = ()
    ses_signature_version: str = "2"
    ses_certificate: bytes = b""
    postmark_secret: str = field(default="", repr=False)  # the password in the address that Postmark calls
    pace: int = 0  # mails a minute to one recipient domain; 0: as fast as it goes

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> MailSettings:
        """Read and check. Raises BadSetting naming the variable and what to write instead."""
        return cls(
            bounce_address=_mailbox(environ, "BOUNCE_ADDRESS"),
            unsubscribe_mailbox=_mailbox(environ, "UNSUBSCRIBE_MAILBOX"),
            dkim=_dkim(environ),
            mailbox=read_mailbox_url(environ["MAILBOX_URL"]) if environ.get("MAILBOX_URL") else None,
            ses_topics=_topics(environ.get("SES_TOPICS", "")),
            ses_signature_version=_signature_version(environ.get("SES_SIGNATURE_VERSION") or "2"),
            ses_certificate=_certificate(environ.get("SES_CERTIFICATE", "")),
            postmark_secret=_postmark_secret(environ.get("POSTMARK_SECRET", "")),
            pace=_pace(environ.get("MAIL_PACE", "").strip()),
        )


def _pace(text: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and 1 <= int(text) <= _FASTEST):
        raise BadSetting(f"MAIL_PACE is how many mails a minute one domain may get, from 1 to {_FASTEST}, or empty.")
    return int(text or 0)


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


def _dkim(environ: Mapping[str, str]) -> DkimKey | None:
    path, selector = environ.get("DKIM_KEY", "").strip(), environ.get("DKIM_SELECTOR", "").strip().lower()
    domain = environ.get("DKIM_DOMAIN", "").strip().lower()
    if not path and (selector or domain):
        raise BadSetting(
            "DKIM_KEY is empty, and DKIM_SELECTOR or DKIM_DOMAIN is set. Set the key too, or none of them."
        )
    if not path:
        return None
    if not _NAME.match(selector):
        raise BadSetting("DKIM_SELECTOR is the name of the key in DNS, like sayso2026. It is needed with DKIM_KEY.")
    if domain and not _NAME.match(domain):
        raise BadSetting("DKIM_DOMAIN is a domain, like example.com. Empty means the domain mail comes from.")
    return DkimKey(Path(path), _seed(Path(path)), selector, domain)


def _seed(path: Path) -> bytes:
    """The 32 bytes of an ed25519 private key. Never says anything of what stands in the file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSetting(f"DKIM_KEY: {path.name} can't be read ({type(error).__name__}).") from None
    try:
        if b"-----BEGIN" in content:
            key = load_pem_private_key(content, password=None)
            seed = key.private_bytes_raw() if isinstance(key, Ed25519PrivateKey) else b""
        else:
            seed = base64.b64decode(content.strip(), validate=True)
    except (ValueError, TypeError, UnsupportedAlgorithm, binascii.Error):
        seed = b""
    if len(seed) != _SEED_BYTES:
        raise BadSetting(
            f"DKIM_KEY: {path.name} holds no ed25519 private key. Make one with `openssl genpkey -algorithm ed25519`."
        )
    return seed


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
