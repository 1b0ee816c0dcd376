"""Our own signature on a mail (RFC 6376, with ed25519 after RFC 8463), where DKIM_KEY is set. Else the relay signs."""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from dkim import DKIM

from app.core.mail_settings import DkimKey
from app.core.settings import Settings, current
from app.outbox.read_back import raw_headers

# What a signature covers. A name more often than its header stands there means that nobody may add another (8.15); so a
# header we left out can't be added either. A relay that signs must cover both List headers (RFC 8058, 4).
COVERED = (
    "From",
    "From",
    "To",
    "Subject",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
)


def signed(content: bytes) -> bytes:
    """The mail with our signature on top, or as it was where no key is set."""
    settings = current()
    key = settings.mail.dkim
    if key is None:
        return content
    signer = DKIM(content, signature_algorithm=b"ed25519-sha256")
    header: bytes = signer.sign(
        key.selector.encode(),
        domain_of(key, settings).encode(),
        base64.b64encode(key.seed),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[name.encode() for name in COVERED],
    )
    finished = header + content
    raw_headers(finished)
    return finished


def signing_faults() -> Iterator[str]:
    """What the start can't tell is wrong with our signature, for `doctor`."""
    key, settings = current().mail.dkim, current()
    if key is None:
        return
    mine, seen = domain_of(key, settings), settings.brand.email.rpartition("@")[2].lower()
    if mine != seen and not mine.endswith("." + seen) and not seen.endswith("." + mine):
        yield f"DKIM_DOMAIN is {mine} and mail comes from {seen}, so DMARC counts the signature for nothing. Sign for {seen}."
    if key.path.exists() and key.path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield f"DKIM_KEY: {key.path.name} can be read by others on this machine. Run `chmod 600` on it."


def domain_of(key: DkimKey, settings: Settings) -> str:
    """The domain that signs: as set, or that of the address mail comes from."""
    return key.domain or settings.brand.email.rpartition("@")[2].lower()


def dns_record() -> str | None:
    """The line to publish in DNS, so that others can check the signature. None where we sign nothing."""
    key = current().mail.dkim
    if key is None:
        return None
    public = Ed25519PrivateKey.from_private_bytes(key.seed).public_key().public_bytes_raw()
    name = f"{key.selector}._domainkey.{domain_of(key, current())}"
    return f'{name}. IN TXT "v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}"'
