"""Keyrings: every secret the site holds, by what it may do.

`SECRET_KEYS`       comma-separated, newest first. The newest signs; old ones verify stop links and nothing else.
`FINGERPRINT_KEYS`  `id:key` pairs. The newest (last listed highest id) writes, all look up.
`SEAL_KEYS`         `id:seed` pairs, Ed25519 seeds: checkpoints and receipts.
`FIELD_KEYS`        `id:key` pairs, AES-256-GCM: destinations and short-lived fields.
Keys are base64url text of 32 bytes or more; ids are whole numbers from 1 to 255, because a link has one byte for them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from app.core.refusals import BadSetting

KEY_BYTES = 32


@dataclass(frozen=True)
class KeyRing:
    """Numbered keys of one use. `newest` writes; `of(id)` reads what an older one wrote."""

    name: str
    keys: dict[int, bytes]

    @property
    def newest_id(self) -> int:
        return max(self.keys)

    @property
    def newest(self) -> bytes:
        return self.keys[self.newest_id]

    def of(self, key_id: int) -> bytes:
        """The key with that id. Raises BadSetting when the ring no longer holds it."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise BadSetting(f"{self.name} has no key {key_id}, and stored rows need it. Put it back.") from None


def new_key() -> str:
    """A fresh 32-byte key as base64url text."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")


def decode_key(name: str, text: str) -> bytes:
    """Base64url text → bytes. Raises BadSetting for anything that is not at least 32 bytes."""
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadSetting(f"{name}: a key is base64url text. Make one with `make keys`.") from None
    if len(key) < KEY_BYTES:
        raise BadSetting(f"{name}: a key needs at least {KEY_BYTES} bytes. Make one with `make keys`.")
    return key


def parse_ring(name: str, text: str) -> KeyRing:
    """`1:key,2:key` → KeyRing. Raises BadSetting with one line that says what to do."""
    keys: dict[int, bytes] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        number, colon, key = pair.partition(":")
        if not colon or not number.isdecimal() or not 1 <= int(number) <= 255:
            raise BadSetting(f"{name}: write id:key pairs, ids from 1 to 255, parted by commas.")
        if int(number) in keys:
            raise BadSetting(f"{name}: id {number} stands there twice.")
        keys[int(number)] = decode_key(name, key)
    if not keys:
        raise BadSetting(f"{name} is empty. Make a key with `make keys`.")
    return KeyRing(name, keys)


def derive(key: bytes, purpose: str) -> bytes:
    """A 32-byte subkey for one purpose, so that no key ever does two jobs (HKDF-Expand, RFC 5869, one block)."""
    return hmac.new(key, b"sayso/" + purpose.encode() + b"\x01", hashlib.sha256).digest()


def key_hint(key: bytes) -> int:
    """One byte that tells which secret signed, so that verifying under many old keys stays one try."""
    return hashlib.sha256(b"sayso/hint" + key).digest()[0]
