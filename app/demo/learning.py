"""Learning about demo people, by the services that pages, files and the desk use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from app import consent, people, profile
from app.core import clock, settings
from app.demo.history import History, Moment
from app.demo.told import Learned
from app.people import By, LookReason, Person
from app.profile import Told
from app.staff import SignedIn

Cells = Mapping[str, Any]
_PAGE = "profile_page"
_PLACE = ("street", "second_line", "city", "state", "postal_code", "country")


class Learning:
    """What becomes known through time. `clerk` is on the phone when somebody calls."""

    def __init__(self, history: History, clerk: SignedIn) -> None:
        self._history, self._clerk = history, clerk
        self._how: dict[str, Callable[[Person, Cells], None]] = {
            "address": _moved,
            "animal": _animal,
            "answer": _answered,
            "facts": _brought,
            "name": _named,
            "phone": lambda person, cells: people.set_phones([(person, cells)]),
            "say": _said,
            "told_phone": self._told_on_the_phone,
        }

    def moments(self, plan: Iterable[Learned]) -> list[Moment]:
        """All that will happen."""
        return [Moment(one.at, partial(self._learn, one)) for one in plan]

    def _learn(self, one: Learned) -> None:
        person = self._history.person(one.address)
        if person is not None:
            self._how[one.what](person, one.cells)

    def _told_on_the_phone(self, person: Person, cells: Cells) -> None:
        """She called; the clerk looked at her record, and wrote the number down."""
        clerk = self._clerk
        people.note_look(person, clerk.actor, clerk.role, LookReason.CALL)
        profile.add_phone(person, cells["number"], cells["kind"], By("phone", clerk.actor))


def _moved(person: Person, cells: Cells) -> None:
    """An order brought another address: what it does not say stays."""
    held = people.postal_address_of(person)
    if held is None:
        return
    before = {name: getattr(held, name) for name in _PLACE}
    came = {"obtained_on": clock.today(settings.current().brand.zone)}
    people.set_postal_addresses([(person, {**before, **came, **cells})])
    consent.settle_places([person])


def _animal(person: Person, cells: Cells) -> None:
    """A file names it, where it says from where; else she told us on her page, and some say goodbye later."""
    said = Told(cells["kind"], cells["name"], cells["born_in"])
    if "source" in cells:
        people.add_animals([{**cells, "person_id": person.id}])
        return
    animal = profile.add_animal(person, said, By(_PAGE))
    if cells.get("gone"):
        profile.say_goodbye(person, animal, By(_PAGE))


def _answered(person: Person, cells: Cells) -> None:
    profile.answer(person, cells["what"], cells["given"], By(_PAGE))


def _brought(person: Person, cells: Cells) -> None:
    """Facts as a file of the retailer's brings them."""
    common = {"person_id": person.id, "kind": cells["kind"], "source": cells["source"], "source_detail": ""}
    common["obtained_on"] = clock.today(settings.current().brand.zone)
    blank = {"reason": "", "animal": ""}
    people.add_facts({**blank, **common, **fact} for fact in cells["facts"])


def _named(person: Person, cells: Cells) -> None:
    people.set_origins([{"person_id": person.id, "field": "name", **cells}])


def _said(person: Person, cells: Cells) -> None:
    by = By(_PAGE)
    for value in cells["values"]:
        profile.add_interest(person, cells["name"], value, by)
