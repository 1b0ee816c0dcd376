"""The named queries of the hot paths, as SQL one can read and explain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.types import LargeBinary, String

from app.core import clock
from app.core.database import UtcTime, session

# Everything the gate asks about destinations, one tagged line per fact. `value` names the destination.
# E-mail suppressions belong to the address; postal ones to any postal address of the same subject.
_STANDINGS = text("""
    WITH mark AS (SELECT id, value, channel, subject_id, undeliverable_at FROM fingerprint WHERE value IN :values)
    SELECT m.value, 'subject' AS what, CASE WHEN p.id IS NULL THEN 'mark' ELSE 'person' END AS one,
           m.subject_id AS two, '' AS three, CAST(NULL AS TIMESTAMP) AS moment
      FROM mark m LEFT JOIN person p ON p.subject_id = m.subject_id
    UNION ALL
    SELECT m.value, 'flag', 'is_undeliverable', '', '', NULL FROM mark m WHERE m.undeliverable_at IS NOT NULL
    UNION ALL
    SELECT m.value, 'flag', 'is_customer', '', '', NULL
      FROM mark m JOIN person p ON p.subject_id = m.subject_id WHERE p.customer_since IS NOT NULL
    UNION ALL
    SELECT m.value, 'flag', 'is_frozen', '', '', NULL
      FROM mark m JOIN person p ON p.subject_id = m.subject_id WHERE p.frozen_at IS NOT NULL
    UNION ALL
    SELECT DISTINCT m.value, 'flag', 'has_postal_address', '', '', CAST(NULL AS TIMESTAMP)
      FROM mark m JOIN person p ON p.subject_id = m.subject_id JOIN postal_address a ON a.person_id = p.id
    UNION ALL
    SELECT m.value, 'suppression', m.channel, s.scope, s.topic_slug, NULL
      FROM mark m JOIN suppression s ON s.fingerprint_id = m.id AND s.lifted_at IS NULL
    UNION ALL
    SELECT m.value, 'suppression', 'post', s.scope, s.topic_slug, NULL
      FROM mark m JOIN fingerprint f ON f.subject_id = m.subject_id AND f.channel = 'post' AND f.id <> m.id
      JOIN suppression s ON s.fingerprint_id = f.id AND s.lifted_at IS NULL
    UNION ALL
    SELECT m.value, 'state', q.purpose, q.channel, q.state, NULL
      FROM mark m JOIN preference q ON q.subject_id = m.subject_id
    UNION ALL
    SELECT m.value, 'send', CAST(c.campaign_id AS TEXT), '', '', c.signed_at
      FROM mark m JOIN campaign_send c ON c.subject_id = m.subject_id AND c.signed_at >= :since
""")
STANDINGS = _STANDINGS.bindparams(
    bindparam("values", expanding=True, type_=LargeBinary), bindparam("since", type_=UtcTime)
).columns(value=LargeBinary, what=String, one=String, two=String, three=String, moment=UtcTime)

# For each thing a subject has a state on: the entry that made it so, with the words shown then.
EXPLAINED = text("""
    SELECT q.purpose, q.channel, q.state, e.method, e.actor, e.source, e.at, e.claimed_at, e.act_id, w.body AS wording
      FROM preference q
      JOIN consent_entry e ON e.subject_id = q.subject_id AND e.seq = q.seq
      LEFT JOIN wording w ON w.sha256 = e.wording
     WHERE q.subject_id = :subject_id
""").columns(
    purpose=String, channel=String, state=String, method=String, actor=String, source=String,
    at=UtcTime, claimed_at=UtcTime, act_id=String, wording=String,
)  # fmt: skip

# Addresses of the person a subject stands for, if there is one.
ADDRESSES = text("""
    SELECT d.address FROM destination d JOIN person p ON p.id = d.person_id
     WHERE p.subject_id = :subject_id AND d.channel = 'email'
""").columns(address=String)

# No pace looks further back than this.
SENDS_LOOK_BACK = timedelta(days=32)


def read_standings(values: list[bytes]) -> dict[bytes, list[tuple[Any, ...]]]:
    """The facts about each fingerprint value, by value, in one round trip."""
    found: dict[bytes, list[tuple[Any, ...]]] = defaultdict(list)
    if not values:
        return found
    rows = session().execute(STANDINGS, {"values": values, "since": clock.now() - SENDS_LOOK_BACK})
    for value, *fact in rows:
        found[bytes(value)].append(tuple(fact))
    return found


@dataclass(frozen=True)
class Explained:
    """Why something stands as it does: the state, and the act behind it."""

    purpose: str
    channel: str
    state: str
    method: str
    actor: str
    source: str
    at: datetime
    claimed_at: datetime | None
    act_id: str
    wording: str | None


def explained(subject_id: str) -> dict[tuple[str, str], Explained]:
    """(purpose, channel) → the act behind each state of a subject, in one query: the preference page's read."""
    rows = session().execute(EXPLAINED, {"subject_id": subject_id})
    return {(row.purpose, row.channel): Explained(*row) for row in rows}


def addresses_of(subject_id: str) -> list[str]:
    """The e-mail addresses held for a subject."""
    return list(session().execute(ADDRESSES, {"subject_id": subject_id}).scalars())
