"""The sealed part of a note to a friend, under a random key of its own row. Destroying that key is the end of it."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass

from app.core import settings
from app.core.fields import open_bytes, open_text, seal_bytes, seal_text
from app.core.keys import KEY_BYTES, KeyRing
from app.tell_a_friend.models import Recommendation

_KEY = "recommendation-key"
_WORDS = "recommendation"


@dataclass(frozen=True)
class Words:
    """What a sender typed, checked (`rules.read_words`). Addresses are canonical; `note` may be empty."""

    friend_name: str
    friend_address: str
    sender_name: str
    sender_address: str
    note: str


def seal(words: Words) -> tuple[bytes, bytes]:
    """(sealed words, sealed data key): each call makes a new key."""
    key = secrets.token_bytes(KEY_BYTES)
    sealed = seal_text(_ring(key), _WORDS, json.dumps(asdict(words), ensure_ascii=False))
    return sealed, seal_bytes(settings.current().field_keys, _KEY, key)


def opened(row: Recommendation) -> Words | None:
    """What was typed; None once it was destroyed. Raises Unreadable where the bytes were changed."""
    if row.sealed is None or row.data_key is None:
        return None
    key = open_bytes(settings.current().field_keys, _KEY, row.data_key)
    return Words(**json.loads(open_text(_ring(key), _WORDS, row.sealed)))


def destroy(row: Recommendation) -> None:
    """Nothing readable of the friend stays in this row. The entry point commits; `jobs` cuts SQLite's log after it."""
    row.sealed = row.data_key = row.sender_value = row.sender_key_id = None


def _ring(key: bytes) -> KeyRing:
    return KeyRing("data key of a recommendation", {1: key})
