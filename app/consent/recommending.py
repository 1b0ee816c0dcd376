"""Notes from friends: the gate's question for one of them, and the no of whoever got one.

There is no topic and no yes to find; a no counts wherever it was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, tuple_

from app.consent.acts import MARKETING, OFF, RECOMMENDATIONS, Act, Change
from app.consent.choices import choose
from app.consent.gate import ContactDecision
from app.consent.ledger import Written, lock_head
from app.consent.standing import Standing, standings
from app.core.database import session
from app.core.fingerprints import Fingerprint, canonical_email, limit_key
from app.suppression import Mark, Scope, StoredFingerprint, Suppression, mark_for_link


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


def refuse_notes(found: Iterable[Fingerprint], act: Act) -> Written:
    """No more notes from friends to these destinations, which may be one address with and without its plus-alias.

    Other mail goes on as it was, and nobody becomes a contact by it: a mark is kept, no person. A repeat changes nothing.
    Flushes.
    """
    by_subject: dict[str, list[Mark]] = defaultdict(list)
    for mark in map(mark_for_link, dict.fromkeys(found)):
        by_subject[mark.subject_id].append(mark)
    for subject_id in sorted(by_subject):
        lock_head(subject_id)  # in one order for everybody
    refusal = [Change(RECOMMENDATIONS, "email", OFF)]
    changed = [
        one for subject_id, marks in by_subject.items() for one in choose(subject_id, refusal, act, marks).changes
    ]
    return Written(act.act_id, tuple(dict.fromkeys(changed)))


def refused_notes_since(found: Iterable[Fingerprint]) -> datetime | None:
    """Since when one of these destinations refuses notes from friends; None where none does."""
    stored = StoredFingerprint
    columns = tuple_(stored.value, stored.channel, stored.key_id, stored.normaliser)
    wanted = [(one.value, one.channel, one.key_id, one.normaliser) for one in found]
    refusals = select(func.min(Suppression.created_at)).join(stored, stored.id == Suppression.fingerprint_id)
    still = (Suppression.scope == str(Scope.RECOMMENDATIONS), Suppression.lifted_at.is_(None))
    return session().scalar(refusals.where(columns.in_(wanted), *still))
