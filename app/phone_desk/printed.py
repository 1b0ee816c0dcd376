"""What was printed already when paper mail was stopped, and until when it may still come: as the print calendar has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import paper


@dataclass(frozen=True)
class Printed:
    """Pieces by name, with the last day each may come; `rest_until`: the last day of a piece of which the calendar says
    nothing, None where it says something about every kind. Neither: nothing is on its way.
    """

    pieces: tuple[tuple[str, date], ...]
    rest_until: date | None


def printed_on(day: date) -> Printed:
    """What may still come after paper mail was stopped on `day`, in the shop's zone. Two queries."""
    found = paper.coming(paper.kinds(), day)
    rest = day + paper.WITHOUT_CALENDAR if found.unsaid else None
    return Printed(tuple((run.name, run.in_homes_until) for run in found.runs), rest)
