"""Pairs of records that look like one person: the same customer number, phone number, or name at the same address.

Asked a stretch of record numbers at a time, so that each page costs the same in a shop of a million people.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.types import Integer, String

from app.core.database import session
from app.dossier.merging import Why
from app.people import Person

STRETCH = 50_000  # records looked at for one page

LIKELY_PAIRS = (
    text("""
    WITH found AS (
        SELECT p.id AS one, q.id AS two, 'customer_number' AS why
          FROM person p JOIN person q ON q.customer_number = p.customer_number AND q.id > p.id
         WHERE p.id > :after AND p.id <= :until AND p.customer_number <> ''
        UNION ALL
        SELECT x.person_id, y.person_id, 'phone'
          FROM phone x JOIN phone y ON y.number = x.number AND y.person_id > x.person_id AND y.removed_at IS NULL
         WHERE x.person_id > :after AND x.person_id <= :until AND x.removed_at IS NULL
        UNION ALL
        SELECT p.id, q.id, 'name_and_address'
          FROM person p JOIN postal_address a ON a.person_id = p.id AND a.removed_at IS NULL
          JOIN postal_address b ON b.address_subject = a.address_subject AND b.person_id > p.id AND b.removed_at IS NULL
          JOIN person q ON q.id = b.person_id
         WHERE p.id > :after AND p.id <= :until AND trim(p.last_name) <> ''
           AND lower(trim(p.last_name)) = lower(trim(q.last_name))
           AND lower(trim(p.first_name)) = lower(trim(q.first_name))
    )
    SELECT f.one, f.two, min(f.why) AS why
      FROM found f JOIN person p ON p.id = f.one JOIN person q ON q.id = f.two
     WHERE p.merged_into_id IS NULL AND q.merged_into_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE (m.kept_person_id = f.one AND m.gone_person_id = f.two)
                          OR (m.kept_person_id = f.two AND m.gone_person_id = f.one))
     GROUP BY f.one, f.two ORDER BY f.one, f.two LIMIT :most
""")
    .bindparams(bindparam("after", type_=Integer), bindparam("until", type_=Integer))
    .columns(one=Integer, two=Integer, why=String)
)


@dataclass(frozen=True)
class Pair:
    """Two records, the lower number first, and what they have in common."""

    one: int
    two: int
    why: Why


@dataclass(frozen=True)
class Pairs:
    """Pairs of one stretch, by number. `after`: where to look on, None: there are no further records."""

    found: list[Pair]
    after: int | None


def likely_pairs(after: int, most: int) -> Pairs:
    """At most `most` pairs whose first record comes after that number, within a stretch. Two queries.

    A pair somebody proposed or decided about is left out. A record with more twins than `most` shows the first ones.
    """
    until = after + STRETCH
    rows = session().execute(LIKELY_PAIRS, {"after": after, "until": until, "most": most + 1}).all()
    found = [Pair(one, two, Why(why)) for one, two, why in rows[:most]]
    if len(rows) > most:
        return Pairs(found, max(found[-1].one - 1, after) if found[-1].one != found[0].one else found[-1].one)
    highest = session().scalar(select(func.max(Person.id))) or 0
    return Pairs(found, until if highest > until else None)
