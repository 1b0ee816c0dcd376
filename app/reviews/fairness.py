"""Whether moderation treats low and high ratings alike.

16 CFR 465.7(b) forbids to present reviews as most or all of those received while some are held back for their rating or
for being negative. Two tests compare what was decided about 1 and 2 stars with 4 and 5: the share published, and the
hours until a decision. Three stars stand in the table and in no test.

Both tests are one-sided. The rule is about negative reviews held back; that invented praise is turned down more often, or
a low rating answered sooner, is no fault to be alarmed about, and looking one way finds the fault in fewer reviews.

The promise is that a fair moderator sees an alarm in at most 1 report of 20. Two tests share it (Bonferroni). LEVEL lies a
little below the half, 2.5 %, since the second test's p-value is an approximation.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import NormalDist, median

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

ALL_STARS = (1, 2, 3, 4, 5)
LOW, HIGH = (1, 2), (4, 5)
LEVEL = 0.02
# Decided reviews needed in each group. From about 20 on the normal curve is good for the test of hours (printed tables of
# U end there), and with fewer reviews the test of shares would hardly ever speak.
SMALLEST_SAMPLE = 20

SHARE_TEST = _l(
    "Are reviews with 1 or 2 stars published less often than those with 4 or 5? Fisher’s exact test, one-sided."
)
HOURS_TEST = _l("Do reviews with 1 or 2 stars wait longer than those with 4 or 5? Mann–Whitney test, one-sided.")


@dataclass(frozen=True)
class Decided:
    """One decided review. `published` also counts one published with a part hidden; `hours` from arrival to decision.

    Raises ValueError for stars outside 1 to 5 and hours that are none.
    """

    stars: int
    published: bool
    hours: float

    def __post_init__(self) -> None:
        if self.stars not in ALL_STARS or not 0 <= self.hours < math.inf:
            raise ValueError(f"{self.stars} stars after {self.hours} hours is no decision about a review")


@dataclass(frozen=True)
class Group:
    """Figures of some decided reviews. `share` published (0 to 1) and `median_hours` are None where there are none."""

    stars: tuple[int, ...]
    count: int
    published: int
    median_hours: float | None

    @property
    def share(self) -> float | None:
        return self.published / self.count if self.count else None


@dataclass(frozen=True)
class Alarm:
    """A test that spoke: what it asks, its p-value, how many decided reviews each group needs, and both groups."""

    test: LazyString
    p_value: float
    smallest_sample: int
    low: Group
    high: Group


@dataclass(frozen=True)
class Fairness:
    """The report: a line for each star, and what the tests said."""

    stars: tuple[Group, ...]
    low: Group
    high: Group
    alarms: tuple[Alarm, ...]

    @property
    def tested(self) -> bool:
        """Whether there was enough to test."""
        return min(self.low.count, self.high.count) >= SMALLEST_SAMPLE

    @property
    def too_few(self) -> LazyString | None:
        """Why nothing was tested; None where it was."""
        if self.tested:
            return None
        return _l(
            "Not tested. It takes %(needed)s decided reviews with 1 or 2 stars and as many with 4 or 5;"
            " there are %(low)s and %(high)s.",
            needed=SMALLEST_SAMPLE,
            low=self.low.count,
            high=self.high.count,
        )


def fairness(decisions: Iterable[Decided]) -> Fairness:
    """The report over these decisions, in any order."""
    by_star: dict[int, list[Decided]] = defaultdict(list)
    for decided in decisions:
        by_star[decided.stars].append(decided)
    low, high = (_group(stars, by_star) for stars in (LOW, HIGH))
    report = Fairness(tuple(_group((star,), by_star) for star in ALL_STARS), low, high, ())
    if not report.tested:
        return report
    hours_low, hours_high = ([each.hours for star in stars for each in by_star[star]] for stars in (LOW, HIGH))
    p_values = (
        (SHARE_TEST, fisher_less(low.published, low.count, high.published, high.count)),
        (HOURS_TEST, mann_whitney_greater(hours_low, hours_high)),
    )
    alarms = (Alarm(test, p, SMALLEST_SAMPLE, low, high) for test, p in p_values if p < LEVEL)
    return Fairness(report.stars, low, high, tuple(alarms))


def _group(stars: tuple[int, ...], by_star: dict[int, list[Decided]]) -> Group:
    members = [decided for star in stars for decided in by_star[star]]
    hours = median(decided.hours for decided in members) if members else None
    return Group(stars, len(members), sum(decided.published for decided in members), hours)


def fisher_less(successes: int, count: int, other_successes: int, other_count: int) -> float:
    """Fisher's exact test: how likely the first group has so few successes, or fewer, were both drawn from one urn.

    The smaller tail of the hypergeometric distribution is summed outward, each term from the one before, so nothing
    overflows and 100,000 reviews take a moment.
    """
    all_successes, everything = successes + other_successes, count + other_count
    least, most = max(0, count - (everything - all_successes)), min(count, all_successes)
    if successes * everything <= count * all_successes:
        return _tail(range(successes, least - 1, -1), count, all_successes, everything)
    return 1 - _tail(range(successes + 1, most + 1), count, all_successes, everything)


def _tail(values: range, count: int, all_successes: int, everything: int) -> float:
    """The chance of these values, which lead away from the most likely one."""
    if not values:
        return 0.0
    total = 0.0
    term = math.exp(_log_chance(values[0], count, all_successes, everything))
    for value in values:
        total += term
        if term <= total * 1e-17:
            break
        rest = everything - all_successes - count
        up = (all_successes - value) * (count - value) / ((value + 1) * (rest + value + 1))
        down = value * (rest + value) / ((all_successes - value + 1) * (count - value + 1))
        term *= up if values.step > 0 else down
    return min(total, 1.0)


def _log_chance(value: int, count: int, all_successes: int, everything: int) -> float:
    ways = _log_choose(all_successes, value) + _log_choose(everything - all_successes, count - value)
    return ways - _log_choose(everything, count)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def mann_whitney_greater(values: Sequence[float], others: Sequence[float]) -> float:
    """Mann–Whitney U: how likely the values are so much greater than the others, or more, were both drawn from one urn.

    Normal approximation with the corrections for ties and for continuity. 1.0 where all are the same.
    """
    n, m = len(values), len(others)
    if not n or not m:
        return 1.0
    rank_sum, tied = _ranks([(value, 1) for value in values] + [(other, 0) for other in others])
    u, everything = rank_sum - n * (n + 1) / 2, n + m
    variance = n * m / 12 * (everything + 1 - tied / (everything * (everything - 1)))
    return NormalDist().cdf((n * m / 2 + 0.5 - u) / math.sqrt(variance)) if variance else 1.0


def _ranks(marked: list[tuple[float, int]]) -> tuple[float, int]:
    """(sum of the ranks of those marked 1, sum of t³ - t over ties); who ties shares the mean of the places."""
    rank_sum, tied, place = 0.0, 0, 0
    for _value, ties in groupby(sorted(marked), key=lambda pair: pair[0]):
        marks = [mark for _same, mark in ties]
        rank_sum += sum(marks) * (place + (len(marks) + 1) / 2)
        tied += len(marks) ** 3 - len(marks)
        place += len(marks)
    return rank_sum, tied
