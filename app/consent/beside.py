"""What stands beside the ledger and decides with it: the words shown, what came with an act, the stops, the policy.

None of it is chained, because it can be erased or lifted. But each line keeps a hash of its words and a keyed digest of its
evidence, and each stop of a known e-mail address stands in the ledger too, so a change behind our back shows.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from sqlalchemy import and_, select, text

from app.consent.ledger import evidence_digest
from app.consent.models import ConsentEntry, Evidence, Wording
from app.core import settings
from app.core.database import session
from app.policies import altered_versions

# A stop without a row is no fault where a later act of somebody's own lifted it. Paper may be stopped before there is an
# address to put the stop on, and an erased person's subject has no destination left.
# EXCEPT and not NOT EXISTS: PostgreSQL without fresh statistics (after a crash, say) ran that as a loop in a loop.
STOPS_WITHOUT_ROW = text("""
    SELECT q.subject_id, q.purpose
      FROM preference q JOIN fingerprint f ON f.subject_id = q.subject_id AND f.channel = 'email'
     WHERE q.channel = 'email' AND q.state = 'off' AND (q.purpose = 'marketing' OR q.purpose LIKE 'topic:%')
    EXCEPT
    SELECT f.subject_id, CASE s.scope WHEN 'all_marketing' THEN 'marketing' ELSE 'topic:' || s.topic_slug END
      FROM suppression s JOIN fingerprint f ON f.id = s.fingerprint_id AND f.channel = 'email'
     WHERE (s.scope = 'topic' OR (s.scope = 'all_marketing' AND s.topic_slug = ''))
       AND (s.lifted_at IS NULL OR EXISTS (
           SELECT 1 FROM consent_entry e WHERE e.act_id = s.lifted_by_act_id AND e.at >= s.created_at))
     ORDER BY 1, 2
""")


def beside_faults() -> Iterator[str]:
    """Each fault in words, naming the row."""
    yield from _wording_faults()
    yield from _evidence_faults()
    for subject, purpose in session().execute(STOPS_WITHOUT_ROW):
        yield f"subject {subject}: {purpose} is off on email, but its do-not-contact row is missing or was lifted by nobody"
    for number in altered_versions():
        yield f"policy version {number}: its words were changed"


def _wording_faults() -> Iterator[str]:
    for sha256, body in session().execute(select(Wording.sha256, Wording.body)):
        if hashlib.sha256(str(body).encode()).hexdigest() != sha256:
            yield f"wording {sha256}: its text was changed"
    named = select(ConsentEntry.wording).outerjoin(Wording, Wording.sha256 == ConsentEntry.wording)
    missing = named.where(ConsentEntry.wording.is_not(None), Wording.sha256.is_(None)).distinct()
    for name in session().scalars(missing):
        yield f"wording {name}: lines name it and its text is missing"


def _evidence_faults() -> Iterator[str]:
    """Erased evidence is no fault; changed evidence is, and one hung on another subject, which erasure would not find.

    An act about several subjects has lines of each, and its evidence hangs on one of them.
    """
    ring = settings.current().seal_keys
    same = and_(ConsentEntry.act_id == Evidence.act_id, ConsentEntry.subject_id == Evidence.subject_id)
    statement = select(
        Evidence.act_id,
        Evidence.subject_id,
        Evidence.body,
        ConsentEntry.subject_id,
        ConsentEntry.key_id,
        ConsentEntry.evidence,
    ).outerjoin(ConsentEntry, same)
    for act, subject, body, whose, key_id, digest in session().execute(statement.execution_options(yield_per=1000)):
        if subject != whose:
            yield f"evidence of act {act}: no line of subject {subject} has it"
        elif key_id in ring.keys and not hmac.compare_digest(
            evidence_digest(ring.of(key_id), str(body).encode()), digest or b""
        ):
            yield f"evidence of act {act}: was changed"
