"""Settings about mail beyond its way out: where answers come back, how fast it leaves, and our own signature on it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.core.fingerprints import NotAnAddress, canonical_email
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


@dataclass(frozen=True)
class MailSettings:
    """Built by `from_environ` only. An empty text means: not set."""

    bounce_address: str = ""  # where undeliverable mail comes back to; each mail adds its own token before the @
    unsubscribe_mailbox: str = ""  # read for `mailto:` stops
    dkim: DkimKey | None = None  # None: the relay signs

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> MailSettings:
        """Read and check. Raises BadSetting naming the variable and what to write instead."""
        return cls(
            bounce_address=_mailbox(environ, "BOUNCE_ADDRESS"),
            unsubscribe_mailbox=_mailbox(environ, "UNSUBSCRIBE_MAILBOX"),
            dkim=_dkim(environ),
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
