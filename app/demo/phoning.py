"""What the clerks of the demo shop wrote down: calls and letters, looks, and two records that may be one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from app import dossier, people, phone_desk
from app.core import clock, settings
from app.demo.calendar import Calendar
from app.demo.history import History, Moment
from app.demo.story import Character
from app.dossier import Why
from app.people import LookReason
from app.phone_desk import Entry, Told
from app.staff import SignedIn

# Days ago, what to stop, how it came, days it lay.
_CALLS = (
    (52, "paper", "phone", 0),
    (37, "all", "letter", 4),
    (36, "paper", "card", 36),
    (23, "email", "phone", 0),
    (16, "paper", "letter", 3),
    (9, "all", "fax", 1),
    (5, "paper", "phone", 0),
    (1, "paper", "letter", 2),
)


class Phoning:
    """The desk through time. `clerk` is at it."""

    def __init__(self, history: History, clerk: SignedIn) -> None:
        self._history, self._clerk = history, clerk

    def moments(
        self, callers: Sequence[Character], twins: tuple[Character, Character] | None, days: Calendar
    ) -> list[Moment]:
        """All that will happen. `callers`: who called or wrote, one each; `twins`: a person and her second record."""
        found = []
        for one, (ago, what, way, lay) in zip(callers, _CALLS, strict=False):
            late = "Found in the box of the trade show" if lay > 30 else ""
            at = max(days.at(ago, 10), one.joined_at)
            found.append(Moment(at, partial(self._record, one.address, what, way, timedelta(days=lay), late)))
        if twins is not None:
            found.append(Moment(days.at(8, 9), partial(self._propose, *twins)))
        return found

    def _record(self, address: str, what: str, way: str, lay: timedelta, late: str) -> None:
        person = self._history.person(address)
        if person is None:
            return
        desk, reason = ("caller", LookReason.CALL) if way == "phone" else ("letters", LookReason.LETTER)
        people.note_look(person, self._clerk.actor, self._clerk.role, reason)
        came = clock.today(settings.current().brand.zone) - lay
        entry = Entry(f"demo {clock.now().isoformat()}"[:43], desk)
        phone_desk.record_stop(phone_desk.the_person(person), what, Told(came, way, late), entry, self._clerk)

    def _propose(self, first: Character, second: Character) -> None:
        """A file said so: nobody at the desk is tied to it, so its privacy officer may decide."""
        kept, gone = self._history.person(first.address), self._history.person(second.address)
        if kept is not None and gone is not None:
            dossier.propose(kept.id, gone.id, Why.NAME_AND_ADDRESS, "system")
