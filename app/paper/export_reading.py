"""Who paper mail goes to, and what stops it, as it stood at a moment: the named queries of the postal export.

All of them take people by ranges of their ids, so that a million people need no more memory than a range.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, text
from sqlalchemy.types import String

from app.core.database import UtcTime, session

RANGE = 4000
_MOMENT = bindparam("moment", type_=UtcTime)

COUNT = text(
    "SELECT count(*) FROM person p WHERE EXISTS (SELECT 1 FROM postal_address a WHERE a.person_id = p.id)"
).columns(count=Integer)

# The last id of the next range of people with an address, older ones too.
NEXT = text("""
    SELECT max(id) AS last FROM (
        SELECT p.id AS id FROM person p
         WHERE p.id > :after AND EXISTS (SELECT 1 FROM postal_address a WHERE a.person_id = p.id)
         ORDER BY p.id LIMIT :most) AS next
""").columns(last=Integer)

# Every address that stood then, with the name and number its person has now.
ADDRESSES = (
    text("""
    SELECT p.id AS person_id, p.subject_id AS subject_id, p.first_name AS first_name, p.last_name AS last_name,
           p.customer_number AS customer_number, p.frozen_at AS frozen_at, a.id AS id, a.street AS street,
           a.second_line AS second_line, a.city AS city, a.state AS state, a.postal_code AS postal_code,
           a.country AS country
      FROM person p JOIN postal_address a ON a.person_id = p.id AND a.created_at <= :moment
       AND (a.replaced_at IS NULL OR a.replaced_at > :moment) AND (a.removed_at IS NULL OR a.removed_at > :moment)
     WHERE p.id > :after AND p.id <= :last AND p.created_at <= :moment ORDER BY p.id, a.id
""")
    .bindparams(_MOMENT)
    .columns(
        person_id=Integer, subject_id=String, first_name=String, last_name=String, customer_number=String,
        frozen_at=UtcTime, id=Integer, street=String, second_line=String, city=String, state=String,
        postal_code=String, country=String,
    )
)  # fmt: skip

# What of it was changed after the moment: the first change tells in `old` what stood.
CHANGES = (
    text("""
    SELECT person_id, field, old FROM profile_change
     WHERE person_id > :after AND person_id <= :last AND at > :moment AND field IN ('name', 'customer_number')
     ORDER BY person_id, at DESC, id DESC
""")
    .bindparams(_MOMENT)
    .columns(person_id=Integer, field=String, old=String)
)

# Stops in force then: a person's own, those by the label of her newest address, and of each address that of its household
# and its own.
STOPS = (
    text("""
    WITH here AS (SELECT a.* FROM postal_address a
                   WHERE a.person_id > :after AND a.person_id <= :last AND a.created_at <= :moment
                     AND (a.replaced_at IS NULL OR a.replaced_at > :moment)
                     AND (a.removed_at IS NULL OR a.removed_at > :moment)),
         newest AS (SELECT max(id) AS id FROM here GROUP BY person_id),
         held AS (SELECT p.id AS person_id, 0 AS address_id, 'person' AS whose, p.subject_id AS subject FROM person p
                   WHERE p.id > :after AND p.id <= :last AND p.created_at <= :moment
                  UNION ALL SELECT h.person_id, 0, 'person', h.label_subject FROM here h JOIN newest n ON n.id = h.id
                   WHERE h.label_subject IS NOT NULL
                  UNION ALL SELECT person_id, id, 'household', household_subject FROM here
                   WHERE household_subject IS NOT NULL
                  UNION ALL SELECT person_id, id, 'address', address_subject FROM here WHERE address_subject IS NOT NULL)
    SELECT h.person_id AS person_id, h.address_id AS address_id, h.whose AS whose, h.subject AS subject, s.scope AS scope,
           s.topic_slug AS topic, s.created_at AS since, s.reason AS reason
      FROM held h JOIN fingerprint f ON f.subject_id = h.subject AND f.channel = 'post'
      JOIN suppression s ON s.fingerprint_id = f.id AND s.created_at <= :moment
       AND (s.lifted_at IS NULL OR s.lifted_at > :moment)
