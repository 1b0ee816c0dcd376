"""Finding a message again by what comes back with a mail."""

from __future__ import annotations

import re

from sqlalchemy import select

from app.core.database import session
from app.outbox.models import Message

_LONGEST = 320
_TOKEN = re.compile(r"[0-9a-f]{24}")


def message_of_id(message_id: str) -> Message | None:
    """The message with that Message-ID (with or without its <>), while it is kept; None: none of ours."""
    plain = message_id.strip().strip("<>")
    if not plain.isascii() or not plain.isprintable() or len(plain) > _LONGEST:
        return None
    return session().scalars(select(Message).where(Message.message_id == plain)).first()


def message_of_verp(token: str) -> Message | None:
    """The message whose sender address had that token behind its plus; None: none of ours."""
    plain = token.lower()
    if not _TOKEN.fullmatch(plain):
        return None
    mine = Message.message_id.startswith(f"{plain}@", autoescape=True)
    return session().scalars(select(Message).where(mine)).first()
