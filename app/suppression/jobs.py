"""Timed jobs of the suppression package."""

from __future__ import annotations

from app.core.database import session
from app.suppression.service import forget_taken


def forget_taken_addresses() -> str:
    """Erase kept addresses that every registered sender has taken and no person stands behind."""
    count = forget_taken()
    session().commit()
    return f"{count} kept addresses erased"
