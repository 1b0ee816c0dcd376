"""Any sequence of stops, moves, erasures and returns: gate, scrub and signing answer as the clerk with the card index does."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app import consent, people
from app.channels import Place
from app.consent import MARKETING, OFF, ON, Change, ledger_faults, projection_faults
from app.consent.beside import beside_faults
from app.consent.scrub import scrub_paper
from app.core.csvfiles import Row
from app.core.database import session
from app.exchange.paper_signing import PaperSigner
from app.exchange.scratch import scratch
from app.topics import topic_by_slug
from tests.catalogs import CODE, a_catalog, lives_at
from tests.makers import a_person, an_act, the_person
from tests.oracle.paper_oracle import PaperClerk

NAMES = ("Ann Archer", "Abe Archer", "Cal Cole")
BYSTANDER = "Bea Baker"
names, houses = st.sampled_from(NAMES), st.sampled_from(["Elm Street", "Oak Avenue"])
SLUG = "the-catalog"


class Houses(RuleBasedStateMachine):
    """Two houses and three names; Bea lives elsewhere. The database is shared, so streets are new each time."""

    app: Flask
    numbers = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.number, self.clerk = next(self.numbers), PaperClerk()
        self.press: tuple[str, PaperClerk] | None = None
        self.lives(BYSTANDER, "Far Road")

    @contextmanager
    def site(self) -> Iterator[None]:
        with self.app.app_context():
            yield
            session().commit()

    def email(self, name: str) -> str:
        return f"{name.split(maxsplit=1)[0].lower()}.{self.number}@example.com"

    def label(self, name: str) -> str:
        return f"{name.split(maxsplit=1)[0]}-{self.number}"

    def place(self, name: str, house: str) -> Place:
        return Place(name, f"{self.number} {house}", "", "Dothan", "AL", CODE)

    @rule(name=names, house=houses)
    def lives(self, name: str, house: str) -> None:
        """A file brings her there: for the first time, again after an erasure, or because she moved."""
        street = self.place(name, house).street
        with self.site():
            if name in self.clerk.people:
                lives_at(self.email(name), street)
            else:
                first, last = name.split()
                number = self.label(name)
                a_person(
                    self.email(name), is_customer=True, street=street, first_name=first, last_name=last, customer_number=number
                )  # fmt: skip
        self.clerk.moves_in(name, house)
        self.press = None

    @rule(name=names, house=houses, scope=st.sampled_from(["person", "household", "address"]), signed_in=st.booleans())
    def stopped(self, name: str, house: str, scope: str, signed_in: bool) -> None:
        """Somebody copies a label, or she is signed in and stops for where she lives."""
        person = self.clerk.people.get(name) if signed_in else None
        house = person.house if person else house
        with self.site():
            subject = the_person(self.email(name)).subject_id if person else None
            act = an_act("preference_page" if person else "label")
            where = self.place(name, house)
            consent.stop_place(where, scope, [self.off()], act, person_subject=subject)  # type: ignore[arg-type]
        self.press = act.act_id, self.clerk.before()
        self.clerk.stop(name, house, scope)

    @rule(name=names)
    def stopped_by_label(self, name: str) -> None:
        with self.site():
            written = consent.stop_label(self.label(name), CODE, [self.off()], an_act("label"))
        self.press = written.act_id, self.clerk.before()
        self.clerk.stop_label(name)

    @precondition(lambda self: self.press)
    @rule()
    def undone(self) -> None:
        assert self.press
        with self.site():
            consent.undo(self.press[0], an_act("undo"))
        self.clerk.take_back(self.press[1])
        self.press = None

    @rule(name=names)
    def says_yes(self, name: str) -> None:
        if name in self.clerk.people:
            with self.site():
                subject = the_person(self.email(name)).subject_id
                consent.choose(subject, [Change(MARKETING, "post", ON)], an_act())
            self.clerk.says_yes(name)
            self.press = None

    @rule(name=names)
    def erased(self, name: str) -> None:
        if name in self.clerk.people:
            with self.site():
                people.erase_person(the_person(self.email(name)))
            self.clerk.burn(name)
            self.press = None

    def off(self) -> Change:
        return Change(MARKETING, "post", OFF)

    def rows(self) -> dict[int, tuple[Row, bool]]:
        """Line → a row that names somebody one of three ways, and what the clerk answers."""
        found: list[tuple[dict[str, str], bool]] = []
        for name in (*NAMES, BYSTANDER):
            if person := self.clerk.people.get(name):
                found += [(one, self.clerk.may(name)) for one in self.ways(name, person.house)]
            else:
                homes = ("Elm Street", "Oak Avenue")
                found += [(self.ways(name, house)[2], self.clerk.may(name, house)) for house in homes]
        return {n: (Row(n, cells), answer) for n, (cells, answer) in enumerate(found)}

    def ways(self, name: str, house: str) -> list[dict[str, str]]:
        where = self.place(name, house)
        label = {"name": name, "street": where.street, "city": where.city, "state": where.state, "zip": CODE}
        number = {"customer_number": self.label(name), "zip": CODE}
        return [{"email": self.email(name)}, number, {**label, **number}]

    @invariant()
    def everybody_answers_as_the_clerk_does(self) -> None:
        wanted = self.rows()
        rows = [row for row, _answer in wanted.values()]
        yes = {line for line, (_row, answer) in wanted.items() if answer}
        with self.site():
            topic = topic_by_slug(SLUG)
            assert {row.line for row, _wishes in scrub_paper(rows, topic).stay} == yes
            labels = [row for row in rows if row.get("name")]
            with scratch() as store:
                assert PaperSigner(topic, None, store).look(labels).allowed == len(yes & {row.line for row in labels})
            for name in self.clerk.people:
                assert consent.may_contact(self.email(name), SLUG).allowed == self.clerk.may(name)
        assert self.clerk.may(BYSTANDER)


@pytest.fixture
def site(app: Flask) -> Flask:
    with app.app_context():
        a_catalog(SLUG)
    return app


def test_whatever_happens_paper_is_stopped_as_the_clerk_says(site: Flask) -> None:
    Houses.app = site
    often = settings(
        max_examples=25,
        stateful_step_count=15,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Houses, settings=often)
    with site.app_context():
        assert len(list(consent.entries())) > 100
        assert [*ledger_faults(), *projection_faults(), *beside_faults()] == []
