"""A shop that lives on: random acts of a few people, each later than the one before."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from app.consent import MARKETING, OFF, ON, PAUSE
from app.core import clock
from app.core.database import session
from app.people import Animal, Person, erase_person, person_by_address
from tests.makers import a_no, a_person, a_send, a_topic, a_yes, says, the_person
from tests.paper.mailhouse import moves, renamed, stops_all_of

NAMES = ("Ana", "Bea", "Cal", "Dee", "Eli", "Fay")
STREETS = ("1 Elm Street", "2 Oak Avenue", "=3 Formula Road")


class Life:
    """The people and topics of one run. `erased`: numbers of subjects that are gone."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.erased: list[str] = []
        with clock.set_to(self.now):
            self.topics = [a_topic(f"paper-{n}", channel="post", default="on_for_customers") for n in (1, 2)]
            self.topics.append(a_topic("asked", channel="post", animal="horse"))
            for name in NAMES[:4]:
                self.arrives(name)

    def passes(self, acts: int) -> None:
        """So many acts, hours apart."""
        for _ in range(acts):
            self.now += timedelta(minutes=self.dice.randint(1, 4000))
            with clock.set_to(self.now):
                self._acts()
                session().commit()

    def erases(self) -> None:
        """Somebody asks to be erased, and is."""
        self.now += timedelta(minutes=5)
        with clock.set_to(self.now):
            self._erases()
            session().commit()

    def arrives(self, name: str) -> None:
        """Somebody new, or back after an erasure."""
        street = self.dice.choice(STREETS)
        a_person(
            f"{name}@example.com", is_customer=self.dice.random() < 0.7, first_name=name,
            last_name=self.dice.choice(("Archer", "Baker")), street=street, customer_number=f"C-{name}",
        )  # fmt: skip
        self._settles(the_person(f"{name}@example.com"))

    def _settles(self, person: Person) -> None:
        """Her newest address knows its household and itself by their marks."""
        one = person.postal_addresses[-1]
        one.household_subject = f"{hash_of(person.last_name + one.street)}"
        one.address_subject = f"{hash_of(one.street)}"
        session().commit()

    def _acts(self) -> None:
        name = self.dice.choice(NAMES)
        address = f"{name}@example.com"
        if person_by_address(address) is None:
            self.arrives(name)
            return
        self.dice.choice(self._choices(address))()

    def _choices(self, address: str) -> list[Callable[[], object]]:
        topic, person = self.dice.choice(self.topics), the_person(address)
        place, newest = self.dice.choice(STREETS), person.postal_addresses[-1]
        return [
            lambda: a_yes(address, topic), lambda: a_no(address, topic), lambda: a_no(address, topic, "import"),
            lambda: a_yes(address, topic, "import"), lambda: a_send(address, topic),
            lambda: says(address, MARKETING, OFF, channel="post"), lambda: says(address, MARKETING, ON, channel="post"),
            lambda: says(address, PAUSE, f"{self.now.date() + timedelta(days=9)}", channel="post"),
            lambda: [moves(person, place), self._settles(the_person(address))],
            lambda: setattr(newest, "removed_at", newest.removed_at or clock.now()),
            lambda: renamed(person, "New", self.dice.choice(("Archer", "Baker"))),
            lambda: setattr(person, "customer_since", person.customer_since or clock.now()),
            lambda: setattr(person, "frozen_at", person.frozen_at or clock.now()),
            lambda: session().add(Animal(person_id=person.id, kind="horse", created_at=clock.now())),
            lambda: self._shared_stop(place),
            lambda: self._shared_stop(place), lambda: self.dice.random() < 0.3 and self._erases(),
        ]  # fmt: skip

    def _shared_stop(self, street: str) -> None:
        name, topic = self.dice.choice(("", "Archer")), self.dice.choice(("all", "paper-1"))
        subject = hash_of((name + street) if name else street)
        stops_all_of(f"H|{subject}", topic, subject=subject, state=self.dice.choice((OFF, ON)), method="letter")

    def _erases(self) -> None:
        here = [one for name in NAMES if (one := person_by_address(f"{name}@example.com"))]
        if here:
            self.erased.append(here[0].subject_id)
            erase_person(here[0])


def hash_of(text: str) -> str:
    """A subject that is the same for the same text."""
    return f"{Random(text).getrandbits(128):032x}"
