"""Timed jobs of the mailroom."""

from __future__ import annotations

from app.core.database import session
from app.mailroom.keeping import forget


def forget_mail() -> str:
    """Forget what was kept of mail long ago."""
    counts = forget()
    session().commit()
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing is old"
