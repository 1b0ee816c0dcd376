"""Stops at the desk: batches for the mail platforms, and bursts that look like a scanner, with their restore."""

from app.stops.bursts import find_bursts
from app.stops.feature import feature

__all__ = ["feature", "find_bursts"]
