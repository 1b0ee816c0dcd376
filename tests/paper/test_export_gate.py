"""The export and the gate never disagree: row by row, for people in every state."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product

import pytest

from app import consent
from app.consent import MARKETING, OFF, ON, PAUSE
from app.core import clock
from app.core.database import session
from app.people import Person
from app.suppression import Scope, marks_of_subject, suppress
from app.topics import Topic, every_topic
from tests.makers import a_no, a_person, a_send, a_stop, a_topic, a_yes, says
from tests.paper.mailhouse import House, house

__all__ = ["house"]
Say = Callable[[str, Topic], object]


def stopped(scope: Scope, method: str) -> Say:
    """A suppression alone, on every mark of her address."""

    def say(address: str, topic: Topic) -> None:
        slug = topic.slug if scope == Scope.TOPIC else ""
        for mark in marks_of_subject(consent.subject_for(address), "post"):
            suppress(mark, scope, method, "a" * 32, slug)

    return say


SAYS: dict[str, Say] = {
    "nothing": lambda _address, _topic: None,
    "yes": a_yes,
    "no": a_no,
    "no by file": lambda address, topic: a_no(address, topic, "import"),
    "yes after no": lambda address, topic: (a_no(address, topic), a_yes(address, topic)),
    "file after no": lambda address, topic: (a_no(address, topic), a_yes(address, topic, "import")),
    "all off": lambda address, _topic: says(address, MARKETING, OFF, channel="post"),
    "all off and on": lambda address, _topic: [says(address, MARKETING, one, channel="post") for one in (OFF, ON)],
    "break": lambda address, _topic: says(address, PAUSE, "2999-01-01", channel="post"),
    "break that ended": lambda address, _topic: says(address, PAUSE, "2020-01-01", channel="post"),
    "postal order": stopped(Scope.ALL_CONTACT, "prohibitory_order"),
    "list from elsewhere": stopped(Scope.ALL_MARKETING, "suppression_import"),
    "topic's stop alone": stopped(Scope.TOPIC, "typed_address"),
    "mail off": lambda address, _topic: a_stop(address),
    "an issue": lambda address, topic: a_send(address, topic, at=clock.now() - timedelta(days=1)),
}


def people() -> Iterator[Person]:
    """A person for everything one may have said, as a customer or not, living somewhere or not, frozen or not."""
    topic = a_topic("catalog", channel="post", default="on_for_customers")
    a_topic("cards", channel="post"), a_topic("recall", channel="post", kind="service")
    a_topic("old", channel="post", default="on_for_customers", retired_at=clock.now())
    kinds = product(SAYS.items(), (True, False), ("1 Elm Street", ""), (None, clock.now()))
    for number, ((name, say), is_customer, street, frozen_at) in enumerate(kinds):
        address, who = f"p{number}@example.com", f"{name} {number}"
        person = a_person(address, is_customer=is_customer, street=street, first_name=who, frozen_at=frozen_at)
        say(address, topic)
        session().commit()
        yield person


def by_gate(everybody: list[Person]) -> set[tuple[str, str]]:
    """(name, topic) of all that the gate lets through, asked one by one by e-mail address."""
    paper = [topic for topic in every_topic() if topic.channel == "post"]
    found = set()
    for person in everybody:
        address = person.destinations[0].address
        found |= {
            (person.display_name, topic.slug) for topic in paper if consent.may_contact(address, topic.slug).allowed
        }
    return found


@pytest.mark.usefixtures("app_context")
def test_the_export_lists_whom_the_gate_lets_through_and_nobody_else(house: House) -> None:
    everybody = list(people())
    expected = by_gate(everybody)
    assert {topic for _name, topic in expected} == {"catalog", "cards", "recall"} - {"cards"}
    assert 0 < len(expected) < len(everybody) * 3
    assert house.hand().pairs == expected
