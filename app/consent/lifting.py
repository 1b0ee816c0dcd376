"""What is stopped for a person together with others, and who may end it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import text
from sqlalchemy.types import Boolean, String

from app.consent.acts import MARKETING, UNSET, Act, Change, topic_purpose
from app.consent.bulk import lock_subjects
from app.consent.choices import choose
from app.consent.ledger import Written
from app.consent.owners import end_owned, owned
from app.core.database import UtcTime, session
from app.core.refusals import Refusal
from app.people import Person
from app.suppression import STAFF_ONLY

SHARED_STOPS = text("""
    SELECT DISTINCT CASE f.subject_id WHEN a.address_subject THEN 'address' WHEN a.household_subject THEN 'household'
                         ELSE 'label' END AS scope,
           f.subject_id AS subject_id, s.topic_slug AS slug, s.created_at AS since, s.reason AS reason,
           EXISTS (SELECT 1 FROM shared_stop o
                    WHERE o.subject_id = f.subject_id AND o.by_subject = :subject_id AND o.lifted_at IS NULL
                      AND o.purpose = CASE s.topic_slug WHEN '' THEN 'marketing' ELSE 'topic:' || s.topic_slug END) AS mine
      FROM person p JOIN postal_address a ON a.person_id = p.id AND a.replaced_at IS NULL AND a.removed_at IS NULL
      JOIN fingerprint f ON f.subject_id IN (a.address_subject, a.household_subject, a.label_subject)
      JOIN suppression s ON s.fingerprint_id = f.id AND s.lifted_at IS NULL
     WHERE p.subject_id = :subject_id
     ORDER BY 1, 2, 3
""").columns(scope=String, subject_id=String, slug=String, since=UtcTime, reason=String, mine=Boolean)


class NotYours(Refusal):
    """Somebody else asked for that stop, or a postal order did."""

    status = 403


@dataclass(frozen=True)
class SharedStop:
    """One stop a person shares where she lives now: with whom (household, address, label), of what, since when.

    `mine`: she asked for it and may end it. `by_order`: the Postal Service did, and nobody may.
    """

    scope: str
    subject_id: str
    purposes: tuple[str, ...]
    since: datetime
    mine: bool
    by_order: bool = False


def shared_stops_of(person: Person) -> list[SharedStop]:
    """The stops of her circles at her current addresses, in one query."""
    found: dict[tuple[str, str, bool, bool], SharedStop] = {}
    for row in session().execute(SHARED_STOPS, {"subject_id": person.subject_id}):
        one = _shared_stop(row)
        key = (one.scope, one.subject_id, one.mine, one.by_order)
        before = found.get(key, one)
        purposes = tuple(dict.fromkeys((*before.purposes, *one.purposes)))
        found[key] = replace(one, purposes=purposes, since=min(before.since, one.since))
    return list(found.values())


def _shared_stop(row: Any) -> SharedStop:
    purpose = topic_purpose(row.slug) if row.slug else MARKETING
    by_order = row.reason in STAFF_ONLY
    return SharedStop(row.scope, row.subject_id, (purpose,), row.since, bool(row.mine) and not by_order, by_order)


def lift_shared(person: Person, stop: SharedStop, act: Act) -> Written:
    """End a stop she shares: what she asked for, as she now asks not to; staff end all of it. Flushes.

    What another asked for too stays stopped. Raises NotYours where it is neither hers nor staff's to end.
    """
    lock_subjects([stop.subject_id])
    held = [one for one in shared_stops_of(person) if (one.scope, one.subject_id) == (stop.scope, stop.subject_id)]
    by_staff = act.actor.startswith("staff")
    mine = [one for one in held if not one.by_order and (by_staff or one.mine)]
    if not mine:
        raise NotYours(_l("Only the person who asked for this stop can end it. Call us if you need it ended."))
    wanted = {purpose for one in mine for purpose in one.purposes}
    kept = set() if by_staff else _of_others(stop.subject_id, person.subject_id)
    end_owned(stop.subject_id, act.act_id, person.subject_id, everybody=by_staff)
    return choose(stop.subject_id, [Change(purpose, "post", UNSET) for purpose in sorted(wanted - kept)], act)


def _of_others(subject_id: str, me: str) -> set[str]:
    rows: Iterable[tuple[str, str | None]] = owned(subject_id)
    return {purpose for purpose, by_subject in rows if by_subject != me}
