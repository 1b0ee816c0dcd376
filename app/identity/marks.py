"""The keyed hash of an address in the tables of sign-in: it finds the rows of one mailbox and cannot be read back."""

from __future__ import annotations

import hashlib
import hmac

from app.core import settings
from app.core.fields import open_text, seal_text
from app.core.fingerprints import match_key
from app.core.keys import derive

PURPOSE = "sign-in"
_BYTES = 16


def mark_of(address: str) -> bytes:
    """The mark of a canonical address under the newest key."""
    return _mark(address, settings.current().fingerprint_keys.newest)


def marks_of(address: str) -> list[bytes]:
    """Its marks under every key: a silence must outlive a rotation."""
    return [_mark(address, key) for key in settings.current().fingerprint_keys.keys.values()]


def _mark(address: str, key: bytes) -> bytes:
    # A key of its own, so that these rows cannot be joined with fingerprints of suppressions.
    secret = derive(key, "sign-in/address")
    return hmac.new(secret, match_key(address).encode(), hashlib.sha256).digest()[:_BYTES]


def seal(address: str, purpose: str = PURPOSE) -> bytes:
    """Encrypt an address nobody has proven yet."""
    return seal_text(settings.current().field_keys, purpose, address)


def unseal(sealed: bytes, purpose: str = PURPOSE) -> str:
    """The address again, for the mail and for the browser that typed it."""
    return open_text(settings.current().field_keys, purpose, sealed)
