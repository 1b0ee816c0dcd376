"""The pages of the profile. Importing a module registers its routes; here they are named, so that none is forgotten."""

from app.profile.pages import addresses, phones, profile
from app.profile.pages.blueprint import bp

__all__ = ["addresses", "bp", "phones", "profile"]
