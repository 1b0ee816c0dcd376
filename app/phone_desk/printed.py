"""What is already printed when paper mail is stopped, and until when it may still come.

The only place at the phone desk that knows: the print calendar takes it over (requirement J1: 6 to 12 weeks without one).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

PRINTED_WEEKS = 12


@dataclass(frozen=True)
class Printed:
    """Pieces by name, with the last day each may come; and the last day of anything."""

    pieces: tuple[tuple[str, date], ...]
    last_day: date


def printed_on(day: date) -> Printed:
    """What may still come after paper mail was stopped on `day`, in the shop's zone."""
    return Printed((), day + timedelta(weeks=PRINTED_WEEKS))