""")
    .bindparams(_MOMENT)
    .columns(
        person_id=Integer, address_id=Integer, whose=String, subject=String, scope=String, topic=String, since=UtcTime,
        reason=String,
    )
)  # fmt: skip

# The first address row that has each of these subjects: by it a stop that many share is told once.
FIRST_HOLDERS = (
    text("""
    SELECT a.household_subject AS subject, min(a.id) AS address_id FROM postal_address a
     WHERE a.household_subject IN :subjects AND a.created_at <= :moment
       AND (a.replaced_at IS NULL OR a.replaced_at > :moment) AND (a.removed_at IS NULL OR a.removed_at > :moment)
     GROUP BY a.household_subject
    UNION ALL
    SELECT a.address_subject, min(a.id) FROM postal_address a
     WHERE a.address_subject IN :subjects AND a.created_at <= :moment
       AND (a.replaced_at IS NULL OR a.replaced_at > :moment) AND (a.removed_at IS NULL OR a.removed_at > :moment)
     GROUP BY a.address_subject
""")
    .bindparams(_MOMENT, bindparam("subjects", expanding=True))
    .columns(subject=String, address_id=Integer)
)

# The lines that turned paper off, of people for whom one of them holds: a stop without a mark of an address is in no other
# place. `held` is the newest one that did.
OFF_LINES = (
    text("""
    SELECT p.id AS person_id, e.purpose AS purpose, e.at AS since, e.method AS method
      FROM person p JOIN consent_entry e ON e.subject_id = p.subject_id AND e.channel = 'post' AND e.state = 'off'
       AND e.at <= :moment
     WHERE p.id IN :ids ORDER BY p.id, e.seq
""")
    .bindparams(_MOMENT, bindparam("ids", expanding=True))
    .columns(person_id=Integer, purpose=String, since=UtcTime, method=String)
)

# Stops in force then of which we hold a fingerprint alone: nobody's, and of no address that stood.
UNNAMED = (
    text("""
    SELECT count(*) AS count FROM (
        SELECT DISTINCT f.subject_id, s.scope, s.topic_slug
          FROM suppression s JOIN fingerprint f ON f.id = s.fingerprint_id AND f.channel = 'post'
         WHERE s.created_at <= :moment AND (s.lifted_at IS NULL OR s.lifted_at > :moment)
           AND NOT EXISTS (SELECT 1 FROM person p JOIN postal_address a ON a.person_id = p.id AND a.created_at <= :moment
                             AND (a.replaced_at IS NULL OR a.replaced_at > :moment)
                             AND (a.removed_at IS NULL OR a.removed_at > :moment)
                            WHERE p.subject_id = f.subject_id)
           AND NOT EXISTS (SELECT 1 FROM postal_address a
                            WHERE f.subject_id = a.household_subject AND a.created_at <= :moment
                              AND (a.replaced_at IS NULL OR a.replaced_at > :moment)
                              AND (a.removed_at IS NULL OR a.removed_at > :moment))
           AND NOT EXISTS (SELECT 1 FROM postal_address a
                            WHERE f.subject_id = a.address_subject AND a.created_at <= :moment
                              AND (a.replaced_at IS NULL OR a.replaced_at > :moment)
                              AND (a.removed_at IS NULL OR a.removed_at > :moment))
           AND NOT EXISTS (SELECT 1 FROM postal_address a
                            WHERE f.subject_id = a.label_subject AND a.created_at <= :moment
                              AND (a.replaced_at IS NULL OR a.replaced_at > :moment)
                              AND (a.removed_at IS NULL OR a.removed_at > :moment))) AS nobody
