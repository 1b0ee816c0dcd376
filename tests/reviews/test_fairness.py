"""Whether the report tells a fair moderator from a biased one."""

import time
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reviews.fairness import (
    HOURS_TEST,
    SHARE_TEST,
    SMALLEST_SAMPLE,
    Decided,
    Fairness,
    fairness,
    fisher_less,
    mann_whitney_greater,
)


def a_year(random: Random, count: int = 400) -> list[Decided]:
    """A fair year: most stars high, 9 of 10 published, most decided within a day or two."""
    stars = random.choices((1, 2, 3, 4, 5), (12, 8, 10, 25, 45), k=count)
    return [Decided(star, random.random() < 0.9, random.expovariate(1 / 20)) for star in stars]


def biased(decided: Decided, random: Random, *, turned_down: float = 0.0, wait: float = 1.0) -> Decided:
    """What a moderator who dislikes 1 and 2 stars makes of it."""
    if decided.stars > 2:
        return decided
    return Decided(decided.stars, decided.published and random.random() >= turned_down, decided.hours * wait)


def spoken_by(report: Fairness) -> list[object]:
    return [alarm.test for alarm in report.alarms]


# R 4, fisher.test(alternative = "less") and the examples of its help page: Fisher's tea taster (The Design of Experiments,
# 1935: 17/70 and 1/70 turned round) and the convictions of like-sex twins of criminals (Fisher 1962: 0.0004652).
@pytest.mark.parametrize(
    ("table", "p"),
    [
        ((1, 4, 3, 4), 17 / 70),
        ((0, 4, 4, 4), 1 / 70),
        ((2, 17, 10, 13), 0.000465181),
        ((3, 4, 1, 4), 69 / 70),
        ((4, 4, 0, 4), 1.0),
        ((5, 10, 5, 10), 0.671859),
        ((0, 5, 0, 5), 1.0),
        ((5, 5, 5, 5), 1.0),
    ],
)
def test_fisher_s_test_gives_the_values_of_the_textbook(table: tuple[int, int, int, int], p: float) -> None:
    assert fisher_less(*table) == pytest.approx(p, rel=1e-5)


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_fisher_s_test_is_the_sum_of_all_tables_as_extreme(count: int, others: int, data: st.DataObject) -> None:
    few, many = data.draw(st.integers(0, count)), data.draw(st.integers(0, others))
    total = few + many
    chances = [comb(count, k) * comb(others, total - k) for k in range(total + 1)]
    assert fisher_less(few, count, many, others) == pytest.approx(sum(chances[: few + 1]) / sum(chances))


PERMEABILITY = ((0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46), (1.15, 0.88, 0.90, 0.74, 1.21))
OZONE_MAY = (41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37)
OZONE_AUGUST = (
    39,
    9,
    16,
    78,
    35,
    66,
    122,
    89,
    110,
    44,
    28,
    65,
    22,
    59,
    23,
    31,
    44,
    21,
    9,
    45,
    168,
    73,
    76,
    118,
    84,
    85,
)


def test_the_test_of_hours_gives_the_values_of_the_textbook() -> None:
    # Hollander & Wolfe 1973, p. 69 (R's wilcox.test help): W = 35, so z = (35 - 25 - 1/2) / sqrt(200/3) = 1.16351.
    assert mann_whitney_greater(*PERMEABILITY) == pytest.approx(0.122312, rel=1e-4)
    # R: wilcox.test(Ozone ~ Month, data = airquality, subset = Month %in% c(5, 8)): W = 127.5 with ties, p = 0.0001208
    # two-sided with the correction, so half of it for August above May.
    assert mann_whitney_greater(OZONE_AUGUST, OZONE_MAY) == pytest.approx(0.0001208 / 2, rel=1e-3)
    assert mann_whitney_greater(OZONE_MAY, OZONE_AUGUST) > 0.9999


@given(st.lists(st.integers(0, 5), min_size=1), st.lists(st.integers(0, 5), min_size=1))
def test_a_chance_is_a_chance_and_hours_that_are_all_the_same_are_none(mine: list[int], others: list[int]) -> None:
    assert 0 <= mann_whitney_greater(mine, others) <= 1
    assert mann_whitney_greater([3] * len(mine), [3] * len(others)) == 1.0
    assert mann_whitney_greater(mine, []) == mann_whitney_greater([], mine) == 1.0


