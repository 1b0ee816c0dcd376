"""Suppression: destinations we do not contact, kept as keyed fingerprints that outlive the person's data."""

from app.suppression.feature import feature
from app.suppression.marks import (
    KEPT,
    Mark,
    address_of_mark,
    keep_address,
    mark_for,
    mark_for_link,
    mark_for_post,
    marks_of_address,
    marks_of_subject,
)
from app.suppression.models import KeptDestination, StoredFingerprint, Suppression
from app.suppression.service import (
    EXPORT_FORMATS,
    STAFF_ONLY,
    Scope,
    export_rows,
    lift,
    suppress,
)

__all__ = [
    "EXPORT_FORMATS",
    "KEPT",
    "STAFF_ONLY",
    "KeptDestination",
    "Mark",
    "Scope",
    "StoredFingerprint",
    "Suppression",
    "address_of_mark",
    "export_rows",
    "feature",
    "keep_address",
    "lift",
    "mark_for",
    "mark_for_link",
    "mark_for_post",
    "marks_of_address",
    "marks_of_subject",
    "suppress",
]
