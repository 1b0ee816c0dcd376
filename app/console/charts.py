"""Charts as coordinates, for SVG that is drawn with attributes alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# The drawing: 700 wide with room for labels at both ends, 212 high with room for days below.
LEFT, RIGHT, TOP, BOTTOM = 44.0, 590.0, 18.0, 180.0
STEPS = 3
# Two labels nearer than this would stand in each other.
APART = 28.0


@dataclass(frozen=True)
class Tick:
    """A line across, and what it stands for."""

    y: float
    value: int


@dataclass(frozen=True)
class Line:
    """One row of numbers: its points, its last one, and the height its label stands at."""

    points: str
    last_y: float
    label_y: float
    last: int
    most: int


@dataclass(frozen=True)
class Peak:
    """The highest point of the first line, where it is not the last."""

    x: float
    y: float
    value: int


@dataclass(frozen=True)
class Lines:
    """Two lines over the same weeks. `places`: (number of the week, x) of those that are named below."""

    ticks: list[Tick]
    first: Line
    second: Line
    peak: Peak | None
    places: list[tuple[int, float]]


@dataclass(frozen=True)
class Bar:
    """A bar: words, number, and width of 100."""

    words: str
    count: int
    width: float


def lines(first: Sequence[int], second: Sequence[int]) -> Lines | None:
    """The drawing of two rows of the same length. None where there is nothing but zeros."""
    most = max(*first, *second)
    if most == 0:
        return None
    step = _step(most)
    top = step * STEPS
    ticks = [Tick(_y(step * number, top), step * number) for number in range(STEPS + 1)]
    label_1, label_2 = _apart(_y(first[-1], top), _y(second[-1], top))
    highest = max(range(len(first)), key=lambda n: first[n])
    shown = 0 < highest < len(first) - 1
    return Lines(
        ticks,
        _line(first, top, label_1),
        _line(second, top, label_2),
        Peak(_x(highest, len(first)), _y(first[highest], top), first[highest]) if shown else None,
        [(number, _x(number, len(first))) for number in _named(len(first))],
    )


def bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    """Bars of what is counted; the longest is 100 wide."""
    most = max((count for _words, count in counts), default=0)
    return [Bar(words, count, round(100 * count / most, 1)) for words, count in counts]


def _line(values: Sequence[int], top: int, label_y: float) -> Line:
    points = " ".join(f"{_x(n, len(values))},{_y(value, top)}" for n, value in enumerate(values))
    return Line(points, _y(values[-1], top), label_y, values[-1], max(values))


def _step(most: int) -> int:
    """The smallest round step with which STEPS of them hold the most: 1, 2, 5, 10, 20, 50 …"""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * STEPS >= most:
                return step
        size *= 10


def _x(number: int, count: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * number / (count - 1), 1)


def _y(value: int, top: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)


def _apart(one: float, two: float) -> tuple[float, float]:
    """The heights of two labels, moved away from each other where they would touch."""
    if abs(one - two) >= APART:
        return one, two
    # Not below the lowest line, where the days stand.
    middle, up = min((one + two) / 2, BOTTOM - APART / 2), -1 if one <= two else 1
    return round(middle + up * APART / 2, 1), round(middle - up * APART / 2, 1)


def _named(count: int) -> list[int]:
    """Which ones are named below: both ends and two between."""
    return [round(part * (count - 1) / 3) for part in range(4)]
