"""The audit trail: who did what on the staff and command side, as a chain per actor."""

from app.audit.checks import check_trail, last_check
from app.audit.feature import feature
from app.audit.models import AuditCheck
from app.audit.reading import STAFF, Noted, Wanted, every_note, note_by_id, notes
from app.audit.trail import note, verify_trail

__all__ = [
    "STAFF",
    "AuditCheck",
    "Noted",
    "Wanted",
    "check_trail",
    "every_note",
    "feature",
    "last_check",
    "note",
    "note_by_id",
    "notes",
    "verify_trail",
]
