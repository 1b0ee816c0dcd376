"""Any sequence of lives, files, stops and rotations: the gate answers as the clerk with the card index does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app import consent, people, suppression
from app.consent import MARKETING, PACE, PAUSE, Brought, Change, ledger_faults, projection_faults
from app.core import clock
from app.core.database import random_id, session
from app.core.fingerprints import canonical_email, fingerprint, match_key
from app.core.settings import current
from app.links import StopLink, read_stop, stop_token
from app.topics import Topic, campaign_named, topic_by_slug
from tests.conftest import Shop
from tests.databases import KEYS, key
from tests.makers import a_topic, an_act
from tests.oracle.oracle import EVERYTHING, Clerk, Subject

ABOUT = (Subject("tips"), Subject("offers", for_customers=True), Subject("orders", service=True))
WHATS = (EVERYTHING, "tips", "offers")
NAMES = ("ann", "cal", "dee")  # Bea is the one nothing happens to
ROTATIONS = 3
BEGIN = datetime(2026, 10, 20, 15, 0, tzinfo=UTC)

names = st.sampled_from(NAMES)
whats = st.sampled_from(WHATS)
states = st.sampled_from(["on", "off"])


def keys(rotations: int) -> dict[str, str]:
    """The keys of the site after so many rotations: each newer one stands beside all older ones."""
    secrets = [KEYS["SECRET_KEYS"], *(key(f"secret {n}") for n in range(rotations))]
    rings = ("FINGERPRINT_KEYS", "SEAL_KEYS", "FIELD_KEYS")
    more = {ring: [KEYS[ring], *(f"{n + 2}:{key(f'{ring} {n}')}" for n in range(rotations))] for ring in rings}
    return {"SECRET_KEYS": ",".join(reversed(secrets)), **{ring: ",".join(pairs) for ring, pairs in more.items()}}


class Lives(RuleBasedStateMachine):
    """One example: three people things happen to, and Bea. The database is shared, so names are new each time."""

    apps: list[Flask]
    numbers = count()
    links = Bundle("links")

    def __init__(self) -> None:
        super().__init__()
        self.number = next(self.numbers)
        self.rotations, self.now = 0, BEGIN
        self.clerk = Clerk("America/Chicago")
        self.presses: dict[str, str] = {}
        self.file("bea", "tips", "on", customer=True, method="import")

    def address(self, name: str) -> str:
        return f"{name}.{self.number}@example.com"

    @contextmanager
    def site(self) -> Iterator[None]:
        """The site with the keys and at the time of this step; what was done is committed at the end."""
        with self.apps[self.rotations].app_context(), clock.set_to(self.now):
            yield
            session().commit()

    def person(self, address: str) -> people.Person:
        found = people.person_by_address(address)
        return found or people.add_person(address, consent.subject_for(address), "test")

    @rule(
        name=names,
        what=whats,
        state=states,
        customer=st.booleans(),
        method=st.sampled_from(["import", "legacy_import"]),
    )
    def file(self, name: str, what: str, state: str, customer: bool, method: str) -> None:
        """A file brings a person with one consent column."""
        address = self.address(name)
        with self.site():
            self.named(address, customer)
            item = Brought(consent.subject_for(address), change(what, state), an_act(method), address)
            consent.bring([item])
        self.clerk.file_names(address, customer=customer)
        self.clerk.file_says(address, what, state)

    @rule(name=names, what=whats, state=states)
    def enrolled(self, name: str, what: str, state: str) -> None:
        """The retailer enrols an address, one by one."""
        address = self.address(name)
        with self.site():
            consent.choose(consent.subject_for(address), [change(what, state)], an_act("enrolment"))
        self.clerk.file_says(address, what, state)

    @rule(name=names)
    def customer(self, name: str) -> None:
        """A file brings a customer and says nothing about consent."""
        with self.site():
            self.named(self.address(name), True)
        self.clerk.file_names(self.address(name), customer=True)

    def named(self, address: str, customer: bool) -> None:
        person = self.person(address)
        if customer and person.customer_since is None:
            person.customer_since = clock.now()

    @rule(name=names, what=whats, state=states)
    def she_says(self, name: str, what: str, state: str) -> None:
        """She signs in and saves her page."""
        address = self.address(name)
        with self.site():
            subject = self.person(address).subject_id
            marks = suppression.marks_of_address(address)
            written = consent.choose(subject, [change(what, state)], an_act(), marks, address)
        self.clerk.she_says(address, what, state)
        self.presses[address] = written.act_id

    @rule(name=names, what=whats, shout=st.booleans())
    def typed(self, name: str, what: str, shout: bool) -> None:
        """Somebody types the address, in whatever case."""
        local, _, domain = self.address(name).partition("@")
        address = f"{local.upper() if shout else local}@{domain}"
        with self.site():
            typed = canonical_email(address)
            slug = None if what == EVERYTHING else what
            written = consent.stop_destination(suppression.mark_for(typed), slug, an_act("typed_address"), typed)
        self.clerk.stop(address, what)
        self.presses[address.lower()] = written.act_id

    @rule(target=links, name=names, what=whats)
    def signed(self, name: str, what: str) -> tuple[str, str, str]:
        """A link goes out in a mail. Signing leaves no row."""
        with self.site():
            topic = 0 if what == EVERYTHING else topic_by_slug(what).id
            mark = fingerprint(current().fingerprint_keys, "email", match_key(self.address(name)))
            return name, what, stop_token(StopLink(mark, topic))

    @rule(link=links)
    def pressed(self, link: tuple[str, str, str]) -> None:
        """Somebody, years later, presses it."""
        name, what, token = link
        with self.site():
            found = read_stop(token)
            written = consent.stop_by_fingerprint(found.fingerprint, found.topic_id, an_act("one_click"))
        self.clerk.stop(self.address(name), what)
        self.presses[self.address(name)] = written.act_id

    @rule(name=names)
    def undone(self, name: str) -> None:
        """The undo button of the last stop, if nothing happened since."""
        address = self.address(name)
        if self.clerk.card(address).press is not None:
            with self.site():
                consent.undo(self.presses[address], an_act("undo"))
            self.clerk.undo(address)

    @rule(name=names, pace=st.sampled_from(["all", "week", "month"]))
    def paced(self, name: str, pace: str) -> None:
        with self.site():
            consent.choose(self.person(self.address(name)).subject_id, [Change(PACE, "email", pace)], an_act())
        self.clerk.card(self.address(name)).at_most = pace

    @rule(name=names, days=st.sampled_from([0, 30, 60, 90]))
    def paused(self, name: str, days: int) -> None:
        until = (self.now + timedelta(days=days)).date()
        with self.site():
            state = until.isoformat() if days else consent.NO_PAUSE
            consent.choose(self.person(self.address(name)).subject_id, [Change(PAUSE, "email", state)], an_act())
        self.clerk.card(self.address(name)).away_until = until if days else None

    @rule(name=names, about=st.sampled_from(ABOUT[:2]))
    def mailed(self, name: str, about: Subject) -> None:
        """A campaign is signed for her, if the gate lets it."""
        address = self.address(name)
        if self.clerk.may_mail(address, about, self.now):
            with self.site():
                campaign = campaign_named(topic_by_slug(about.name), random_id())
                consent.count_sends(campaign.id, [consent.subject_for(address)])
            self.clerk.card(address).mailed_on.append(self.now.astimezone(self.clerk._zone).date())

    @rule(name=names)
    def erased(self, name: str) -> None:
        address = self.address(name)
        with self.site():
            known = people.person_by_address(address)
            if known is not None:
                people.erase_person(known)
        if known is not None:
            self.clerk.erase(address)

    @precondition(lambda self: self.rotations < ROTATIONS)
    @rule()
    def rotated(self) -> None:
        """Every key gets a newer one beside it."""
        self.rotations += 1

    @rule(hours=st.sampled_from([1, 9, 24, 24 * 7, 24 * 31]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def the_gate_answers_as_the_clerk_does(self) -> None:
        addresses = [self.address(name) for name in (*NAMES, "bea")]
        with self.site():
            topics = [topic_by_slug(about.name) for about in ABOUT]
            found = [answers(standing, topics) for standing in consent.standings(addresses)]
        assert found == [[self.clerk.may_mail(one, about, self.now) for about in ABOUT] for one in addresses]
        assert found[-1] == [True, True, True], "Bea, whom nothing happened to"


def answers(standing: consent.Standing, topics: list[Topic]) -> list[bool]:
    return [consent.decide(standing, topic).allowed for topic in topics]


def change(what: str, state: str) -> Change:
    return Change(MARKETING if what == EVERYTHING else f"topic:{what}", "email", state)


@pytest.fixture
def sites(make_app: Shop) -> list[Flask]:
    """The site after 0, 1, 2 … rotations, over one database."""
    apps = [make_app(**keys(number)) for number in range(ROTATIONS + 1)]
    with apps[0].app_context():
        for about in ABOUT:
            kind = "service" if about.service else "marketing"
            a_topic(about.name, kind=kind, default="on_for_customers" if about.for_customers else "off")
    return apps


def test_whatever_happens_the_gate_answers_as_the_clerk_does(sites: list[Flask]) -> None:
    Lives.apps = sites
    often = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Lives, settings=often)
    with sites[-1].app_context():
        assert len(list(consent.entries())) > 100
        assert list(ledger_faults()) == []
        assert list(projection_faults()) == []
