"""Who of the demo shop writes which review, and when: a plan, made before anything happens. The same day gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from random import Random

from app.demo.calendar import LENGTH, Calendar
from app.demo.goods import Told
from app.demo.story import Character

SEED = "what people say"
_WHOLE_SHOP = 150  # people who stay; with fewer, fewer reviews are written, so that a small demo is a quick one
_CONFIRMED = 0.76  # of authors bought it here, as far as the shop knows
_FORMATS = ("first_initial", "initials", "anonymous")


@dataclass(frozen=True)
class Opinion:
    """One review of the plan: by whom, after which order, written and decided when (None: it waits)."""

    author: Character
    told: Told
    order_number: str | None
    ordered_at: datetime
    written_at: datetime
    decided_at: datetime | None
    name_format: str


def opinions(said: Iterable[Told], cast: Sequence[Character], days: Calendar) -> list[Opinion]:
    """A plan for as many of them as there are authors who stay: one review of a person and product."""
    stays = [one for one in cast if all(step.what != "erase" for step in one.steps)]
    share = min(1.0, len(stays) / _WHOLE_SHOP)
    found: list[Opinion] = []
    for sku, of_product in groupby(sorted(said, key=lambda one: (one.sku, one.waits)), key=lambda one: one.sku):
        found += _of_product(sku, _some(list(of_product), share), stays, days, len(found))
    return found


def _some(said: list[Told], share: float) -> list[Told]:
    """All that waits, and of the rest a share, the newest."""
    waiting = [one for one in said if one.waits]
    done = said[: len(said) - len(waiting)]
    return done[len(done) - round(len(done) * share) :] + waiting


def _of_product(
    sku: str, said: Sequence[Told], stays: Sequence[Character], days: Calendar, before: int
) -> list[Opinion]:
    chance = Random(f"{SEED}/{sku}")  # noqa: S311 - nothing secret: the point is that it repeats
    authors = chance.sample(stays, min(len(said), len(stays)))
    dates = _dates(chance, said[: len(authors)])
    pairs = zip(authors, said, dates, strict=False)
    return [_opinion(chance, author, one, ago, days, before + n) for n, (author, one, ago) in enumerate(pairs)]


def _dates(chance: Random, said: Sequence[Told]) -> list[int]:
    """Days ago, oldest first; what waits was written in the last two days."""
    done = sorted((chance.randrange(4, LENGTH - 60) for one in said if not one.waits), reverse=True)
    return done + [chance.randrange(1, 3) for one in said if one.waits]


def _opinion(chance: Random, author: Character, one: Told, ago: int, days: Calendar, number: int) -> Opinion:
    # She can't have written before the shop knew her.
    written = max(days.moment(chance, ago), author.joined_at + timedelta(days=1))
    ordered = min(author.joined_at + timedelta(hours=12), written - timedelta(days=chance.randrange(5, 40)))
    is_decided = not one.waits and not one.private
    return Opinion(
        author=author,
        told=one,
        order_number=str(104_000 + number * 7) if chance.random() < _CONFIRMED else None,
        ordered_at=max(ordered, author.joined_at),
        written_at=written,
        decided_at=_at_work(chance, written, days) if is_decided else None,
        name_format=chance.choices(_FORMATS, weights=(6, 1, 3))[0],
    )


def _at_work(chance: Random, written: datetime, days: Calendar) -> datetime:
    """Read within two days after it was written, while the desk is open."""
    day = written.astimezone(days.zone).date() + timedelta(days=chance.choice((1, 1, 1, 2)))
    at = time(chance.randrange(8, 17), chance.randrange(60))
    return datetime.combine(min(day, days.day(1)), at, days.zone).astimezone(UTC)
