"""The confirmation of a change, to the address it belongs to (policy S49): what was changed, never from what to what."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from flask_babel import gettext as _

from app import consent, outbox, people
from app.consent import ChangeLine
from app.core import settings
from app.core.messages import Letter
from app.core.typed import first_numbers
from app.people import Person, ProfileChange
from app.profile.undoing import is_undone
from app.profile.words import animal_kind, label_of

KIND = "profile_changed"
PROFILE = "/profile"
_BY = ("phone", "letter")  # staff wrote down what she said


def confirm(person: Person, act_id: str) -> None:
    """One mail about one act, if it changed anything; none about an undo, which only takes back. Flushes."""
    changes = people.changes_of_act(act_id, person.id)
    if changes or consent.act_of(act_id, person.subject_id):
        outbox.post(KIND, f"{person.id}/{act_id}")


def compose(reference: str) -> Letter | None:
    """The mail about one act (`12/<act id>`), as it stands at hand-over. None: undone meanwhile, or she is gone."""
    number, _slash, act_id = reference.partition("/")
    person = people.person_by_id(int(number))
    if person is None or not person.destinations or is_undone(act_id):
        return None
    changes = people.changes_of_act(act_id, person.id)
    said = consent.act_of(act_id, person.subject_id)
    lines = consent.change_lines(said.changes, is_customer=person.customer_since is not None) if said else []
    at = changes[0].at if changes else said.at if said else None
    if at is None:
        return None
    method = changes[0].method if changes else ""
    context = {
        "by": method if method in _BY else "self",
        "at": at,
        "changed": changed_words(changes),
        "stopped": [ChangeLine(line.label, line.old, line.new) for line in lines],
        "profile_url": settings.current().public_url + PROFILE,
    }
    return Letter(to=people.destination_of(person).address, context=context)


def hers(references: Collection[str]) -> dict[str, str]:
    """Reference → her address, for the desk, which masks it."""
    numbers = first_numbers(references)
    held = {
        one.id: people.destination_of(one).address
        for one in people.people_by_ids(set(numbers.values()))
        if one.destinations
    }
    return {reference: held[number] for reference, number in numbers.items() if number in held}


def changed_words(changes: Sequence[ProfileChange]) -> list[str]:
    """What was changed, without what it says: a mail may be read by others. Each thing once."""
    return list(dict.fromkeys(_words(change) for change in changes))


def _words(change: ProfileChange) -> str:
    old, new = json.loads(change.old), json.loads(change.new)
    what = _about(change.field, new or old or {})
    if change.field == "farewell":
        return _("%(what)s: no longer with you", what=what) if new else _("%(what)s: with you", what=what)
    if new is None:
        return _("%(what)s: removed", what=what)
    return _("%(what)s: changed", what=what) if old else _("%(what)s: added", what=what)


def _about(field: str, value: dict[str, str]) -> str:
    if field in ("animal", "farewell"):
        return animal_kind(value.get("kind", ""))
    if field == "fact":
        name = label_of(value.get("name", ""))
        return _("Guess (%(name)s)", name=name) if value.get("kind") == "inferred" else name
    return label_of(field)
