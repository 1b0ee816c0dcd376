"""The shopper's pages of the dossier."""

from app.dossier.pages.copy import bp

__all__ = ["bp"]
