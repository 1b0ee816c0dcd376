"""What was just done to the print calendar, read back from the trail, and its undo: once, within its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit, links
from app.audit import Noted
from app.consent import ChangeLine
from app.core import clock
from app.core.refusals import NotFound
from app.paper import calendar

LABELS = {
    "topic_id": _l("Kind"),
    "name": _l("Name"),
    "list_pulled_on": _l("List pulled"),
    "in_homes_until": _l("In homes until"),
    "cancelled_at": _l("Printed"),
}
_LASTING = ("print-calendar.undo",)


@dataclass(frozen=True)
class Done:
    """What was just done: the entry's name, changes, and the ticket that takes it back."""

    act: str
    title: str
    at: datetime
    changes: list[ChangeLine]
    ticket: str | None
    undo_until: datetime | None


def done(note_id: str, actor: str, titles: Mapping[int, str]) -> Done | None:
    """The act behind a note of this actor, while its undo still works. Anybody else's, or an older one: None.

    `titles`: topic number → its title.
    """
    number = int(note_id) if note_id.isascii() and note_id.isdigit() and len(note_id) < 19 else 0
    note = audit.note_by_id(number, actor)
    if note is None or not note.act.startswith("print-calendar.") or clock.now() >= note.at + links.UNDO:
        return None
    run = calendar.run_numbered(_number(note))
    changes = [
        ChangeLine(str(LABELS.get(name, name)), _word(name, old, titles), _word(name, new, titles))
        for name, old, new in note.values
    ]
    ticket = None if note.act in _LASTING else _ticket(note)
    return Done(note.act, run.name, note.at, changes, ticket, note.at + links.UNDO if ticket else None)


def undo(ticket: str, actor: str) -> int | None:
    """Take back what the ticket names. Returns the note. Flushes.

    Raises BadToken, TokenEnded, AlreadyUsed, NotFound for another kind of ticket, ChangedMeanwhile, InTheCalendar.
    """
    proof = links.read_proof("undo", ticket)
    if "print_run" not in proof.payload or proof.payload.get("actor") != actor:
        raise NotFound(_("There is nothing of yours to undo here."))
    links.use(proof)
    said: dict[str, Any] = proof.payload
    return calendar.take_back(said["print_run"], said["old"], said["new"], actor)


def _number(note: Noted) -> int:
    return int(str(note.about).removeprefix("print-run:"))


def _ticket(note: Noted) -> str:
    """The same each time the page is drawn, so that one act is undone once."""
    old = {name: before for name, before, _after in note.values}
    new = {name: after for name, _before, after in note.values}
    said = {"print_run": _number(note), "actor": note.actor, "old": old, "new": new}
    return links.prove("undo", said, f"print-calendar-{note.id}")


def _word(name: str, text: str | None, titles: Mapping[int, str]) -> str:
    if name == "cancelled_at":
        return _("yes") if text is None else _("no, cancelled")
    if text is None:
        return _("nothing")
    if name == "topic_id":
        return titles.get(int(text), text)
    if name in ("list_pulled_on", "in_homes_until"):
        return format_date(date.fromisoformat(text), "long", locale=str(get_locale() or "en_US"))
    return text
