"""Timed jobs of the ledger."""

from __future__ import annotations

from app.consent.checkpoints import seal_heads
from app.consent.places import settle_waiting_places
from app.core.database import session


def seal_ledger() -> str:
    """Sign a checkpoint over every head that moved."""
    count = seal_heads()
    session().commit()
    return f"{count} heads sealed"


_BATCH, _BATCHES = 1000, 20


def settle_postal_keys() -> str:
    """Make the marks of postal addresses that wait for them: after an upgrade, or a newer version of the keys.

    In committed batches; what is left over comes with the next run.
    """
    count = 0
    for _batch in range(_BATCHES):
        done = settle_waiting_places(_BATCH)
        session().commit()
        session().expunge_all()
        count += done
        if done < _BATCH:
            break
    return f"{count} people’s postal addresses marked"
