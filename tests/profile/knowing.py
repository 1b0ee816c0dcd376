"""What tests of the profile begin with: animals, facts, origins, and a look at the page."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.people import Animal, By, Fact, Origin, Person, ProfileChange
from app.profile import Told, add_animal
from tests.browser import Browser

HORSE, DOG = "horse", "dog"


def an_animal(person: Person, kind: str = HORSE, name: str = "Juniper", born_in: str = "", **fields: Any) -> Animal:
    """An animal of hers, told at a trade show unless `fields` say otherwise."""
    came = {"source": "trade_show", "source_detail": "", "obtained_on": date(2025, 2, 1), **fields}
    animal = Animal(person_id=person.id, kind=kind, name=name, born_in=born_in, created_at=clock.now(), **came)
    session().add(animal)
    session().commit()
    return animal


def a_second(person: Person, kind: str = HORSE, name: str = "Dusty") -> Animal:
    """Another one, added on her page."""
    animal = add_animal(person, Told(kind, name, ""), By("profile_page"))
    session().commit()
    return animal


def a_fact(
    person: Person, kind: str = "inferred", name: str = "often_needs", value: str = "Wormer", **fields: Any
) -> Fact:
    """A guess, unless `kind` says otherwise."""
    now = clock.now()
    fact = Fact(person_id=person.id, kind=kind, name=name, value=value, created_at=now, changed_at=now, **fields)
    session().add(fact)
    session().commit()
    return fact


def an_origin(person: Person, field: str, source: str, **fields: Any) -> None:
    """Where a value of her row came from."""
    row = Origin(person_id=person.id, field=field, source=source, recorded_at=clock.now(), **fields)
    session().add(row)
    session().commit()


def text(page: Browser) -> str:
    assert page.page
    return page.page.text


def html(page: Browser) -> str:
    assert page.page
    return page.page.html


def changes(person: Person) -> list[ProfileChange]:
    """All that was noted about her, oldest first."""
    hers = select(ProfileChange).where(ProfileChange.person_id == person.id).order_by(ProfileChange.id)
    return list(session().scalars(hers))
