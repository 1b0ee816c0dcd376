"""The named queries of the hot paths, as SQL one can read and explain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.types import BigInteger, LargeBinary, String

from app.consent.acts import OFF
from app.consent.pacing import ISSUES_LOOK_BACK, SENDS_LOOK_BACK, YEARLY
from app.core import clock
from app.core.database import UtcTime, session
from app.core.fingerprints import Fingerprint
from app.suppression import Mark, StopAct
from app.topics import TopicRules

# Everything the gate asks about destinations, one tagged line per fact. `value` names the destination.
# E-mail suppressions belong to the address; postal ones to any postal address of the same subject, so they follow her on a
# move. What her household, whoever lives at her address, or her label stopped counts only where she lives now.
_STANDINGS = text("""
    WITH mark AS (SELECT id, value, channel, subject_id, undeliverable_at, left_at FROM fingerprint WHERE value IN :values)
    SELECT m.value AS value, 'subject' AS what, CASE WHEN p.id IS NULL THEN 'mark' ELSE 'person' END AS one,
           m.subject_id AS two, '' AS three, CAST(NULL AS TIMESTAMP) AS moment
      FROM mark m LEFT JOIN person p ON p.subject_id = m.subject_id
    UNION ALL
    SELECT m.value, 'flag', 'is_undeliverable', '', '', NULL FROM mark m WHERE m.undeliverable_at IS NOT NULL
    UNION ALL
    SELECT m.value, 'flag', 'is_left', '', '', NULL FROM mark m WHERE m.left_at IS NOT NULL
    UNION ALL
    SELECT m.value, 'flag', 'is_customer', '', '', NULL
      FROM mark m JOIN person p ON p.subject_id = m.subject_id WHERE p.customer_since IS NOT NULL
    UNION ALL
    SELECT m.value, 'flag', 'is_frozen', '', '', NULL
      FROM mark m JOIN person p ON p.subject_id = m.subject_id WHERE p.frozen_at IS NOT NULL
    UNION ALL
    SELECT DISTINCT m.value, 'flag', 'has_postal_address', '', '', CAST(NULL AS TIMESTAMP)
      FROM mark m JOIN person p ON p.subject_id = m.subject_id JOIN postal_address a ON a.person_id = p.id
       AND a.replaced_at IS NULL AND a.removed_at IS NULL
    UNION ALL
    SELECT m.value, 'suppression', m.channel, s.scope, s.topic_slug, NULL
      FROM mark m JOIN suppression s ON s.fingerprint_id = m.id AND s.lifted_at IS NULL
    UNION ALL
    SELECT m.value, 'suppression', 'post', s.scope, s.topic_slug, NULL
      FROM mark m JOIN fingerprint f ON f.subject_id = m.subject_id AND f.channel = 'post' AND f.id <> m.id
      JOIN suppression s ON s.fingerprint_id = f.id AND s.lifted_at IS NULL
    UNION ALL
    SELECT m.value, 'shared',
           CASE f.subject_id WHEN a.address_subject THEN 'address' WHEN a.household_subject THEN 'household'
                ELSE 'label' END, s.scope, s.topic_slug, NULL
      FROM mark m JOIN person p ON p.subject_id = m.subject_id JOIN postal_address a ON a.person_id = p.id
       AND a.replaced_at IS NULL AND a.removed_at IS NULL
      JOIN fingerprint f ON f.subject_id IN (a.address_subject, a.household_subject, a.label_subject)
      JOIN suppression s ON s.fingerprint_id = f.id AND s.lifted_at IS NULL
    UNION ALL
    SELECT m.value, 'farewell', n.kind, '', '', NULL
      FROM mark m JOIN person p ON p.subject_id = m.subject_id
      JOIN animal n ON n.person_id = p.id AND n.kind <> '' AND n.gone_at IS NOT NULL
     WHERE NOT EXISTS (SELECT 1 FROM animal o WHERE o.person_id = p.id AND o.kind = n.kind
                          AND o.gone_at IS NULL AND o.removed_at IS NULL)
    UNION ALL
    SELECT m.value, 'state', q.purpose, q.channel, q.state, NULL
      FROM mark m JOIN preference q ON q.subject_id = m.subject_id
    UNION ALL
    SELECT m.value, 'send', CAST(c.campaign_id AS TEXT), '', '', c.signed_at
      FROM mark m JOIN campaign_send c ON c.subject_id = m.subject_id AND c.signed_at >= :since
    UNION ALL
    SELECT m.value, 'send', CAST(c.campaign_id AS TEXT), t.slug, '', c.signed_at
      FROM mark m JOIN preference q ON q.subject_id = m.subject_id AND q.channel = 'post'
       AND q.purpose LIKE 'pace:%' AND q.state IN :yearly
      JOIN topic t ON t.slug = substr(q.purpose, 6) JOIN campaign k ON k.topic_id = t.id
      JOIN campaign_send c ON c.campaign_id = k.id AND c.subject_id = m.subject_id AND c.signed_at >= :year
    UNION ALL
    SELECT CAST(NULL AS BYTEA), 'topic', t.kind, t.channel, t."default" || '/' || t.animal, t.retired_at
      FROM topic t WHERE t.slug = :slug
