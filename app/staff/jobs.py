"""Timed jobs of the desk."""

from __future__ import annotations

from app.core.database import session
from app.staff import sessions


def forget_sessions() -> str:
    """Drop sessions at the desk that are over."""
    count = sessions.forget_sessions()
    session().commit()
    return f"{count} sessions of the desk dropped"
