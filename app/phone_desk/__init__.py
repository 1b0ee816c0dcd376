"""Phone desk: what a caller or a letter asks for, written down by staff: stops at once, all else after a caller check."""

from app.phone_desk.feature import feature
from app.phone_desk.recording import Entry, Told, record_stop
from app.phone_desk.who import the_person

__all__ = ["Entry", "Told", "feature", "record_stop", "the_person"]
