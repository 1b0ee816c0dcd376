"""Links: every kind of signed link. Stop links live for ever and can only reduce; proof links are short and single-use."""

from app.links.lifetimes import (
    DRAFT,
    IDLE,
    INVITATION,
    SESSION,
    SIGN_IN,
    SILENCE,
    UNDO,
)
from app.links.proof import Proof, is_used, prove, read_proof, use
from app.links.stop import BadStopLink, StopLink, read_stop, stop_token, stop_url

__all__ = [
    "DRAFT",
    "IDLE",
    "INVITATION",
    "SESSION",
    "SIGN_IN",
    "SILENCE",
    "UNDO",
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
