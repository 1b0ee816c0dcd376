"""Living the two years: people come, are written to, choose and leave, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import update

from app import consent, people, topics
from app.consent import Act, Change, topic_slug
from app.core import clock
from app.core.database import session
from app.core.fingerprints import canonical_email
from app.demo.mailings import Mailing
from app.demo.story import Character, Step
from app.people import Person, PostalAddress
from app.suppression import StoredFingerprint, marks_of_address
from app.topics import Topic


@dataclass(frozen=True)
class Moment:
    """Something to do at a time. `takes_limits`: nothing may be written in its transaction before it."""

    at: datetime
    act: Callable[[], None]
    takes_limits: bool = False

    def live(self) -> None:
        """Do it as of then. Flushes; the entry point commits."""
        with clock.set_to(self.at):
            self.act()


class History:
    """The shop through time."""

    def __init__(self) -> None:
        self._topics: dict[str, Topic] = {topic.slug: topic for topic in topics.every_topic()}
        self._subjects: dict[str, str] = {}  # address → subject, of everyone known by now
        self._ids: dict[str, int] = {}  # address → number of the person, of the same
        self._sent: dict[tuple[str, str], int] = {}  # (subject, slug) → the newest campaign she got

    def knows(self, address: str) -> bool:
        """Whether she joined in this history, and was not erased since."""
        return address in self._subjects

    def person(self, address: str) -> Person | None:
        """Who has that address and came in this history; nobody before she came, after she was erased, and whom the shop
        had met before."""
        address = canonical_email(address)
        return session().get(Person, self._ids[address]) if address in self._subjects else None

    def who_got(self, slug: str) -> list[tuple[str, str, int]]:
        """(address, subject, campaign) of everyone the newest mailing of that topic was signed for."""
        newest = max((campaign for (_subject, topic), campaign in self._sent.items() if topic == slug), default=0)
        got = {subject for (subject, topic), campaign in self._sent.items() if (topic, campaign) == (slug, newest)}
        return [(address, subject, newest) for address, subject in self._subjects.items() if subject in got]

    def moments(self, cast: Iterable[Character], mailings: Iterable[Mailing]) -> list[Moment]:
        """All that will happen, in order. Whoever the shop has met before, or was told to stop about, is left alone."""
        found = [Moment(one.at, partial(self._send, one)) for one in mailings if one.slug in self._topics]
        for one in cast:
            address = canonical_email(one.address)
            if marks_of_address(address):
                continue
            found.append(Moment(one.joined_at, partial(self._join, one, address)))
            found += (Moment(step.at, partial(self._take, step, address)) for step in one.steps)
        return sorted(found, key=lambda moment: moment.at)

    def _join(self, one: Character, address: str) -> None:
        subject = self._subjects[address] = consent.subject_for(address)
        person = people.add_person(address, subject, one.source)
        self._ids[address] = person.id
        person.first_name, person.last_name = one.first_name, one.last_name
        came = vars(one.came)
        people.set_origins(_origins(person.id, one))
        if one.phone:
            people.set_phones([(person, {"number": people.read_phone(one.phone), "kind": "mobile", **came})])
        person.customer_number = one.customer_number
        person.customer_since = clock.now() if one.is_customer else None
        if one.place is not None:
            where = PostalAddress(created_at=clock.now(), country="US", **vars(one.place), **came)
            person.postal_addresses.append(where)
            consent.settle_places([person])
        if one.proven:
            people.prove_destination(person, address)
        session().flush()

    def _take(self, step: Step, address: str) -> None:
        if step.what == "bounce":
            self._bounce(address)
        elif step.what == "erase":
            person = people.person_by_subject(self._subjects.pop(address))
            assert person is not None, "she joined before"
            people.erase_person(person)
        else:
            self._choose(step, address)

    def _choose(self, step: Step, address: str) -> None:
        subject = self._subjects[address]
        changes = [change for change in step.changes if self._is_offered(change)]
        if step.method == "preference_page":
            person = people.person_by_subject(subject)
            assert person is not None, "she joined before"
            people.prove_destination(person, address)
        act = Act(
            method=step.method,
            source=step.source,
            actor=step.actor,
            wording=step.wording or self._words(changes),
            campaign_id=self._campaign(step, subject),
            claimed_at=step.claimed_at,
            evidence=dict(step.seen),
        )
        consent.choose(subject, changes, act, marks_of_address(address), address)

    def _is_offered(self, change: Change) -> bool:
        """A shop with topics of its own has not all of ours."""
        slug = topic_slug(change.purpose)
        return slug is None or slug in self._topics

    def _words(self, changes: Iterable[Change]) -> str | None:
        """The words beside each box that was changed, as the preference page has them."""
        shown = (self._topics.get(topic_slug(change.purpose) or "") for change in changes)
        return "\n".join(f"{one.title}: {one.description} {one.how_often}" for one in shown if one) or None

    def _campaign(self, step: Step, subject: str) -> int | None:
        """The mailing whose link she pressed."""
        if step.source != "stop link":
            return None
        slugs = [topic_slug(change.purpose) or "" for change in step.changes]
        return next((self._sent[subject, slug] for slug in slugs if (subject, slug) in self._sent), None)

    def _bounce(self, address: str) -> None:
        wanted = [mark.id for mark in marks_of_address(address)]
        gone = update(StoredFingerprint).where(StoredFingerprint.id.in_(wanted))
        session().execute(gone.values(undeliverable_at=clock.now()))

    def _send(self, mailing: Mailing) -> None:
        """Sign a campaign for everyone the gate lets through."""
        addresses = list(self._subjects)
        if not addresses:
            return
        topic = self._topics[mailing.slug]
        campaign = topics.campaign_named(topic, mailing.name).id
        standings = zip(addresses, consent.standings(addresses), strict=True)
        may = [self._subjects[one] for one, standing in standings if consent.decide(standing, topic, campaign).allowed]
        consent.count_sends(campaign, may)
        self._sent |= {(subject, mailing.slug): campaign for subject in may}


def _origins(person_id: int, one: Character) -> list[dict[str, Any]]:
    """Her name came as the rest did; a customer number comes with an order."""
    found = [{"person_id": person_id, "field": "name", **vars(one.came)}]
    if one.customer_number:
        found.append({"person_id": person_id, "field": "customer_number", "source": "purchase"})
    return found
