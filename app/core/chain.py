"""The one chain: numbered lines that cannot be changed, dropped, inserted or moved unseen.

Each line's hash covers its canonical bytes and the hash before it, so anyone can follow the chain. Beside it stands a
keyed mark (HMAC-SHA-256 cut to 128 bits): whoever writes to the database without our keys can compute a hash, not a mark.
The consent ledger uses it per subject, the audit trail per actor.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.keys import KeyRing, derive

GENESIS = bytes(32)
MARK_BYTES = 16
Scalar = str | int | None


@dataclass(frozen=True)
class Link:
    """What a line stores about its place: number from 1, the hash before, its own, key id and mark."""

    seq: int
    previous: bytes
    digest: bytes
    key_id: int
    mark: bytes


def canonical(fields: Mapping[str, Scalar]) -> bytes:
    """The one byte form: JSON, keys sorted, no spaces, UTF-8, no floats (tests/core holds the vectors)."""
    return json.dumps(dict(fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(previous: bytes, line: bytes) -> bytes:
    """SHA-256 over a domain word, the hash before and the line."""
    return hashlib.sha256(b"sayso-chain-1\x00" + previous + line).digest()


def mark(ring: KeyRing, key_id: int, name: str, hashed: bytes) -> bytes:
    """The keyed mark of a hash in the chain called `name`."""
    return hmac.new(derive(ring.of(key_id), "chain/" + name), hashed, hashlib.sha256).digest()[:MARK_BYTES]


def link(ring: KeyRing, name: str, head: Link | None, fields: Mapping[str, Scalar]) -> Link:
    """The next line's place after `head` (None: the first)."""
    previous = head.digest if head else GENESIS
    hashed = digest(previous, canonical(fields))
    number = ring.newest_id
    return Link((head.seq if head else 0) + 1, previous, hashed, number, mark(ring, number, name, hashed))


def fault(ring: KeyRing, name: str, before: Link | None, stored: Link, fields: Mapping[str, Scalar]) -> str | None:
    """What is wrong with a stored line, in words, or None. `before` is the line read just before it."""
    expected = (before.seq if before else 0) + 1
    if stored.seq != expected:
        return f"line {expected} is missing" if stored.seq > expected else f"line {stored.seq} stands twice"
    if stored.previous != (before.digest if before else GENESIS):
        return f"line {stored.seq} does not follow the line before it"
    if stored.digest != digest(stored.previous, canonical(fields)):
        return f"line {stored.seq} was changed"
    if stored.key_id not in ring.keys or not hmac.compare_digest(
        stored.mark, mark(ring, stored.key_id, name, stored.digest)
    ):
        return f"line {stored.seq} was not written by this site"
    return None
