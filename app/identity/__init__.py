"""Identity: links and codes by mail, shopper sessions, and who is signed in here."""

from app.identity.email_change import SameAddress, ask_change_for
from app.identity.email_revert import MergeWanted, merges_wanted
from app.identity.feature import feature
from app.identity.pages.fresh import fresh_proof_required, is_fresh
from app.identity.pages.shopper import ask_for_proof, current_shopper, shopper_required
from app.identity.places import place
from app.identity.sessions import Shopper, end_sessions_of

__all__ = [
    "MergeWanted",
    "SameAddress",
    "Shopper",
    "ask_change_for",
    "ask_for_proof",
    "current_shopper",
    "end_sessions_of",
    "feature",
    "fresh_proof_required",
    "is_fresh",
    "merges_wanted",
    "place",
    "shopper_required",
]
