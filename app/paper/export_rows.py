"""Rows for the mail house as they were at a moment: who gets which paper, and what it must hold back elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from app import consent
from app.consent import MARKETING, OFF, Standing
from app.core import clock
from app.paper.export_reading import Addressed, Stop, addresses_as_of, off_lines, stops_as_of
from app.suppression import Scope
from app.topics import TopicRules

PLACE = ("street", "second_line", "city", "state", "postal_code", "country")
LIST = ("topic", "customer_number", "name", *PLACE, "record")
STOPS = ("scope", "topic", "since", "reason", "customer_number", "name", *PLACE, "record")
ALL = "all"
WHOSE = ("person", "household", "address")
# Why, in classes: what the mail house needs to know and no more. The first one wins where several stopped the same.
REASONS = {
    "postal_order": "an order of the Postal Service (39 USC 3008): delete from every list",
    "held": "nobody may use these data for marketing",
    "asked": "the person said so, or staff wrote down her call or letter",
    "told": "somebody who holds a piece of mail said so",
    "file": "a list from elsewhere said so",
}
_RANK = {reason: rank for rank, reason in enumerate(REASONS)}
_TOLD = ("label", "paper_report", "typed_address")
_SCOPES = {Scope.ALL_CONTACT, Scope.ALL_MARKETING}
_KEPT_SHAPES = 20_000
_SAYS = attrgetter(*(one.name for one in fields(Standing) if one.name != "subject_id"))
_HOLDS = (dict, set)

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """What one range of people gives: rows of LIST, and rows of STOPS."""

    listed: list[Cells]
    stops: list[Cells]


@dataclass
class View:
    """The shop at a moment: the paper topics as they were, and the gate's answers to standings met before."""

    moment: datetime
    topics: tuple[TopicRules, ...]
    _answers: dict[Any, tuple[str, ...]] = field(default_factory=dict)

    def rows(self, after: int, last: int) -> Rows:
        """The rows of people with ids above `after` up to `last`, by id, then topic."""
        standings = consent.standings_as_of(self.moment, after, last)
        addresses = addresses_as_of(self.moment, after, last)
        with clock.set_to(self.moment):
            listed = [row for held in addresses.values() for row in self._listed(held[-1], standings)]
        return Rows(listed, list(self._stops(after, last, addresses, standings)))

    def _listed(self, one: Addressed, standings: dict[int, Standing]) -> Iterator[Cells]:
        cells = (one.customer_number, one.name, *one.place)
        slugs = self._allowed(standings[one.person_id])
        record = record_of(one.subject_id) if slugs else ""
        for slug in slugs:
            yield (slug, *cells, record)

    def _allowed(self, standing: Standing) -> tuple[str, ...]:
        """The topics the gate lets through. It is asked once for each way of standing: most people stand alike."""
        shape = _shape(standing)
        if shape not in self._answers:
            if len(self._answers) >= _KEPT_SHAPES:
                self._answers.clear()
            allowed = (topic.slug for topic in self.topics if consent.decide(standing, topic).allowed)
            self._answers[shape] = tuple(allowed)
        return self._answers[shape]

    def _stops(
        self, after: int, last: int, addresses: dict[int, list[Addressed]], standings: dict[int, Standing]
    ) -> Iterator[Cells]:
        """Each stop once: by person, then household and address, then topic."""
        found: dict[tuple[int, int, int, str], tuple[datetime, str, str]] = {}
        stops = [*stops_as_of(self.moment, after, last), *_said(self.moment, addresses, standings)]
        for stop in stops:
            topic = ALL if stop.scope in _SCOPES else stop.topic
            if stop.scope == Scope.RECOMMENDATIONS or not addresses.get(stop.person_id):
                continue
            key = (stop.person_id, WHOSE.index(stop.whose), stop.address_id, topic)
            since, reason, subject = found.get(key, (stop.since, stop.reason, stop.subject))
            found[key] = (min(since, stop.since), min(reason, stop.reason, key=_rank), subject)
        for (person_id, whose, address_id, topic), (since, reason, subject) in sorted(found.items()):
            held = addresses[person_id]
            one = held[-1] if whose == 0 else next(each for each in held if each.address_id == address_id)
            named = ((one.customer_number, one.name), ("", one.last_name), ("", ""))[whose]
            when = since.astimezone(UTC).isoformat(timespec="seconds")
            record = record_of(one.subject_id if whose == 0 else subject)
            yield (WHOSE[whose], topic, when, reason_class(reason), *named, *one.place, record)


def record_of(subject_id: str) -> str:
    """The number under which rows of a person, a household or an address stand in every batch. It leads nobody back: the
    subject is a random number that leaves this house nowhere."""
    return hashlib.sha256(f"postal/{subject_id}".encode()).hexdigest()[:24]


def reason_class(method: str) -> str:
    """One of REASONS for the method of a stop."""
    if method == "prohibitory_order":
        return "postal_order"
    if method in REASONS:
        return method
    if method in _TOLD:
        return "told"
    personal = {one.name for one in consent.METHODS if one.personal}
    return "asked" if method in personal else "file"


def _rank(method: str) -> int:
    return _RANK[reason_class(method)]


def _shape(standing: Standing) -> Any:
    """All that a standing says, but for whose it is."""
    return tuple(value if value.__class__ not in _HOLDS else _frozen(value) for value in _SAYS(standing))


def _frozen(value: Any) -> Any:
    """A set or a mapping, and mappings in it, as a value that can be a key."""
    if isinstance(value, dict):
        return frozenset((key, _frozen(one)) for key, one in value.items())
    return frozenset(value) if isinstance(value, set) else value


def _said(moment: datetime, addresses: dict[int, list[Addressed]], standings: dict[int, Standing]) -> Iterator[Stop]:
    """Stops that stand in the ledger alone, and people whose data are frozen."""
    off = {person_id: list(_off(standings[person_id].states.items())) for person_id in addresses}
    when = off_lines(moment, [person_id for person_id, purposes in off.items() if purposes])
    for person_id, purposes in off.items():
        one = addresses[person_id][-1]
        for purpose in purposes:
            since, method = when[person_id, purpose]
            topic = consent.topic_slug(purpose) or ""
            scope = Scope.TOPIC if topic else Scope.ALL_MARKETING
            yield Stop(person_id, 0, "person", one.subject_id, scope, topic, since, method)
        if one.frozen_at is not None:
            yield Stop(person_id, 0, "person", one.subject_id, Scope.ALL_CONTACT, "", one.frozen_at, "held")


def _off(states: Iterable[tuple[tuple[str, str], str]]) -> Iterator[str]:
    for (purpose, channel), state in states:
        if channel == "post" and state == OFF and (purpose == MARKETING or consent.topic_slug(purpose)):
            yield purpose
