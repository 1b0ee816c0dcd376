"""Phone desk: what a caller or a letter asks for, written down by staff: stops at once, all else after a caller check."""

from app.phone_desk.feature import feature

__all__ = ["feature"]
