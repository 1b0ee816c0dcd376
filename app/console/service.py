"""What is due, and what the search box finds, from what the features declare."""

from __future__ import annotations

from app.core.feature import Due, Hit, declared
from app.staff import Permission, may


def due_for(role: str) -> list[Due]:
    """What waits for that role, most urgent first."""
    found = [duty.find() for duty in declared().duties if may(role, Permission(duty.needs))]
    order = ("late", "soon", "open")
    return sorted((due for due in found if due is not None), key=lambda due: order.index(due.urgency))


def found_by(text: str, role: str) -> list[Hit]:
    """Everything that matches `text` and that role may find, masked."""
    if not text:
        return []
    return [hit for search in declared().searches if may(role, Permission(search.needs)) for hit in search.find(text)]
