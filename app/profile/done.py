"""What was just done, read back from the changes and the ledger: the address names the act, the rows say what it changed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app import consent, links, people
from app.consent import ChangeLine, DoneAct
from app.core import clock
from app.people import Person, ProfileChange
from app.profile.animals import animal_about, animals_of
from app.profile.farewells import others_of
from app.profile.undoing import is_undone, may_undo
from app.profile.words import ANIMAL_MAIL, animal_kind, animal_title, change_line

_ACT_ID = re.compile("[0-9a-f]{32}")
# A farewell is answered in one line; what it did waits behind "What that covers".
ANIMAL_FIELDS = ("animal", "farewell")


@dataclass(frozen=True)
class Done:
    """One act: its title, what it changed, and the ticket that takes it back while that works.

    `covers`: sentences behind a farewell; None for any other act.
    """

    title: str
    at: datetime
    lines: list[ChangeLine]
    covers: list[str] | None
    ticket: str | None
    undo_until: datetime
    about_animals: bool


def done_of(person: Person, act_id: str) -> Done | None:
    """What one act did to this person; None for another's, or for none."""
    if not _ACT_ID.fullmatch(act_id):  # it comes from an address line
        return None
    changes = people.changes_of_act(act_id, person.id)
    said = consent.act_of(act_id, person.subject_id)
    if not changes and said is None:
        return None
    at = changes[0].at if changes else said.at if said else clock.now()
    goodbye = _goodbye(changes)
    title, covers = _farewell(person, goodbye, changes, said) if goodbye else (_title(changes), None)
    return Done(
        title=title,
        at=at,
        lines=lines_of(person, changes, said),
        covers=covers,
        ticket=_ticket(person, act_id, changes, at),
        undo_until=at + links.UNDO,
        about_animals=any(one.field in ANIMAL_FIELDS for one in changes),
    )


def lines_of(person: Person, changes: Sequence[ProfileChange], said: DoneAct | None) -> list[ChangeLine]:
    """The changes of one act in words: of the ledger, then of the profile."""
    own = [line for line in map(change_line, changes) if line.old != line.new]
    ledger = consent.change_lines(said.changes, is_customer=person.customer_since is not None) if said else []
    return ledger + own  # a long list is cut, and the switch must not be what is missing


def _ticket(person: Person, act_id: str, changes: Sequence[ProfileChange], at: datetime) -> str | None:
    if clock.now() >= at + links.UNDO or not may_undo(changes) or is_undone(act_id):
        return None
    return links.prove("undo", {"profile_act": act_id, "subject": person.subject_id})


def _title(changes: Sequence[ProfileChange]) -> str:
    return _("Undone") if any(one.method == "undo" for one in changes) else _("Saved")


def _goodbye(changes: Sequence[ProfileChange]) -> ProfileChange | None:
    """The farewell of the act, where it is one and no undo."""
    found = (one for one in changes if one.field == "farewell" and one.method != "undo")
    return next((one for one in found if json.loads(one.new)), None)


def _farewell(
    person: Person, goodbye: ProfileChange, changes: Sequence[ProfileChange], said: DoneAct | None
) -> tuple[str, list[str]]:
    animal = animal_about(goodbye)
    others = others_of(animal, animals_of(person.id))
    mail = ANIMAL_MAIL.get(animal.kind)
    if mail is None:
        return _("We’re sorry."), [_("You told us no kind, so no mail changed.")]
    if said is None and others:
        other = animal_title(others[0])
        title = _("We’re sorry. You also have %(other)s, so %(mail)s goes on.", other=other, mail=mail)
        return title, [_("Nothing else changed. Mail choices stops any list with one tick.")]
    title = _("We’re sorry. We’ve stopped %(mail)s.", mail=mail)
    return title, _covers(person, animal.kind, changes, said)


def _covers(person: Person, kind: str, changes: Sequence[ProfileChange], said: DoneAct | None) -> list[str]:
    stopped = consent.change_lines(said.changes, is_customer=person.customer_since is not None) if said else []
    guesses = [json.loads(one.old)["value"] for one in changes if one.field == "fact"]
    found = []
    if stopped:
        found.append(_("Stopped: %(titles)s.", titles=", ".join(line.label for line in stopped)))
    if guesses:
        words = ngettext(
            "The guess %(values)s is gone and won’t come back.",
            "The guesses %(values)s are gone and won’t come back.",
            len(guesses),
            values=", ".join(f"“{value}”" for value in guesses),
        )
        found.append(words)
    animal = animal_kind(kind).lower()
    found.append(_("Nothing you bought before today can put you on a %(animal)s list again.", animal=animal))
    return [*found, _("One already on its way, or already printed, can still come.")]
