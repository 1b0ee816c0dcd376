"""An erased person leaves the circles she shared stops with: the stops stay, and nothing leads from them to her number.

A line about her household names the act it came with, and the same act may stand in her own ledger. The ledger is never
changed, so the circle gets a new number instead, and its stops go over to it under acts of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select, text, update
from sqlalchemy.types import String

from app.consent.acts import OFF, Act, Change
from app.consent.choices import choose
from app.consent.models import Evidence, Preference, StopOwner
from app.core.database import random_id, rows_touched, session, table
from app.core.personal_data import Holder
from app.people import PostalAddress
from app.suppression import StoredFingerprint, Suppression

_owners, _places, _marks = table(StopOwner), table(PostalAddress), table(StoredFingerprint)
_stops = table(Suppression)
_COLUMNS = ("address_subject", "household_subject", "label_subject")

# Her circles of which a line came with an act that also stands in her own ledger, or that she asked for.
TIED = text("""
    SELECT DISTINCT e.subject_id FROM consent_entry e
      JOIN postal_address a ON a.person_id = :person_id
       AND e.subject_id IN (a.address_subject, a.household_subject, a.label_subject)
     WHERE EXISTS (SELECT 1 FROM consent_entry h WHERE h.act_id = e.act_id AND h.subject_id = :subject_id)
        OR EXISTS (SELECT 1 FROM shared_stop o WHERE o.act_id = e.act_id AND o.by_subject = :subject_id)
     ORDER BY e.subject_id
""").columns(subject_id=String)


def leave_circles(holder: Holder) -> int:
    """Part her from every circle of her addresses. Marks that only she had, and that carry no stop, go. Flushes."""
    if holder.person_id is None:
        return 0
    mine = select(_owners.c.act_id).where(_owners.c.by_subject == holder.subject_id)
    session().execute(delete(Evidence).where(Evidence.act_id.in_(mine)))
    tied = session().execute(TIED, {"person_id": holder.person_id, "subject_id": holder.subject_id}).scalars()
    for subject_id in list(tied):
        _renumber(subject_id)
    hers = update(_owners).where(_owners.c.by_subject == holder.subject_id)
    left = session().execute(hers.values(by_subject=None, act_id=random_id()))
    return rows_touched(left) + _forget_marks(holder.person_id)


def _renumber(subject_id: str) -> None:
    """The same circle under a new number: its marks, places and owners move, its stops are said anew about it."""
    new = random_id()
    states = session().scalars(select(Preference).where(Preference.subject_id == subject_id)).all()
    _unlink(subject_id)
    for rows, name in ((_marks, "subject_id"), (_owners, "subject_id"), *((_places, name) for name in _COLUMNS)):
        session().execute(update(rows).where(rows.c[name] == subject_id).values({name: new}))
    offs = [Change(row.purpose, row.channel, OFF) for row in states if row.state == OFF]
    choose(new, offs, Act(method="erasure", source="erasure", actor="system"))


def _unlink(subject_id: str) -> None:
    """The acts behind the circle's stops get names that stand in no ledger."""
    marks = select(_marks.c.id).where(_marks.c.subject_id == subject_id)
    stops = session().execute(select(_stops.c.id, _stops.c.lifted_at).where(_stops.c.fingerprint_id.in_(marks))).all()
    for stop, lifted_at in stops:
        strangers = {"act_id": random_id(), "lifted_by_act_id": random_id() if lifted_at else None}
        session().execute(update(_stops).where(_stops.c.id == stop).values(strangers))


def _forget_marks(person_id: int) -> int:
    held = session().execute(select(*(_places.c[name] for name in _COLUMNS)).where(_places.c.person_id == person_id))
    subjects = {one for row in held for one in row if one}
    gone = subjects - _held_by_others(subjects, person_id)
    carrying = select(_stops.c.fingerprint_id)
    free = delete(_marks).where(_marks.c.subject_id.in_(gone), _marks.c.id.not_in(carrying))
    return rows_touched(session().execute(free))


def _held_by_others(subjects: Collection[str], person_id: int) -> set[str]:
    others: Iterable[tuple[str | None, ...]] = (
        row
        for name in _COLUMNS
        for row in session().execute(
            select(_places.c[name]).where(_places.c[name].in_(subjects), _places.c.person_id != person_id)
        )
    )
    return {one for row in others for one in row if one}
