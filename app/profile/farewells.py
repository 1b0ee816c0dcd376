"""An animal is no longer with her: what is about its kind ends, in one act that one undo takes back whole.

No date and no reason is asked. Where another of its kind is with her, nothing else changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from app import consent, people, topics
from app.consent import OFF, ON, UNSET, Change
from app.core import clock
from app.core.database import session
from app.people import Animal, By, Person, ProfileChange, note_change
from app.profile.animals import about, animal_about, animals_of
from app.profile.came import Seen, ledger_act
from app.profile.facts import current_facts, remove_facts
from app.profile.since import ChangedSince
from app.suppression import marks_of_address
from app.topics import Topic


def say_goodbye(person: Person, animal: Animal, by: By, seen: Seen | None = None) -> None:
    """It is no longer with her. A second press changes nothing. Flushes; the entry point commits."""
    session().refresh(animal, with_for_update=True)  # two presses at once are one farewell
    if animal.gone_at is not None:
        return
    animal.gone_at, animal.gone_act_id = clock.now(), by.act_id
    session().flush()
    note_change(person.id, "farewell", None, _gone(animal), by, about(animal))
    if animal.kind and not others_of(animal, animals_of(person.id)):
        _stop(person, animal.kind, by, seen)
        drawn = (fact for fact in current_facts(person.id, "inferred") if fact.animal == animal.kind)
        remove_facts(drawn, by)


def still_here(animal: Animal, by: By) -> None:
    """It was said by mistake. What the farewell stopped stays stopped: only its undo, or she herself, turns it on. Flushes."""
    if animal.gone_at is None:
        return
    old = _gone(animal)
    animal.gone_at = animal.gone_act_id = None
    session().flush()
    note_change(animal.person_id, "farewell", old, None, by, about(animal))


def others_of(animal: Animal, held: Iterable[Animal]) -> list[Animal]:
    """The others of its kind that are with her."""
    return [one for one in held if one.id != animal.id and one.kind == animal.kind and one.gone_at is None]


def restore(change: ProfileChange) -> None:
    """Take back a farewell, or a "still here". Raises ChangedSince. Flushes."""
    animal, old, new = animal_about(change), json.loads(change.old), json.loads(change.new)
    if animal.removed_at is not None or _gone(animal) != new:
        raise ChangedSince
    animal.gone_at = datetime.fromisoformat(old["gone_at"]) if old else None
    animal.gone_act_id = old["act"] if old else None
    session().flush()


def _gone(animal: Animal) -> dict[str, str | None] | None:
    if animal.gone_at is None:
        return None
    named = {"kind": animal.kind, "name": animal.name}
    return {**named, "gone_at": animal.gone_at.isoformat(), "act": animal.gone_act_id}


def _stop(person: Person, kind: str, by: By, seen: Seen | None) -> None:
    """Off with every topic and catalog about that kind that is on, or on by default. Where all marketing was stopped before
    too: it would come back with the rest."""
    states = consent.current_states(person.subject_id)
    found = [topic for topic in topics.every_topic() if topic.animal == kind and _is_on(topic, states, person)]
    if not found:
        return
    address = people.destination_of(person).address
    wording = "\n".join([_("No longer with us"), *(topic.title for topic in found)])
    changes = [Change(topic.purpose, topic.channel, OFF) for topic in found]
    consent.choose(person.subject_id, changes, ledger_act(by, wording, seen), marks_of_address(address), address)


def _is_on(topic: Topic, states: dict[tuple[str, str], str], person: Person) -> bool:
    state = states.get((topic.purpose, topic.channel), UNSET)
    by_default = state == UNSET and topic.default == "on_for_customers" and person.customer_since is not None
    return topic.is_marketing and (state == ON or by_default)
