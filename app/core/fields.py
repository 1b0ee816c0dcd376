"""Encrypted fields: AES-256-GCM under FIELD_KEYS, bound to what they are for.

Layout: 1 byte key id, 12 bytes nonce, ciphertext with tag. The purpose is the associated data, so that a sealed
sign-in address cannot be passed off as a kept destination.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core.keys import KeyRing, derive
from app.core.refusals import Refusal

_NONCE = 12
_SHORTEST = 1 + _NONCE + 16  # key id, nonce and tag around an empty text


class Unreadable(Refusal):
    """A sealed field does not open: it was changed, or belongs to another purpose."""

    status = 500


def seal_text(ring: KeyRing, purpose: str, text: str) -> bytes:
    """Encrypt `text` for `purpose`."""
    return seal_bytes(ring, purpose, text.encode())


def seal_bytes(ring: KeyRing, purpose: str, plain: bytes) -> bytes:
    """Encrypt `plain` for `purpose`."""
    nonce = secrets.token_bytes(_NONCE)
    box = AESGCM(derive(ring.newest, "field/" + purpose))
    return bytes([ring.newest_id]) + nonce + box.encrypt(nonce, plain, purpose.encode())


def open_text(ring: KeyRing, purpose: str, sealed: bytes) -> str:
    """Decrypt. Raises Unreadable when the bytes are damaged or were sealed for something else."""
    return open_bytes(ring, purpose, sealed).decode()


def open_bytes(ring: KeyRing, purpose: str, sealed: bytes) -> bytes:
    """The same for bytes."""
    if len(sealed) < _SHORTEST:
        raise Unreadable(f"A sealed {purpose} was cut short.")
    box = AESGCM(derive(ring.of(sealed[0]), "field/" + purpose))
    try:
        return box.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], purpose.encode())
    except InvalidTag:
        raise Unreadable(f"A sealed {purpose} does not open.") from None
