"""The pages of the profile. Importing a module registers its routes; here they are named, so that none is forgotten."""

from app.profile.pages import addresses, animals, interests, phones, profile, values
from app.profile.pages.blueprint import bp

__all__ = ["addresses", "animals", "bp", "interests", "phones", "profile", "values"]
