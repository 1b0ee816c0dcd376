"""What is known about people, their paper mail, and the phone desk, in one list."""

from __future__ import annotations

from collections.abc import Sequence

from app.demo import printing
from app.demo.calendar import Calendar
from app.demo.history import History, Moment
from app.demo.knowing import learned
from app.demo.learning import Learning
from app.demo.named import named_people, twins
from app.demo.papermail import PaperMail
from app.demo.phoning import Phoning
from app.demo.story import Character
from app.staff import SignedIn

_CALLERS = 8


def known(history: History, cast: Sequence[Character], days: Calendar, clerk: SignedIn) -> list[Moment]:
    """Everything that happens about them, in no order. `clerk`: who sits at the phone."""
    named, second = len(named_people(days)), len(twins(days))
    others = cast[named + second :]
    # Each has one story: who called is nobody who reported a piece of paper.
    quiet = [one for one in others if one.is_customer and len(one.steps) < 3]
    both = (cast[1], cast[named]) if len(cast) > named else None
    return [
        *Learning(history, clerk).moments(learned(cast, named + second, days)),
        *printing.calendar(days),
        *PaperMail(history, [one for one in others if one not in quiet[:_CALLERS]]).moments(days),
        *Phoning(history, clerk).moments(quiet[:_CALLERS], both, days),
    ]
