"""Timed jobs of the ledger."""

from __future__ import annotations

from app.consent.checkpoints import seal_heads
from app.core.database import session


def seal_ledger() -> str:
    """Sign a checkpoint over every head that moved."""
    count = seal_heads()
    session().commit()
    return f"{count} heads sealed"
