"""What the gate knew of many people at a moment: for lists that many pieces of paper are printed from.

The answer itself is the gate's (`decide`), with the clock set to that moment. What stood then is read back from rows that are
never overwritten: ledger lines, suppressions with the time they were lifted, addresses with the time they were replaced. A
person whose ledger has no line after the moment stands as her preferences say; of any other the lines up to it are folded by
the merge law. E-mail is left out: nobody asks about it here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, text
from sqlalchemy.types import String

from app.consent.merge import Standing as Said
from app.consent.merge import merge, said
from app.consent.standing import Standing, take
from app.core.database import UtcTime, session

# The pace of a catalog counts issues of a year.
SENDS_LOOK_BACK = timedelta(days=367)

_MOMENT = bindparam("moment", type_=UtcTime)

# One line a person.
_PEOPLE = (
    text("""
    SELECT p.id AS id, p.subject_id AS subject_id,
           CASE WHEN p.customer_since <= :moment THEN 1 ELSE 0 END AS is_customer,
           CASE WHEN p.frozen_at <= :moment THEN 1 ELSE 0 END AS is_frozen,
           CASE WHEN h.person_id IS NULL THEN 0 ELSE 1 END AS has_address
      FROM person p
      LEFT JOIN (SELECT DISTINCT a.person_id AS person_id FROM postal_address a
                  WHERE a.person_id > :after AND a.person_id <= :last AND a.created_at <= :moment
                    AND (a.replaced_at IS NULL OR a.replaced_at > :moment)
                    AND (a.removed_at IS NULL OR a.removed_at > :moment)) AS h ON h.person_id = p.id
     WHERE p.id > :after AND p.id <= :last AND p.created_at <= :moment ORDER BY p.id
""")
    .bindparams(_MOMENT)
    .columns(id=Integer, subject_id=String, is_customer=Integer, is_frozen=Integer, has_address=Integer)
)

# All that few of them have, one tagged line a fact, in the form of the gate's own lines (queries.py).
# A stop of the household, of the address or by the label counts where she lives now: it hangs on the address, not on her.
_FACTS = (
    text("""
    WITH who AS (SELECT id, subject_id FROM person WHERE id > :after AND id <= :last AND created_at <= :moment),
         here AS (SELECT a.person_id AS id, max(a.id) AS address_id FROM postal_address a
                   WHERE a.person_id > :after AND a.person_id <= :last AND a.created_at <= :moment
                     AND (a.replaced_at IS NULL OR a.replaced_at > :moment)
                     AND (a.removed_at IS NULL OR a.removed_at > :moment) GROUP BY a.person_id),
         held AS (SELECT id, subject_id AS subject, 'own' AS circle FROM who
                  UNION ALL SELECT h.id, a.household_subject, 'household' FROM here h
                    JOIN postal_address a ON a.id = h.address_id WHERE a.household_subject IS NOT NULL
                  UNION ALL SELECT h.id, a.address_subject, 'address' FROM here h
                    JOIN postal_address a ON a.id = h.address_id WHERE a.address_subject IS NOT NULL
                  UNION ALL SELECT h.id, a.label_subject, 'label' FROM here h
                    JOIN postal_address a ON a.id = h.address_id WHERE a.label_subject IS NOT NULL)
    SELECT w.id AS id, CASE w.circle WHEN 'own' THEN 'suppression' ELSE 'shared' END AS what,
           CASE w.circle WHEN 'own' THEN 'post' ELSE w.circle END AS one, s.scope AS two, s.topic_slug AS three,
           CAST(NULL AS TIMESTAMP) AS moment
      FROM held w JOIN fingerprint f ON f.subject_id = w.subject AND f.channel = 'post'
      JOIN suppression s ON s.fingerprint_id = f.id AND s.created_at <= :moment
       AND (s.lifted_at IS NULL OR s.lifted_at > :moment)
    UNION ALL
    SELECT w.id, 'state', q.purpose, q.channel, q.state, NULL
      FROM who w JOIN ledger_head h ON h.subject_id = w.subject_id AND h.at <= :moment
      JOIN preference q ON q.subject_id = w.subject_id AND q.channel <> 'email'
    UNION ALL
    SELECT w.id, 'send', CAST(c.campaign_id AS TEXT), t.slug, '', c.signed_at
      FROM who w JOIN campaign_send c ON c.subject_id = w.subject_id AND c.signed_at >= :since AND c.signed_at <= :moment
      JOIN campaign k ON k.id = c.campaign_id JOIN topic t ON t.id = k.topic_id AND t.channel = 'post'
    UNION ALL
    SELECT w.id, 'farewell', g.kind, '', '', NULL
      FROM who w JOIN animal g ON g.person_id = w.id AND g.kind <> '' AND g.gone_at <= :moment
     WHERE NOT EXISTS (SELECT 1 FROM animal b WHERE b.person_id = w.id AND b.kind = g.kind AND b.created_at <= :moment
                          AND (b.gone_at IS NULL OR b.gone_at > :moment)
                          AND (b.removed_at IS NULL OR b.removed_at > :moment))
""")
    .bindparams(_MOMENT, bindparam("since", type_=UtcTime))
    .columns(id=Integer, what=String, one=String, two=String, three=String, moment=UtcTime)
)

# The lines up to the moment of whoever has a later one.
_LINES = (
    text("""
    SELECT p.id AS id, e.purpose AS purpose, e.channel AS channel, e.seq AS seq, e.method AS method, e.state AS state
      FROM person p JOIN ledger_head h ON h.subject_id = p.subject_id AND h.at > :moment
      JOIN consent_entry e ON e.subject_id = p.subject_id AND e.at <= :moment AND e.channel <> 'email'
     WHERE p.id > :after AND p.id <= :last AND p.created_at <= :moment
""")
    .bindparams(_MOMENT)
    .columns(id=Integer, purpose=String, channel=String, seq=Integer, method=String, state=String)
)


def standings_as_of(moment: datetime, after: int, last: int) -> dict[int, Standing]:
    """Person id → what the gate knew of her at that moment, for ids above `after` up to `last`, in three queries.

    For topics on paper only: e-mail stops, states and sends are not read. Ask `decide` with `clock.set_to(moment)`.
    """
    values: dict[str, Any] = {"moment": moment, "after": after, "last": last}
    found = {
        row.id: Standing(
            subject_id=row.subject_id,
            is_customer=bool(row.is_customer),
            is_frozen=bool(row.is_frozen),
            has_postal_address=bool(row.has_address),
        )
        for row in session().execute(_PEOPLE, values)
    }
    for person_id, *fact in session().execute(_FACTS, {**values, "since": moment - SENDS_LOOK_BACK}):
        take(found[person_id], tuple(fact))
    for (person_id, purpose, channel), state in _folded(values).items():
        found[person_id].states[(purpose, channel)] = state
    return found


def _folded(values: dict[str, Any]) -> dict[tuple[int, str, str], str]:
    """(person, purpose, channel) → what held then, by the merge law."""
    held: dict[tuple[int, str, str], Said] = defaultdict(Said)
    for row in session().execute(_LINES, values):
        key = (row.id, row.purpose, row.channel)
        held[key] = merge(held[key], said(row.seq, row.method, row.state))
    return {key: standing.state for key, standing in held.items()}
