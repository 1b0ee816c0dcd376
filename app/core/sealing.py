"""Ed25519 seals over checkpoints (and later receipts), under SEAL_KEYS (RFC 8032)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.core.keys import KeyRing


def _private(ring: KeyRing, key_id: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(ring.of(key_id)[:32])


def seal(ring: KeyRing, message: bytes) -> tuple[int, bytes]:
    """(key id, 64-byte signature) under the newest key."""
    return ring.newest_id, _private(ring, ring.newest_id).sign(message)


def seal_holds(ring: KeyRing, key_id: int, message: bytes, signature: bytes) -> bool:
    """Whether that key signed exactly this message."""
    try:
        _private(ring, key_id).public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_key(ring: KeyRing, key_id: int) -> bytes:
    """The raw 32-byte public key, for whoever checks without us."""
    return _private(ring, key_id).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
