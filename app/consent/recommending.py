"""The gate's question for one note from a friend: no topic, no yes to find, and a no that counts wherever it was said."""

from __future__ import annotations

from app.consent.acts import MARKETING, OFF, RECOMMENDATIONS
from app.consent.gate import ContactDecision
from app.consent.standing import Standing, standings
from app.core.fingerprints import canonical_email, limit_key
from app.suppression import Scope


def may_recommend(address: str) -> ContactDecision:
    """Ask for one note from a friend to an address, ours or a stranger's, in one query.

    It is commercial mail that nobody signed up for: a stop of all email stops it as well, and so does one at the address
    without its plus-alias. Topics, breaks and pace are about mail people do get, and say nothing here.
    """
    canonical = canonical_email(address)
    decisions = [_recommendation(one) for one in standings([canonical, limit_key(canonical)])]
    return next((one for one in decisions if not one.allowed), decisions[0])


def _recommendation(standing: Standing) -> ContactDecision:
    here = {scope for channel, scope, _slug in standing.suppressions if channel == "email"}
    reasons = {
        "suppressed_contact": Scope.ALL_CONTACT in here,
        "suppressed_marketing": Scope.ALL_MARKETING in here,
        "stopped_marketing": standing.state(MARKETING, "email") == OFF,
        "refused_recommendations": Scope.RECOMMENDATIONS in here or standing.state(RECOMMENDATIONS, "email") == OFF,
        "frozen": standing.is_frozen,
        "undeliverable": standing.is_undeliverable,
    }
    refused = next((reason for reason, holds in reasons.items() if holds), None)
    return ContactDecision(refused is None, refused or "recommendation")
