"""Notes from friends: the gate's question for one of them, and the no of whoever got one.

There is no topic and no yes to find; a no counts wherever it was said.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.consent.acts import MARKETING, OFF, RECOMMENDATIONS, Act, Change
from app.consent.choices import choose
from app.consent.gate import ContactDecision
from app.consent.ledger import Written
from app.consent.standing import Standing, standings
from app.core.database import session
from app.core.fingerprints import Fingerprint, canonical_email, limit_key, mailbox_key
from app.suppression import Scope, StoredFingerprint, Suppression, mark_for_link


def may_recommend(address: str) -> ContactDecision:
    """Ask for one note from a friend to an address, ours or a stranger's, in one query.

    It is commercial mail that nobody signed up for: a stop of all email stops it as well, and so does one at the address
    without its alias. Topics, breaks and pace are about mail people do get, and say nothing here.
    """
    canonical = canonical_email(address)
    wanted = list(dict.fromkeys((canonical, limit_key(canonical), mailbox_key(canonical))))
    decisions = [_recommendation(one) for one in standings(wanted)]
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


def refuse_notes(found: Fingerprint, act: Act) -> Written:
    """No more notes from friends to this destination: the mark of an address without its plus-alias holds for all of them.

    Other mail goes on as it was, and nobody becomes a contact by it: a mark is kept, no person. A repeat changes nothing.
    Flushes.
    """
    mark = mark_for_link(found)
    return choose(mark.subject_id, [Change(RECOMMENDATIONS, "email", OFF)], act, [mark])


def refused_notes_since(found: Fingerprint) -> datetime | None:
    """Since when this destination refuses notes from friends; None where it does not."""
    stored = StoredFingerprint
    mine = (stored.value == found.value, stored.channel == found.channel, stored.key_id == found.key_id)
    still = (Suppression.scope == str(Scope.RECOMMENDATIONS), Suppression.lifted_at.is_(None))
    refusals = select(func.min(Suppression.created_at)).join(stored, stored.id == Suppression.fingerprint_id)
    return session().scalar(refusals.where(*mine, *still))
