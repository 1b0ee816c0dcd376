"""From a purpose of the ledger to the scope of a suppression."""

from __future__ import annotations

from app.consent.acts import MARKETING, RECOMMENDATIONS, topic_slug
from app.suppression import Scope


def scope_of(purpose: str) -> tuple[Scope, str] | None:
    """How far a stop of that purpose reaches, and for which topic; None where it suppresses nothing."""
    if purpose == MARKETING:
        return Scope.ALL_MARKETING, ""
    if purpose == RECOMMENDATIONS:
        return Scope.RECOMMENDATIONS, ""
    slug = topic_slug(purpose)
    return (Scope.TOPIC, slug) if slug else None
