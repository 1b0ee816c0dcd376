"""What the shop gets to know about demo people besides what they choose: plain values, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.demo import sam
from app.demo.calendar import Calendar
from app.demo.story import Came, Character
from app.demo.things import ANIMAL_NAMES, BORN, CONTENT_TOPICS, DEVICES, GUESSES, INTERESTS, MOVED_TO, PAGES
from app.demo.told import Learned, What

_SEED = "what we know"
_AREAS = (218, 307, 417, 580, 605, 715, 828)  # none of those in app/demo/plan.py
_ANSWERS: tuple[Mapping[str, str], ...] = (
    {"mail": "yes", "ads": "no"},
    {"mail": "yes", "ads": "yes"},
    {"mail": "no", "ads": "no"},
    {"mail": "yes"},
)


def came_of(name: str, source: str, joined: date) -> Came:
    """Where we got a person's name, number and address: most from an order, some from elsewhere, some from nobody knows."""
    chance = _chance(name)
    day = joined - timedelta(days=chance.randrange(1, 9))
    if source == "purchase" and chance.random() < 0.7:
        return Came("purchase", "", day)
    kinds = (
        Came("trade_show", "spring horse expo", day),
        Came("contest", "photo contest", day),
        Came("survey", "customer survey", day),
        Came("phone", "", day),
        Came("company", "a list of horse owners", day),
        Came("unknown"),
    )
    return chance.choice(kinds)


def learned(cast: Sequence[Character], named: int, days: Calendar) -> list[Learned]:
    """All that is learned about the cast, after they came. The first `named` of them have stories of their own."""
    found = list(sam.learned(days)) if cast else []
    for number, one in enumerate(cast[named:]):
        chance = _chance(one.address)
        for what, cells in _about(chance, one, number, days):
            found.append(Learned(_after(chance, one, days), one.address, what, cells))
    return found


def _about(chance: Random, one: Character, number: int, days: Calendar) -> Iterator[tuple[What, Mapping[str, Any]]]:
    if chance.random() < 0.15:
        yield "phone", _second_phone(number, one, days)
    if one.place is not None and chance.random() < 0.2:
        yield "address", {"street": chance.choice(MOVED_TO), "source": "purchase", "source_detail": ""}
    if one.animal and chance.random() < 0.55:
        name = chance.choice(ANIMAL_NAMES)
        born = chance.choice(BORN)
        yield "animal", {"kind": one.animal, "name": name, "born_in": born, "gone": chance.random() < 0.12}
        if chance.random() < 0.6:
            yield "answer", {"what": "animals", "given": chance.choice(_ANSWERS)}
    if chance.random() < 0.35:
        yield "say", {"name": "interest", "values": chance.sample(INTERESTS, chance.randrange(1, 4))}
        yield "say", {"name": "content_topic", "values": chance.sample(CONTENT_TOPICS, chance.randrange(1, 3))}
        if chance.random() < 0.6:
            yield "answer", {"what": "interests", "given": chance.choice(_ANSWERS)}
    yield from _seen(chance, one)


def _seen(chance: Random, one: Character) -> Iterator[tuple[What, Mapping[str, Any]]]:
    """Guesses with their reasons, visits and devices, as the retailer's files bring them."""
    if chance.random() < 0.45:
        rows = chance.sample(GUESSES.get(one.animal, GUESSES["dog"]), chance.randrange(1, 4))
        facts = [{"name": name, "value": value, "reason": reason, "animal": one.animal} for name, value, reason in rows]
        yield "facts", {"kind": "inferred", "source": "guess", "facts": facts}
    if chance.random() < 0.4:
        pages = [{"name": "page", "value": page} for page in chance.sample(PAGES, chance.randrange(1, 4))]
        device = [{"name": "device", "value": chance.choice(DEVICES)}]
        yield "facts", {"kind": "observed", "source": "visit", "facts": pages + device}


def _second_phone(number: int, one: Character, days: Calendar) -> Mapping[str, Any]:
    """Another company's number for her: of a range of its own, so that nobody is taken for somebody else."""
    joined = one.joined_at.astimezone(days.zone).date()
    came = {"source": "company", "source_detail": "an address-update service", "obtained_on": joined}
    return {"number": f"+1{_AREAS[number % len(_AREAS)]}55501{number % 100:02}", "kind": "home", **came}


def _after(chance: Random, one: Character, days: Calendar) -> datetime:
    """A time after she came, and before today."""
    since = (days.today - one.joined_at.astimezone(days.zone).date()).days
    return days.moment(chance, chance.randrange(2, since - 1))


def _chance(name: str) -> Random:
    return Random(f"{_SEED}/{name}")  # noqa: S311 - nothing secret: the point is that it repeats
