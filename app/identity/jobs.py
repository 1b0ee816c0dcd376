"""Timed jobs of sign-in."""

from __future__ import annotations

from app.core.database import session
from app.identity.personal import forget_ended


def forget_sign_ins() -> str:
    """Erase requests a day after they were made, silences that are over, and sessions that ended."""
    count = forget_ended()
    session().commit()
    return f"{count} rows of sign-in erased"
