"""Which message a bounce is about: the envelope sender of each mail has a token of its own behind a plus (VERP).

A token is 15 bytes, 24 letters and digits of lower-case base32, because servers on the way write local parts small: the
message's number (5) and a keyed mark over it and its Message-ID (10), so that a number used again after 90 days matches no
old bounce. Nothing in it says to whom the mail went.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Protocol

from sqlalchemy import select

from app.core import settings
from app.core.database import session
from app.core.keys import derive
from app.outbox.models import Message

LENGTH = 24
_ID_BYTES, _MARK_BYTES = 5, 10
_LONGEST_MESSAGE_ID = 320


class Numbered(Protocol):
    """A message, or the claim on one."""

    @property
    def id(self) -> int: ...
    @property
    def message_id(self) -> str: ...


def verp_of(message: Numbered) -> str:
    """The token of a message: 24 characters, a-z and 2-7."""
    number = message.id.to_bytes(_ID_BYTES, "big")
    mark = _mark(settings.current().secret_keys[0], message.id, message.message_id)
    return base64.b32encode(number + mark).decode().lower()


def envelope_sender(message: Numbered) -> str:
    """The address that gets this mail's bounces: BOUNCE_ADDRESS with the token, or the brand's own."""
    chosen = settings.current()
    if not chosen.mail.bounce_address:
        return chosen.brand.email
    local, _, domain = chosen.mail.bounce_address.rpartition("@")
    return f"{local}+{verp_of(message)}@{domain}"


def message_of_verp(token: str) -> Message | None:
    """The message behind a token, in small or capital letters, under any secret we ever held. None: not one of ours, or
    the message is forgotten."""
    try:
        raw = base64.b32decode(token.upper()) if len(token) == LENGTH and token.isascii() else b""
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _ID_BYTES + _MARK_BYTES:
        return None
    number = int.from_bytes(raw[:_ID_BYTES], "big")
    found = session().get(Message, number)
    message_id = found.message_id if found else ""
    held = [_mark(secret, number, message_id) for secret in settings.current().secret_keys]
    matches = [hmac.compare_digest(raw[_ID_BYTES:], mark) for mark in held]
    return found if any(matches) else None


def message_of_id(message_id: str) -> Message | None:
    """The message with that Message-ID, with or without its brackets. None: not one of ours, or forgotten."""
    bare = message_id.strip().removeprefix("<").removesuffix(">")
    if not bare or len(bare) > _LONGEST_MESSAGE_ID or not bare.isascii() or not bare.isprintable():
        return None
    return session().scalars(select(Message).where(Message.message_id == bare)).one_or_none()


def _mark(secret: bytes, number: int, message_id: str) -> bytes:
    key = derive(secret, "outbox/verp")
    return hmac.new(key, f"{number}/{message_id}".encode(), hashlib.sha256).digest()[:_MARK_BYTES]
