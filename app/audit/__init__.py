"""The audit trail: who did what on the staff and command side, as a chain per actor."""

from app.audit.feature import feature
from app.audit.trail import note, verify_trail

__all__ = ["feature", "note", "verify_trail"]
