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

_RANK = {ON: 0, "all": 0, "none": 0, UNSET: 1, "week": 2, "month": 3, "year4": 2, "year1": 3, OFF: 9}
_DATE = 5
Weight = tuple[int, str]


@dataclass(frozen=True, order=True)
class Said:
    """A state said at a time. `order` is the place in the subject's chain, which is time recorded without ties of a clock."""

    order: int
    weight: Weight
    state: str


@dataclass(frozen=True)
class Standing:
    """All that matters of a set of statements: her newest, the others' newest start, and of the others' stops each one
    that a later act of hers could still leave as the most restrictive."""

    personal: Said | None = None
    stops: tuple[Said, ...] = ()
    start: Said | None = None

    @property
    def state(self) -> str:
        """What holds now."""
        mine = self.personal
        stops = [stop for stop in self.stops if mine is None or stop.order >= mine.order]
        if stops:
            return max((said for said in (*stops, mine) if said), key=lambda said: said.weight).state
        if mine is not None and mine.state != UNSET:
            return mine.state
        return self.start.state if self.start and (mine is None or self.start.order > mine.order) else UNSET


def restrictiveness(state: str) -> Weight:
    """How much a state holds back. A date (a pause) holds back more than none, a later one more than an earlier one."""
    return (_RANK[state], "") if state in _RANK else (_DATE, state)


def stricter(a: str, b: str) -> str:
    """Of what two records of one person say about one thing, what holds back more. Never asked gives way to the other.

    Commutative, associative and idempotent. A later break holds back more than an earlier one.
    """
    if UNSET in (a, b):
        return b if a == UNSET else a
    return max(a, b, key=lambda state: (restrictiveness(state), state))


def takes_effect(old: str, new: str, method: str) -> bool:
    """The same law one step at a time, where later is newer (a property test holds it against the fold)."""
    if old == new:
        return False
    if is_personal(method):
        return True
    return old == UNSET or restrictiveness(new) > max(restrictiveness(old), restrictiveness(UNSET))


def said(order: int, method: str, state: str) -> Standing:
    """One statement as a standing."""
    one = Said(order, restrictiveness(state), state)
    if is_personal(method):
        return Standing(personal=one)
    if state == UNSET:
        return Standing()  # a file that says nothing
    return Standing(stops=(one,)) if one.weight > restrictiveness(UNSET) else Standing(start=one)


def merge(a: Standing, b: Standing) -> Standing:
    """Both sets of statements together."""
    return Standing(
        personal=_newest(a.personal, b.personal),
        stops=_that_matter((*a.stops, *b.stops)),
        start=_newest(a.start, b.start),
    )


def merge_all(standings: Iterable[Standing]) -> Standing:
    """Any number of them, in any order."""
    return reduce(merge, standings, Standing())


def _newest(a: Said | None, b: Said | None) -> Said | None:
    both = [said for said in (a, b) if said is not None]
    return max(both, default=None)


def _that_matter(stops: Iterable[Said]) -> tuple[Said, ...]:
    """Newest first, each more restrictive than all that are newer: at most one a state."""
    kept: list[Said] = []
    for stop in sorted(stops, reverse=True):
        if not kept or stop.weight > kept[-1].weight:
            kept.append(stop)
    return tuple(kept)
