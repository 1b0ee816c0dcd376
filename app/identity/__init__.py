"""Identity: links and codes by mail, shopper sessions, and who is signed in here."""

from app.identity.feature import feature
from app.identity.pages.shopper import current_shopper, shopper_required
from app.identity.places import place
from app.identity.sessions import Shopper, end_sessions_of

__all__ = [
    "Shopper",
    "current_shopper",
    "end_sessions_of",
    "feature",
    "place",
    "shopper_required",
]
