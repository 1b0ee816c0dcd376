"""Undo: take back one act, once, within its time, unless the same thing was changed since.

To add a field: its package of functions offers `restore(change)`, which puts `change.old` back and raises ChangedSince where
`change.new` does not stand any more; it gets one line in RESTORE.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app import consent, people
from app.core import claims, clock
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.links import UNDO, AlreadyUsed
from app.people import By, Person, ProfileChange, note_change
from app.profile import addresses, animals, facts, farewells, names, phones
from app.profile.came import Seen, ledger_act
from app.profile.since import ChangedSince

RESTORE: dict[str, Callable[[ProfileChange], None]] = {
    "addressed_as": names.restore,
    "animal": animals.restore,
    "fact": facts.restore,
    "farewell": farewells.restore,
    "gender": names.restore,
    "name": names.restore,
    "phone": phones.restore,
    "postal_address": addresses.restore,
}


class TooLate(Refusal):
    """The time of an undo is over."""

    status = 410


def may_undo(changes: Sequence[ProfileChange]) -> bool:
    """Whether each of these is of a kind that can be taken back, and none was yet."""
    return all(one.field in RESTORE and one.undone_at is None and one.method != "undo" for one in changes)


def is_undone(act_id: str) -> bool:
    """Whether that act was taken back."""
    return claims.is_claimed(f"profile-{act_id}")


def undo(person: Person, act_id: str, by: By, seen: Seen | None = None) -> None:
    """Take back one act about this person: the profile whole, of the ledger what nobody changed since. Flushes.

    Raises NotFound (nothing of hers), TooLate, AlreadyUsed (taken back before), ChangedSince.
    """
    changes = people.changes_of_act(act_id, person.id)
    said = consent.act_of(act_id, person.subject_id)
    if not changes and said is None:
        raise NotFound(_("There is nothing of yours to undo here."))
    at = changes[0].at if changes else said.at if said else clock.now()
    if clock.now() >= at + UNDO:
        raise TooLate(_("Undo works for half an hour. You can still change it on your profile."))
    _claim(act_id, changes)
    if _newer(person.id, changes):
        raise ChangedSince
    for change in reversed(changes):
        RESTORE[change.field](change)
        old, new = json.loads(change.old), json.loads(change.new)
        note_change(person.id, change.field, new, old, by, change.about)
    people.settle_undo(changes)
    written = consent.undo(act_id, ledger_act(by, _("Undo"), seen)) if said else None
    if not changes and not (written and written.changes):
        raise ChangedSince


def _claim(act_id: str, changes: Sequence[ProfileChange]) -> None:
    if not may_undo(changes) or not claims.claim(f"profile-{act_id}", "undo", keep=2 * UNDO):
        raise AlreadyUsed(_("This was undone already, or can’t be."))


def _newer(person_id: int, changes: Sequence[ProfileChange]) -> bool:
    """Whether one of the same things was changed since, and that stands."""
    if not changes:
        return False
    later = select(ProfileChange).where(ProfileChange.person_id == person_id, ProfileChange.id > changes[-1].id)
    standing = later.where(ProfileChange.undone_at.is_(None), ProfileChange.method != "undo")
    about = {(one.field, one.about) for one in changes}
    return any((one.field, one.about) in about for one in session().scalars(standing))
