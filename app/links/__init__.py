"""Links: every kind of signed link. Stop links live for ever and can only reduce; proof links are short and single-use."""

from app.links.lifetimes import (
    CLAIM,
    DRAFT,
    IDLE,
    INVITATION,
    RESTORE,
    SESSION,
    SIGN_IN,
    SILENCE,
    STAFF_IDLE,
    STAFF_RESET,
    STAFF_SESSION,
    UNDO,
)
from app.links.proof import AlreadyUsed, Proof, is_used, prove, read_proof, use
from app.links.stop import BadStopLink, StopLink, read_stop, stop_token, stop_url

__all__ = [
    "CLAIM",
    "DRAFT",
    "IDLE",
    "INVITATION",
    "RESTORE",
    "SESSION",
    "SIGN_IN",
    "SILENCE",
    "STAFF_IDLE",
    "STAFF_RESET",
    "STAFF_SESSION",
    "UNDO",
    "AlreadyUsed",
    "BadStopLink",
    "Proof",
    "StopLink",
    "is_used",
    "prove",
    "read_proof",
    "read_stop",
    "stop_token",
    "stop_url",
    "use",
]
