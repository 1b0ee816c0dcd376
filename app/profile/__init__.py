"""Profile: what we know about a person, as she reads, mends and removes it."""

from app.profile.feature import feature

__all__ = ["feature"]
