"""The print calendar: when each issue's list is pulled, and until when it may be in homes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from app import links
from app.core import clock, settings
from app.core.database import session
from app.core.signing import BadToken, TokenEnded
from app.paper import calendar, calendar_done
from app.paper.calendar import ChangedMeanwhile, InTheCalendar, Place
from app.paper.desk_forms import RunForm, filled_with
from app.paper.models import PrintRun
from app.paper.staff.blueprint import NUMBER, bp, here
from app.paper.staff.csv_out import Rows, csv_of
from app.staff import Menu, Permission, staff_page
from app.topics import every_topic

Answer = Any
NEEDS = Permission.CALENDAR_EDIT
PAGE = 50
COLUMNS = ("topic", "name", "list_pulled_on", "in_homes_until", "cancelled_at", "created_at")
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,9})", re.ASCII)


@staff_page(bp, "/print-calendar", needs=NEEDS, menu=Menu(_l("Print calendar"), 72, "lists-to-pull"))
def run_list() -> str:
    """Every issue, the latest list first."""
    return _list(RunForm(formdata=None))


@staff_page(bp, "/print-calendar", needs=NEEDS, methods=("POST",))
def add_run() -> Answer:
    """A new issue."""
    form = RunForm()
    if not form.validate():
        return _list(form), 400
    try:
        note = calendar.add_run(form.words, here().actor, here().member_id)
    except InTheCalendar as no:
        form.name.errors = [no.sentence]
        return _list(form), no.status
    session().commit()
    return _to_list(note)


@staff_page(bp, "/print-calendar.csv", needs=NEEDS)
def runs_csv() -> Response:
    """The calendar as CSV. It holds nothing about anybody."""
    slugs = {topic.id: topic.slug for topic in every_topic()}
    return csv_of("print-calendar", COLUMNS, _rows(slugs))


@staff_page(bp, f"/print-calendar/{NUMBER}", needs=NEEDS)
def run(number: int) -> str:
    """One issue."""
    found = calendar.run_numbered(number)
    return _one(found, filled_with(found))


@staff_page(bp, f"/print-calendar/{NUMBER}", needs=NEEDS, methods=("POST",))
def change_run(number: int) -> Answer:
    """Other days, another name or kind."""
    found, form = calendar.run_numbered(number), RunForm()
    if not form.validate():
        return _one(found, form, shown=request.form.get("shown", "")), 400
    try:
        note = calendar.change_run(number, _version(number), form.words, here().actor)
    except (ChangedMeanwhile, InTheCalendar) as no:
        return _one(calendar.run_numbered(number), form, stale=no.sentence), no.status
    session().commit()
    return _to_list(note)


@staff_page(bp, f"/print-calendar/{NUMBER}/cancel", needs=NEEDS, methods=("POST",))
def cancel_run(number: int) -> Answer:
    """It is not printed after all."""
    try:
        note = calendar.cancel_run(number, _version(number), here().actor)
    except ChangedMeanwhile as no:
        found = calendar.run_numbered(number)
        return _one(found, filled_with(found), stale=no.sentence), no.status
    session().commit()
    return _to_list(note)


@staff_page(bp, "/print-calendar/undo", needs=NEEDS, methods=("POST",))
def undo_run() -> Answer:
    """Take back what was just done."""
    note = calendar_done.undo(request.form.get("ticket", ""), here().actor)
    session().commit()
    return _to_list(note)


def _list(form: RunForm) -> str:
    titles = {topic.id: topic.title for topic in every_topic()}
    after = _place(request.args.get("after", ""))
    found = calendar.runs(PAGE + 1, after)
    return render_template(
        "paper_desk/calendar.html",
        form=form,
        topics=calendar.paper_topics(),
        titles=titles,
        runs=found[:PAGE],
        older=_key(found[PAGE - 1]) if len(found) > PAGE else None,
        is_first=after is None,
        today=_today(),
        done=calendar_done.done(request.args.get("note", ""), here().actor, titles),
    )


def _one(found: PrintRun, form: RunForm, *, stale: str = "", shown: str = "") -> str:
    """A form with a mistake keeps what it was drawn from; a stale one starts from what stands now."""
    now = links.prove("shown", {"print_run": found.id, "version": calendar.version_of(found)})
    return render_template(
        "paper_desk/run.html",
        run=found,
        form=form,
        topics=calendar.paper_topics(),
        titles={topic.id: topic.title for topic in every_topic()},
        stale=stale,
        shown=shown or now,
        now=now,
    )


def _version(number: int) -> str:
    """Which state the form was drawn from. One that is not ours, or too old, is none that still stands."""
    try:
        said = links.read_proof("shown", request.form.get("shown", "")).payload
    except (BadToken, TokenEnded):
        return ""
    return str(said.get("version", "")) if said.get("print_run") == number else ""


def _place(text: str) -> Place | None:
    """Where a page begins, from an address line; None for anything else."""
    found = _PLACE.fullmatch(text)
    try:
        return Place(date.fromisoformat(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _key(last: PrintRun) -> str:
    return f"{last.list_pulled_on.isoformat()}.{last.id}"


def _to_list(note: int | None) -> Any:
    return redirect(url_for("paper_desk.run_list", note=note), 303)


def _today() -> date:
    return clock.today(settings.current().brand.zone)


def _rows(slugs: dict[int, str]) -> Iterator[Rows]:
    for batch in calendar.every_run():
        yield [
            {"topic": slugs[run.topic_id], **{name: _cell(getattr(run, name)) for name in COLUMNS[1:]}} for run in batch
        ]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
