"""What becomes of demo people, one after the other, so that every kind is there whatever the dice say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from app.consent import MEASUREMENT, OFF, ON, PACE, PAUSE, PREFERRED_CHANNEL, Change
from app.demo import acts
from app.demo.calendar import Calendar
from app.demo.names import Animal
from app.demo.story import Step

Told = tuple[Step, ...]


@dataclass(frozen=True)
class Fate:
    """What happens after the beginning, from `joined` days ago on."""

    steps: Callable[[Random, Animal, int, Calendar], Told]
    needs_customer: bool = False
    needs_place: bool = False


def _after(chance: Random, joined: int, *, least: int = 2) -> int:
    """A day after she came, at least two days ago."""
    return chance.randrange(least, max(joined - 3, least + 1))


def _quiet(_chance: Random, _animal: Animal, _joined: int, _days: Calendar) -> Told:
    return ()


def _enrolled(chance: Random, animal: Animal, joined: int, days: Calendar) -> Told:
    bought = _after(chance, joined, least=6)
    reason = f"you bought {chance.choice(animal.goods)} on {days.said(bought)}"
    told = acts.enrolled(days.at(bought - 2, 9), animal.deals, reason)
    more = acts.enrolled(days.at(bought - 3, 9), animal.catalog, reason, "post")
    return (told, more) if chance.random() < 0.4 else (told,)


def _clicked(chance: Random, animal: Animal, joined: int, days: Calendar) -> Told:
    slug = chance.choice(("weekly-deals", animal.deals))
    return (acts.one_click(days.moment(chance, _after(chance, joined)), slug),)


def _chose(chance: Random, animal: Animal, joined: int, days: Calendar) -> Told:
    at = days.moment(chance, _after(chance, joined))
    return (acts.saved(at, acts.on("care-tips"), acts.on(animal.deals), acts.off("order-follow-ups")),)


def _slower(chance: Random, _animal: Animal, joined: int, days: Calendar) -> Told:
    pace = Change(PACE, "email", chance.choice(("week", "month")))
    return (acts.saved(days.moment(chance, _after(chance, joined)), pace),)


def _uncounted(chance: Random, _animal: Animal, joined: int, days: Calendar) -> Told:
    channel = Change(PREFERRED_CHANNEL, "any", chance.choice(("email", "post")))
    return (acts.saved(days.moment(chance, _after(chance, joined)), Change(MEASUREMENT, "any", OFF), channel),)


def _rested(chance: Random, _animal: Animal, joined: int, days: Calendar) -> Told:
    """A break of 30 days that is over."""
    ago = _after(chance, joined, least=35)
    until = days.day(ago) + timedelta(days=30)
    return (acts.saved(days.moment(chance, ago), Change(PAUSE, "email", until.isoformat())),)


def _called(chance: Random, animal: Animal, joined: int, days: Calendar) -> Told:
    at = days.moment(chance, _after(chance, joined))
    method = chance.choice(("phone", "letter"))
    return (acts.told_staff(at, method, acts.off(animal.catalog, "post"), acts.off("postcards", "post")),)


def _typed(chance: Random, _animal: Animal, joined: int, days: Calendar) -> Told:
    return (acts.typed(days.moment(chance, _after(chance, joined))),)


def _came_back(chance: Random, animal: Animal, joined: int, days: Calendar) -> Told:
    left = _after(chance, joined, least=20)
    back = chance.randrange(2, left - 5)
    return (
        acts.link_page(days.moment(chance, left), *acts.everything(OFF)[:1]),
        acts.saved(days.moment(chance, back), *acts.everything(ON)[:1], acts.on(animal.deals)),
    )


def _left(chance: Random, _animal: Animal, joined: int, days: Calendar) -> Told:
    at = days.moment(chance, _after(chance, joined))
    return (acts.saved(at, *acts.everything(OFF), wording="Stop everything"),)


def _moved_away(chance: Random, _animal: Animal, joined: int, days: Calendar) -> Told:
    """Mail to her came back for good."""
    return (Step(days.moment(chance, _after(chance, joined)), "bounce"),)


def _erased(chance: Random, _animal: Animal, joined: int, days: Calendar) -> Told:
    """She stopped by a typed address, then asked to be erased."""
    ago = _after(chance, joined, least=30)
    return acts.typed(days.moment(chance, ago)), Step(days.moment(chance, ago - 15), "erase")


_SOME = (
    Fate(_quiet),
    Fate(_enrolled, needs_customer=True),
    Fate(_clicked),
    Fate(_chose),
    Fate(_quiet, needs_customer=True),
    Fate(_slower),
    Fate(_enrolled, needs_customer=True, needs_place=True),
    Fate(_typed),
    Fate(_quiet),
    Fate(_rested),
    Fate(_called, needs_place=True),
    Fate(_uncounted, needs_customer=True, needs_place=True),
    Fate(_quiet, needs_customer=True),
    Fate(_clicked, needs_customer=True),
    Fate(_came_back),
    Fate(_enrolled, needs_customer=True),
    Fate(_chose, needs_customer=True),
    Fate(_quiet),
    Fate(_left),
)
# A rare thing ends each round of twenty: of two hundred people one is erased, and mail to nine comes back.
FATES = tuple(fate for rare in (_erased, *([_moved_away] * 9)) for fate in (*_SOME, Fate(rare)))
