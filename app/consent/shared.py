"""Stops of paper that others share: a household's, an address's whoever lives there, a label's.

Each is a suppression on the mark of the circle, and a line about the mark's own subject; the gate reads the suppression.
Whoever holds a label may stop; only she who set a shared stop, or staff, ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import select, text
from sqlalchemy.types import String

from app.channels import Place, label_key, post_keys
from app.consent.acts import MARKETING, OFF, ON, UNSET, Act, Change, Changed
from app.consent.bulk import lock_subjects
from app.consent.choices import choose
from app.consent.ledger import Written
from app.consent.owners import note_owner
from app.consent.places import namesakes_of, settle_places
from app.core.database import session
from app.core.refusals import Refusal
from app.people import Person, PostalAddress
from app.suppression import Mark, Scope, mark_for_key, marks_of_subject, suppress_all

Circle = Literal["person", "household", "address"]
SCOPES: tuple[Circle, ...] = ("person", "household", "address")
POST = "post"
PROHIBITED = "prohibitory_order"

# Whom a label leads to: everybody with that number who has, or had, an address with that ZIP code.
LABEL_HOLDERS = text("""
    SELECT DISTINCT p.subject_id FROM postal_address a JOIN person p ON p.id = a.person_id
     WHERE a.label_subject = :label_subject LIMIT 2
""").columns(subject_id=String)


class NoPostalAddress(Refusal):
    """A postal order names an address, and we hold none of this person's."""


def stop_place(
    place: Place, scope: Circle, changes: Iterable[Change], act: Act, *, person_subject: str | None = None
) -> Written:
    """Stop paper to a place as it was typed or is held. Flushes; the entry point commits.

    `person`: what comes with that name, be it of two records. `household`: that, and what comes for anybody of her household
    there. `address`: what comes there for whoever lives there, now or later; it does not follow her on a move.
    `person_subject`: who asks, where
    she proved herself; the stop is hers then, and hers to end. Known places and unknown ones take the same statements.
    """
    wanted, keys = _only_stops(changes), post_keys(place)
    about: list[tuple[str, Mark | None]] = []
    if scope != "address":
        mark = mark_for_key(keys.person)
        about.append((person_subject or mark.subject_id, mark))
        if (
            person_subject is None
        ):  # a mark leads to one record; where there are two of that name, to the label both are one
            about += [(one, None) for one in namesakes_of(mark.subject_id)]
    if scope != "person":
        shared = mark_for_key(keys.household if scope == "household" else keys.address)
        about.append((shared.subject_id, shared))
        note_owner(shared.subject_id, scope, wanted, act, person_subject)
    return _chosen(about, wanted, act)


def stop_label(customer_number: str, postal_code: str, changes: Iterable[Change], act: Act) -> Written:
    """Stop paper by the number and ZIP code on a label: about her it leads to, where that is one; else about the label.

    A later import of that number honours it; her own Yes, proven, lifts it. Known labels and unknown ones take the same
    statements. Flushes.
    """
    wanted = _only_stops(changes)
    mark = mark_for_key(label_key(customer_number, postal_code))
    holders = list(session().execute(LABEL_HOLDERS, {"label_subject": mark.subject_id}).scalars())
    return _chosen([(holders[0], None) if len(holders) == 1 else (mark.subject_id, mark)], wanted, act)


def enter_prohibitory_order(person: Person, act: Act) -> Written:
    """An order of the Postal Service (39 USC 3008): no paper mail to her, nor to her addresses, whatever anybody ticks later.

    Nothing lifts it: no page, no undo, no staff. `act.method` is prohibitory_order. Raises NoPostalAddress. Flushes.
    """
    if act.method != PROHIBITED:
        raise ValueError("a postal order is recorded as one")
    settle_places([person])
    current = select(PostalAddress.address_subject).where(
        PostalAddress.person_id == person.id, PostalAddress.replaced_at.is_(None), PostalAddress.removed_at.is_(None)
    )
    addresses = sorted({one for one in session().scalars(current) if one})
    if not addresses:
        raise NoPostalAddress("We hold no postal address of this person. Enter the one on the order first.")
    subjects = [person.subject_id, *addresses]
    written = _chosen([(one, None) for one in subjects], [Change(MARKETING, POST, OFF)], act)
    marks = [mark for one in subjects for mark in marks_of_subject(one, POST)]
    suppress_all(marks, Scope.ALL_CONTACT, PROHIBITED, act.act_id)
    return written


def _chosen(about: Sequence[tuple[str, Mark | None]], changes: Sequence[Change], act: Act) -> Written:
    """The same act about several subjects. Their heads are locked in one order for everybody; what it changed is told once."""
    lock_subjects(subject for subject, _mark in about)
    changed: dict[tuple[str, str], Changed] = {}
    for subject, mark in about:
        for one in choose(subject, changes, act, [mark] if mark else ()).changes:
            changed.setdefault((one.purpose, one.channel), one)
    return Written(act.act_id, tuple(changed.values()))


def _only_stops(changes: Iterable[Change]) -> list[Change]:
    found = list(changes)
    if any(change.state in (ON, UNSET) for change in found):
        raise ValueError("a label turns nothing on")
    return found
