"""The merge law: what holds, given everything that was ever said about one purpose on one channel.

The person's newest explicit act wins, else the most restrictive; opt-out beats a stale opt-in; ties go to the more
restrictive; order is time recorded, not claimed. An import, enrolment or sync may turn off, or set what was never asked.

A `Standing` sums up any set of statements; `merge` is commutative, associative and idempotent (tests/consent/test_merge.py),
so that order of arrival, repeats and partial replays cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from app.consent.acts import OFF, ON, UNSET, is_personal

_RANK = {ON: 0, "all": 0, "none": 0, UNSET: 1, "week": 2, "month": 3, OFF: 9}


@dataclass(frozen=True, order=True)
class Said:
    """A state said at a time. `order` is the place in the subject's chain, which is time recorded without ties of a clock."""

    order: int
    rank: int
    state: str


@dataclass(frozen=True)
class Standing:
    """All that matters of a set of statements: her newest, the others' newest stop, the others' first start."""

    personal: Said | None = None
    stop: Said | None = None
    start: Said | None = None

    @property
    def state(self) -> str:
        """What holds now."""
        mine = self.personal
        if self.stop and (mine is None or self.stop.order >= mine.order):
            return max((said for said in (self.stop, mine) if said), key=lambda said: said.rank).state
        if mine is not None and mine.state != UNSET:
            return mine.state
        return self.start.state if self.start else UNSET


def restrictiveness(state: str) -> int:
    """How much a state holds back; a date (a pause) holds back more than none."""
    return _RANK.get(state, 5)


def said(order: int, method: str, state: str) -> Standing:
    """One statement as a standing."""
    one = Said(order, restrictiveness(state), state)
    if is_personal(method):
        return Standing(personal=one)
    return Standing(stop=one) if one.rank > 1 else Standing(start=one)


def merge(a: Standing, b: Standing) -> Standing:
    """Both sets of statements together."""
    return Standing(
        personal=_newest(a.personal, b.personal),
        stop=_newest(a.stop, b.stop),
        start=_first(a.start, b.start),
    )


def merge_all(standings: Iterable[Standing]) -> Standing:
    """Any number of them, in any order."""
    return reduce(merge, standings, Standing())


def _newest(a: Said | None, b: Said | None) -> Said | None:
    both = [said for said in (a, b) if said is not None]
    return max(both, default=None)


def _first(a: Said | None, b: Said | None) -> Said | None:
    both = [said for said in (a, b) if said is not None]
    return min(both, default=None)
