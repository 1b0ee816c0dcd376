"""How many seconds after the signing the stops came, as bars: their places and sizes are numbers for attributes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

WIDTHS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
MOST_BARS = 12
LEFT, RIGHT, TOP, BOTTOM = 40, 640, 24, 180


@dataclass(frozen=True)
class Bar:
    """One bar: from which second to which, how many stops, and where it is drawn."""

    first: int
    last: int
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def drawn(seconds: Mapping[int, int]) -> list[Bar]:
    """Seconds → how many, as bars of one width that reach from 0 to the last stop. Pure."""
    if not seconds:
        return []
    longest = max(seconds)
    width = next((one for one in WIDTHS if longest < one * MOST_BARS), longest // MOST_BARS + 1)
    counts: Counter[int] = Counter()
    for second, count in seconds.items():
        counts[max(second, 0) // width] += count
    bars, most, step = longest // width + 1, max(counts.values()), 0.0
    step = (RIGHT - LEFT) / bars
    return [_bar(place, width, counts[place], most, step) for place in range(bars)]


def _bar(place: int, width: int, count: int, most: int, step: float) -> Bar:
    height = round((BOTTOM - TOP) * count / most, 1)
    x = round(LEFT + place * step + 2, 1)
    return Bar(place * width, (place + 1) * width - 1, count, x, BOTTOM - height, round(step - 4, 1), height)
