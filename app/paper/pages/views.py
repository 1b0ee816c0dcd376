"""What the pages of paper mail say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template
from flask_babel import gettext as _

from app import links
from app.core import clock, settings
from app.paper import asking, reporting
from app.paper.asking import Pressed
from app.paper.forms import LinesForm, NumberForm
from app.paper.printed import WITHOUT_CALENDAR, Coming, coming, standing_runs
from app.paper.wishes import Wish, kinds
from app.suppression import LabelCode
from app.topics import Topic

WEEKS = WITHOUT_CALENDAR.days // 7


@dataclass(frozen=True)
class OnItsWay:
    """A printed issue that may still come."""

    name: str
    until: date


@dataclass(frozen=True)
class Tail:
    """What a stop no longer reaches: issues by name, kinds the calendar says nothing about, and the last day of all."""

    pieces: list[OnItsWay]
    unsaid: str  # empty where it is all of them, or none
    last_on: date | None
    weeks: int = WEEKS
    by_calendar: bool = True


def today() -> date:
    """The day in the shop's zone."""
    return clock.today(settings.current().brand.zone)


def tail_of(topics: tuple[Topic, ...] | list[Topic]) -> Tail:
    """What may still come of these topics after a stop of today."""
    return as_tail(coming(topics, today(), standing_runs(topics, today())))


def as_tail(found: Coming) -> Tail:
    """The same, from what was read already."""
    pieces = [OnItsWay(run.name, run.in_homes_until) for run in found.runs]
    some = found.unsaid if found.speaks else ()
    return Tail(pieces, ", ".join(topic.title for topic in some), found.last_on, by_calendar=found.speaks)


def start(number: NumberForm, lines: LinesForm, wait: datetime | None = None) -> str:
    """The three ways. `wait`: this network pressed far too often; when the next press counts."""
    return render_template(
        "paper/start.html",
        number=number,
        lines=lines,
        kinds=kinds(),
        shown=asking.page_token(),
        weeks=WEEKS,
        wait=wait,
    )


def code_page(code: str, label: LabelCode) -> str:
    """What a short address stops, before anything is pressed."""
    offered = kinds()
    return render_template(
        "paper/code.html",
        code=code,
        topic=next((topic for topic in offered if topic.id == label.topic_id), None),
        shown=asking.page_token(),
        tail=tail_of(offered),
    )


def done(pressed: Pressed, scope: str = "") -> str:
    """What was stopped and until when something may still come, undo, and only then the smaller offer."""
    return render_template(
        "paper/done.html",
        headline=headline(pressed.wish),
        for_whom=scope_words().get(scope, ""),
        what=pressed.wish,
        since=clock.now(),
        ticket=pressed.ticket,
        undo_until=clock.now() + links.UNDO,
        tail=tail_of(pressed.wish.topics),
        may_be_fewer=pressed.may_be_fewer,
    )


def undone() -> str:
    """The press is taken back."""
    return render_template("paper/undone.html")


def fewer(pace: str) -> str:
    """The smaller thing is in force."""
    return render_template("paper/fewer_done.html", pace=pace)


def unknown_code() -> tuple[str, int]:
    """A code we can't read: the other ways."""
    return render_template("paper/code_unknown.html"), 404


def headline(wish: Wish) -> str:
    """What the done page says first."""
    if wish.what == "all":
        return _("Paper mail is stopped")
    if wish.what == "catalogs":
        return _("Catalogs are stopped")
    return _("Stopped: %(kinds)s", kinds=wish.in_words)


def scope_words() -> dict[str, str]:
    """For whom a stop holds, as the done page says it."""
    return {
        "person": _("For the name on the label, at that address."),
        "household": _("For everybody of that last name at that address."),
        "address": _("For that address, whoever lives there."),
    }


def wording(wish: Wish, scope: str = "") -> str:
    """What was chosen and the button below it, for the ledger. No name and no address."""
    chosen = [_("What should we stop?"), wish.in_words + ".", scope_words().get(scope, ""), _("Stop paper mail")]
    return " ".join(part for part in chosen if part)


def fewer_wording(pace: str) -> str:
    """The smaller offer that was taken."""
    offer = _("At most 1 a year") if pace == "year1" else _("At most 4 a year")
    return f"{_('Would fewer be fine?')} {offer}"


def reported(kind: str, ticket: str) -> str:
    """Thank you, what happens now, and the way back."""
    stops = kind in reporting.STOPS
    return render_template(
        "paper/reported.html",
        kind=kind,
        stops=stops,
        since=clock.now(),
        ticket=ticket,
        undo_until=clock.now() + links.UNDO,
        tail=tail_of(kinds()) if stops else None,
    )
