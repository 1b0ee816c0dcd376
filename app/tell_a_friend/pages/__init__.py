"""The pages of notes to friends: writing one, and the friend's own page."""

from app.tell_a_friend.pages import friend, tell
from app.tell_a_friend.pages.blueprint import bp, is_on

__all__ = ["bp", "friend", "is_on", "tell"]
