"""Preferences: the page on which a person sees and changes what she is sent."""

from app.preferences.feature import feature

__all__ = ["feature"]