""")
    .bindparams(_MOMENT)
    .columns(count=Integer)
)


@dataclass(frozen=True)
class Addressed:
    """A person at an address, as it stood: the row of the address with name and customer number of that moment.

    `place`: street, second line, city, state, postal code, country. `frozen_at`: None where she was not frozen then.
    """

    person_id: int
    address_id: int
    subject_id: str
    name: str
    last_name: str
    customer_number: str
    frozen_at: datetime | None
    place: tuple[str, ...]


@dataclass(frozen=True)
class Stop:
    """A stop in force: whose (person, household, address), which subject holds it, how far it reaches, since when and why."""

    person_id: int
    address_id: int
    whose: str
    subject: str
    scope: str
    topic: str
    since: datetime
    reason: str


def people_with_addresses() -> int:
    """How many there are, for the progress bar."""
    return session().scalar(COUNT) or 0


def ranges(size: int = RANGE) -> Iterator[tuple[int, int]]:
    """(after, last): ranges of person ids that hold at most `size` people with an address, in their order."""
    after = 0
    while last := session().scalar(NEXT, {"after": after, "most": size}):
        yield after, last
        after = last


def addresses_as_of(moment: datetime, after: int, last: int) -> dict[int, list[Addressed]]:
    """Person id → her addresses at that moment, oldest first; paper goes to the last of them. Two queries."""
    values = {"moment": moment, "after": after, "last": last}
    olds = {(row.person_id, row.field): json.loads(row.old) for row in session().execute(CHANGES, values)}
    found: dict[int, list[Addressed]] = defaultdict(list)
    for row in session().execute(ADDRESSES, values):
        person_id, subject_id, first, last_name, number, frozen_at, address_id, *place = row
        if (person_id, "name") in olds:
            first, last_name = names_in(olds[person_id, "name"])
        if (person_id, "customer_number") in olds:
            number = olds[person_id, "customer_number"]
        one = Addressed(
            person_id, address_id, subject_id, f"{first} {last_name}".strip(), last_name, number or "",
            frozen_at if frozen_at is not None and frozen_at <= moment else None, tuple(place),
        )  # fmt: skip
        found[person_id].append(one)
    return found


def names_in(old: Any) -> tuple[str, str]:
    """First and last name in a noted change: {"first_name": …, "last_name": …}, a pair, or one text."""
    if isinstance(old, dict):
        return str(old.get("first_name") or ""), str(old.get("last_name") or "")
    if isinstance(old, list):
        return str(old[0] or ""), str(old[-1] or "") if len(old) > 1 else ""
    first, _, last = str(old or "").strip().rpartition(" ")
    return first, last


def stops_as_of(moment: datetime, after: int, last: int) -> list[Stop]:
    """Every suppression of paper in force then that can be named, in one query, or two where some are shared.

    A stop of a household or an address stands by the first address row that has it, so that each is told once.
    """
    rows = session().execute(STOPS, {"moment": moment, "after": after, "last": last})
    found = [Stop(*row) for row in rows]
    shared = sorted({one.subject for one in found if one.whose != "person"})
    first: dict[str, int] = {}
    if shared:
        first = dict(iter(session().execute(FIRST_HOLDERS, {"moment": moment, "subjects": shared})))
    return [one for one in found if one.whose == "person" or first[one.subject] == one.address_id]


def off_lines(moment: datetime, person_ids: Collection[int]) -> dict[tuple[int, str], tuple[datetime, str]]:
    """(person, purpose) → when paper was last turned off by then, and by what method; of these people alone."""
    if not person_ids:
        return {}
    rows = session().execute(OFF_LINES, {"moment": moment, "ids": sorted(person_ids)})
    return {(row.person_id, row.purpose): (row.since, row.method) for row in rows}


def unnamed_stops(moment: datetime) -> int:
    """How many stops in force then no row can name."""
    return session().scalar(UNNAMED, {"moment": moment}) or 0
