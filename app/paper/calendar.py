"""The print calendar at the desk: add, change, cancel, and take each back. What changed stands in the trail, old → new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.exc import IntegrityError

from app import audit
from app.core import chain, clock
from app.core.database import session
from app.core.refusals import NotFound, Refusal
from app.paper.models import PrintRun
from app.topics import Topic, every_topic

FIELDS = ("topic_id", "name", "list_pulled_on", "in_homes_until", "cancelled_at")
# Further back or ahead than this is a slip of the pen.
YEARS_BACK, YEARS_AHEAD = 2, 3
LONGEST_NAME = 80
Texts = Mapping[str, str | None]


class InTheCalendar(Refusal):
    """The same issue of the same topic with the same day stands there already."""

    status = 409


class ChangedMeanwhile(Refusal):
    """Somebody else changed the entry after the page was drawn."""

    status = 409


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins: after the entry of that day and number, newest first."""

    pulled_on: date
    number: int


def paper_topics() -> list[Topic]:
    """The topics that have issues on paper: on the post channel, marketing, not retired."""
    return [topic for topic in every_topic() if topic.channel == "post" and topic.is_marketing and not topic.is_retired]


def run_numbered(number: int) -> PrintRun:
    """The entry of that number. Raises NotFound."""
    found = session().get(PrintRun, number)
    if found is None:
        raise NotFound(_("There is no such entry in the print calendar."))
    return found


def runs(most: int, after: Place | None = None) -> list[PrintRun]:
    """Entries, the day of the list latest first, cancelled ones too; `after` goes on from another page. One query."""
    statement = select(PrintRun).order_by(PrintRun.list_pulled_on.desc(), PrintRun.id.desc()).limit(most)
    return list(session().scalars(statement.where(_older(after)) if after else statement))


def _older(after: Place) -> ColumnElement[bool]:
    return tuple_(PrintRun.list_pulled_on, PrintRun.id) < tuple_(after.pulled_on, after.number)


def every_run(batch: int = 500) -> Iterator[list[PrintRun]]:
    """All of them in batches, each a read of its own."""
    after: Place | None = None
    while rows := runs(batch, after):
        yield rows
        after = Place(rows[-1].list_pulled_on, rows[-1].id)


def version_of(run: PrintRun) -> str:
    """A short mark of all that may change about an entry. A form carries it, signed."""
    return hashlib.sha256(chain.canonical({name: _text(run, name) for name in FIELDS})).hexdigest()[:24]


def add_run(words: Texts, actor: str, member_id: int) -> int:
    """A new entry. Returns its audit note. Raises InTheCalendar. Flushes."""
    run = PrintRun(created_at=clock.now(), created_by=member_id, **{name: _value(name, words[name]) for name in words})
    session().add(run)
    _flush()
    told = {name: (None, text) for name, text in words.items()}
    return audit.note(actor, "print-calendar.add", about=f"print-run:{run.id}", values=told).id


def change_run(number: int, version: str, words: Texts, actor: str) -> int | None:
    """Write other days, name or topic. Returns the audit note, None where nothing differs.

    Raises NotFound, ChangedMeanwhile, InTheCalendar. Flushes.
    """
    return _change(_locked(number, version), words, "print-calendar.change", actor)


def cancel_run(number: int, version: str, actor: str) -> int | None:
    """It is not printed after all. As `change_run`; cancelled already: nothing differs."""
    run = _locked(number, version)
    since = _text(run, "cancelled_at") or clock.now().isoformat()
    return _change(run, {"cancelled_at": since}, "print-calendar.cancel", actor)


def take_back(number: int, old: Texts, new: Texts, actor: str) -> int | None:
    """Write old values back where the new ones still stand; an entry that was just added is cancelled. Flushes.

    Raises NotFound, ChangedMeanwhile, InTheCalendar.
    """
    run = _locked(number)
    if any(_text(run, name) != text for name, text in new.items()):
        raise ChangedMeanwhile(_("The entry was changed again since. Open it and change it by hand."))
    was_new = all(text is None for text in old.values()) and "topic_id" in old
    values: Texts = {"cancelled_at": clock.now().isoformat()} if was_new else old
    return _change(run, values, "print-calendar.undo", actor)


def _locked(number: int, version: str | None = None) -> PrintRun:
    statement = select(PrintRun).where(PrintRun.id == number).with_for_update()
    run = session().scalars(statement.execution_options(populate_existing=True)).first()
    if run is None:
        raise NotFound(_("There is no such entry in the print calendar."))
    if version is not None and version_of(run) != version:
        raise ChangedMeanwhile(_("Somebody changed this entry after you opened it. Nothing of yours was saved."))
    return run


def _change(run: PrintRun, texts: Texts, act: str, actor: str) -> int | None:
    told = {name: (_text(run, name), text) for name, text in texts.items() if _text(run, name) != text}
    for name, (_old, new) in told.items():
        setattr(run, name, _value(name, new))
    _flush()
    return audit.note(actor, act, about=f"print-run:{run.id}", values=told).id if told else None


def _flush() -> None:
    try:
        session().flush()
    except IntegrityError:
        session().rollback()
        raise InTheCalendar(_("This issue is in the calendar already, with the same day.")) from None


def _text(run: PrintRun, name: str) -> str | None:
    value = getattr(run, name)
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _value(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name == "topic_id":
        return int(text)
    if name == "cancelled_at":
        return datetime.fromisoformat(text)
    return date.fromisoformat(text) if name in ("list_pulled_on", "in_homes_until") else text
