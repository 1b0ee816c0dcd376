"""Timed jobs of the stops package."""

from __future__ import annotations

from app.core.database import session
from app.stops.bursts import find_bursts


def look_at_stops() -> str:
    """Find bursts among the stops of the last hours."""
    count = find_bursts()
    session().commit()
    return f"{count} new bursts"
