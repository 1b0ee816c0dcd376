"""Suppression: destinations we do not contact, kept as keyed fingerprints that outlive the person's data."""

from app.suppression.bulk import (
    all_marks_of,
    keep_addresses,
    marks_for,
    marks_of_subjects,
    post_marks_for,
    suppress_many,
)
from app.suppression.feature import feature
from app.suppression.marks import (
    KEPT,
    Mark,
    address_of_mark,
    join_marks,
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
    next_cursor,
    set_taken,
    stopped_since,
    suppress,
    taken,
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
    "all_marks_of",
    "export_rows",
    "feature",
    "join_marks",
    "keep_address",
    "keep_addresses",
    "lift",
    "mark_for",
    "mark_for_link",
    "mark_for_post",
    "marks_for",
    "marks_of_address",
    "marks_of_subject",
    "marks_of_subjects",
    "next_cursor",
    "post_marks_for",
    "set_taken",
    "stopped_since",
    "suppress",
    "suppress_many",
    "taken",
]