def test_a_thousand_fair_shuffles_raise_an_alarm_in_at_most_one_of_twenty() -> None:
    random = Random(465)
    year = a_year(random)
    decisions = [(each.published, each.hours) for each in year]
    alarms = 0
    for _ in range(1000):
        random.shuffle(decisions)
        report = fairness(Decided(each.stars, *decision) for each, decision in zip(year, decisions, strict=True))
        alarms += bool(report.alarms)
    assert alarms <= 50


@pytest.mark.parametrize("seed", range(20))
def test_a_moderator_who_turns_down_low_stars_is_found(seed: int) -> None:
    random = Random(seed)
    report = fairness(biased(each, random, turned_down=0.3) for each in a_year(random))
    assert SHARE_TEST in spoken_by(report)


@pytest.mark.parametrize("seed", range(20))
def test_a_moderator_who_lets_low_stars_wait_is_found(seed: int) -> None:
    random = Random(seed)
    report = fairness(biased(each, random, wait=3) for each in a_year(random))
    assert HOURS_TEST in spoken_by(report)


def test_one_who_favors_low_stars_raises_no_alarm() -> None:
    low = [Decided(1, published=True, hours=1)] * 50
    assert not fairness([*low, *[Decided(5, published=False, hours=90)] * 50]).alarms


def test_an_alarm_states_its_test_its_chance_its_smallest_sample_and_both_groups() -> None:
    low = [Decided(1, published=False, hours=60), Decided(2, published=True, hours=80)] * 15
    (share, hours) = fairness([*low, *[Decided(4, published=True, hours=10)] * 40]).alarms
    assert "Fisher’s exact test, one-sided" in str(share.test) and "Mann–Whitney test" in str(hours.test)
    assert share.p_value < 0.001 and hours.p_value < 0.001
    assert share.smallest_sample == hours.smallest_sample == SMALLEST_SAMPLE
    assert (share.low.count, share.low.share, share.low.median_hours) == (30, 0.5, 70)
    assert (share.high.count, share.high.share, share.high.median_hours) == (40, 1.0, 10)


def test_below_the_smallest_sample_nothing_is_said() -> None:
    high = [Decided(5, published=True, hours=1)] * 100
    low = [Decided(1, published=False, hours=99)] * (SMALLEST_SAMPLE - 1)
    report = fairness([*low, *high])
    assert not report.tested and not report.alarms
    assert str(report.too_few).endswith("there are 19 and 100.")
    enough = fairness([*low, low[0], *high])
    assert enough.tested and enough.too_few is None and len(enough.alarms) == 2


def test_each_star_has_its_line_and_three_stars_are_in_no_test() -> None:
    decisions = [Decided(3, published=False, hours=hours) for hours in (1, 2, 9)] + [
        Decided(5, published=True, hours=4)
    ]
    lines = {line.stars[0]: line for line in fairness(decisions).stars}
    assert list(lines) == [1, 2, 3, 4, 5]
    assert (lines[3].count, lines[3].published, lines[3].share, lines[3].median_hours) == (3, 0, 0.0, 2)
    assert (lines[1].count, lines[1].share, lines[1].median_hours) == (0, None, None)
    assert fairness(decisions).low.count == 0 and fairness(decisions).high.count == 1


def test_a_report_about_nothing_is_empty() -> None:
    report = fairness([])
    assert not report.tested and not report.alarms and all(line.count == 0 for line in report.stars)


@pytest.mark.parametrize(("stars", "hours"), [(0, 1.0), (6, 1.0), (3, -0.1), (3, float("nan")), (3, float("inf"))])
def test_what_is_no_decision_is_refused(stars: int, hours: float) -> None:
    with pytest.raises(ValueError, match="is no decision about a review"):
        Decided(stars, published=True, hours=hours)


def test_a_hundred_thousand_decisions_take_a_moment() -> None:
    decisions = a_year(Random(1), 100_000)
    began = time.perf_counter()
    fairness(decisions)
    assert time.perf_counter() - began < 5
    assert fisher_less(40_000, 50_000, 40_500, 50_000) == pytest.approx(3.7e-5, rel=0.2)
