"""Animals somebody told us about. Kind, name and birth month are all optional; at least one of them is said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound
from app.people import Animal, By, Person, ProfileChange, note_change
from app.profile.came import came_of, put_back, told
from app.profile.since import ChangedSince

LONGEST_NAME = 60
_SAID = ("kind", "name", "born_in")


@dataclass(frozen=True)
class Told:
    """What is said about an animal. `kind`: one of topics.ANIMALS or empty; `born_in`: "2021-05", "2021" or empty."""

    kind: str
    name: str
    born_in: str


def animals_of(person_id: int) -> list[Animal]:
    """Her animals, those no longer with her too, in the order they came; removed ones are left out."""
    hers = select(Animal).where(Animal.person_id == person_id, Animal.removed_at.is_(None))
    return list(session().scalars(hers.order_by(Animal.id)))


def animal_of(person_id: int, animal_id: int) -> Animal:
    """One of hers. Raises NotFound: another's is as good as not there."""
    found = next((one for one in animals_of(person_id) if one.id == animal_id), None)
    if found is None:
        raise NotFound(_("There is no such animal on your profile."))
    return found


def add_animal(person: Person, said: Told, by: By) -> Animal:
    """One more animal. Flushes."""
    now = clock.now()
    animal = Animal(
        person_id=person.id, created_at=now, kind=said.kind, name=said.name, born_in=said.born_in, **told(by)
    )
    session().add(animal)
    session().flush()
    _note(animal, None, by)
    return animal


def change_animal(animal: Animal, said: Told, by: By) -> None:
    """What is said about it from now on. Flushes."""
    if said == Told(animal.kind, animal.name, animal.born_in):
        return
    old = value_of(animal)
    for name, value in {**vars(said), **told(by)}.items():
        setattr(animal, name, value)
    _note(animal, old, by)


def remove_animal(animal: Animal, by: By) -> None:
    """Off the page. A stop that came with its farewell stays. Flushes."""
    old = value_of(animal)
    animal.removed_at = clock.now()
    _note(animal, old, by)


def value_of(animal: Animal) -> dict[str, Any] | None:
    """The animal as a change keeps it; None for a removed one."""
    if animal.removed_at is not None:
        return None
    return {**{name: getattr(animal, name) for name in _SAID}, "came": came_of(animal)}


def restore(change: ProfileChange) -> None:
    """Take back one change: what was added goes, what was removed comes back. Raises ChangedSince. Flushes."""
    animal, old = animal_about(change), json.loads(change.old)
    if value_of(animal) != json.loads(change.new):
        raise ChangedSince
    animal.removed_at = None if old else clock.now()
    if old:
        for name in _SAID:
            setattr(animal, name, old[name])
        put_back(animal, old["came"])
    session().flush()


def animal_about(change: ProfileChange) -> Animal:
    """The row a change is about."""
    return session().get_one(Animal, int(change.about.partition(":")[2]))


def about(animal: Animal) -> str:
    """How changes name it."""
    return f"animal:{animal.id}"


def _note(animal: Animal, old: dict[str, Any] | None, by: By) -> None:
    session().flush()
    note_change(animal.person_id, "animal", old, value_of(animal), by, about(animal))