""")
STANDINGS = _STANDINGS.bindparams(
    bindparam("values", expanding=True, type_=LargeBinary),
    bindparam("yearly", expanding=True, type_=String),
    bindparam("since", type_=UtcTime),
    bindparam("year", type_=UtcTime),
).columns(value=LargeBinary, what=String, one=String, two=String, three=String, moment=UtcTime)

# What one press of a stop link needs to know, before it writes anything: the purpose, and whether it is stopped already.
STOP_FACTS = text("""
    SELECT t.slug AS slug, f.id AS mark_id, f.subject_id AS subject_id, q.state AS state, s.id AS suppression_id,
           s.act_id AS act_id, s.reason AS method, s.created_at AS stopped_at, v.body AS came_with
      FROM (SELECT 1 AS one) AS always
      LEFT JOIN topic t ON t.id = :topic_id AND :everything = 0
      LEFT JOIN fingerprint f ON f.value = :value AND f.channel = :channel
            AND f.key_id = :key_id AND f.normaliser = :normaliser
      LEFT JOIN preference q ON q.subject_id = f.subject_id AND q.channel = f.channel
            AND q.purpose = COALESCE('topic:' || t.slug, 'marketing')
      LEFT JOIN suppression s ON s.fingerprint_id = f.id AND s.lifted_at IS NULL AND s.topic_slug = COALESCE(t.slug, '')
            AND s.scope = CASE WHEN t.slug IS NULL THEN 'all_marketing' ELSE 'topic' END
      LEFT JOIN consent_evidence v ON v.act_id = s.act_id
""").columns(
    slug=String, mark_id=BigInteger, subject_id=String, state=String, suppression_id=BigInteger,
    act_id=String, method=String, stopped_at=UtcTime, came_with=String,
)  # fmt: skip

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

# The marks of a person's labels (customer number and ZIP code) that nobody else has.
LABEL_MARKS = text("""
    SELECT DISTINCT f.id, f.subject_id, f.channel
      FROM person p JOIN postal_address a ON a.person_id = p.id
      JOIN fingerprint f ON f.subject_id = a.label_subject
     WHERE p.subject_id = :subject_id
       AND NOT EXISTS (SELECT 1 FROM postal_address o WHERE o.label_subject = a.label_subject AND o.person_id <> p.id)
     ORDER BY f.id
""").columns(id=BigInteger, subject_id=String, channel=String)

Facts = dict[bytes, list[tuple[Any, ...]]]


def read_standings(values: list[bytes]) -> Facts:
    """The facts about each fingerprint value, by value, in one round trip."""
    return read_standings_and_topic(values, "")[1] if values else {}


def read_standings_and_topic(values: list[bytes], slug: str) -> tuple[TopicRules | None, Facts]:
    """The same with the rules of one topic (None: no such slug), still in one round trip."""
    found: Facts = defaultdict(list)
    rules = None
    now = clock.now()
    spans = {"since": now - SENDS_LOOK_BACK, "year": now - ISSUES_LOOK_BACK, "yearly": list(YEARLY)}
    for value, *fact in session().execute(STANDINGS, {"values": values, "slug": slug, **spans}):
        if value is None:
            _what, kind, channel, said, retired_at = fact
            default, _slash, animal = said.partition("/")
            rules = TopicRules(slug, channel, kind, default, retired_at is not None, animal)
        else:
            found[bytes(value)].append(tuple(fact))
    return rules, found


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


def label_marks_of(subject_id: str) -> list[Mark]:
    """The marks of the labels that lead to the person behind a subject, and to nobody else."""
    return [Mark(*row) for row in session().execute(LABEL_MARKS, {"subject_id": subject_id})]


@dataclass(frozen=True)
class StopFacts:
    """What stands before a stop: the topic's slug (None: all marketing), the mark if one is stored, whether it is done, the
    act that did it and what came with that."""

    slug: str | None
    mark: Mark | None
    is_stopped: bool
    by: StopAct | None
    came_with: str | None


def stop_facts(found: Fingerprint, topic_id: int, *, everything: bool) -> StopFacts:
    """Read before a one-click stop, in one query. A repeat ends here."""
    values = {
        "value": found.value,
        "channel": found.channel,
        "key_id": found.key_id,
        "normaliser": found.normaliser,
        "topic_id": topic_id,
        "everything": int(everything),
    }
    row = session().execute(STOP_FACTS, values).one()
    mark = Mark(row.mark_id, row.subject_id, found.channel) if row.mark_id is not None else None
    by = StopAct(row.act_id, row.method, row.stopped_at) if row.suppression_id is not None else None
    return StopFacts(row.slug, mark, row.state == OFF and by is not None, by, row.came_with)
