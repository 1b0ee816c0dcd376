"""Bursts: stops that look as if a mail scanner pressed them, and what staff say about each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.database import session
from app.staff import Permission, SignedIn, current_member, staff_page
from app.stops import answering, burst_lists
from app.stops.staff.blueprint import bp

NEEDS = Permission.STOPS_RESTORE


@dataclass(frozen=True)
class Ask:
    """What was pressed and ticked on the page of a burst. `errors`: why it could not be done."""

    answer: str = ""
    which: str = ""
    ticked: frozenset[str] = frozenset()
    errors: tuple[str, ...] = ()


@staff_page(bp, "/bursts", needs=NEEDS)
def bursts() -> str:
    """Every burst, newest first."""
    return render_template("stops/bursts.html", **burst_lists.burst_page(request.args))


@staff_page(bp, "/bursts/<int:number>", needs=NEEDS)
def burst(number: int) -> str:
    """One burst, with all that speaks for a scanner and against it."""
    return _page(answering.burst_numbered(number).id, Ask())


@staff_page(bp, "/bursts/<int:number>/answer", needs=NEEDS, methods=("POST",))
def answer(number: int) -> Response | tuple[str, int]:
    """People pressed them, or a scanner did: then the chosen stops are taken back, in short transactions."""
    number, ask = answering.burst_numbered(number).id, _asked()
    if ask.errors:
        return _page(number, ask), 422
    if ask.answer == answering.PEOPLE:
        answering.say_people(number, _member())
    chosen = _chosen(ask)
    for part in answering.parts(number, chosen):
        answering.restore(number, part, chosen, _member(), _("A scanner pressed them: restore"))
        session().commit()
    session().commit()
    return redirect(url_for("stops.burst", number=number, saved=1), 303)


@staff_page(bp, "/bursts/<int:number>/open-again", needs=NEEDS, methods=("POST",))
def open_again(number: int) -> Response:
    """Take back "people pressed them"."""
    answering.open_again(answering.burst_numbered(number).id, _member())
    session().commit()
    return redirect(url_for("stops.burst", number=number), 303)


def _page(number: int, ask: Ask) -> str:
    values: dict[str, Any] = burst_lists.one_burst(number, request.args)
    return render_template("stops/burst.html", **values, ask=ask, saved="saved" in request.args)


def _asked() -> Ask:
    said, which = request.form.get("answer", ""), request.form.get("which", "")
    ticked = frozenset(request.form.getlist("act"))
    errors = []
    if said not in (answering.PEOPLE, answering.SCANNER):
        errors.append(_("Say who pressed these: people, or a scanner"))
    elif said == answering.SCANNER and which not in ("all", "ticked"):
        errors.append(_("Say which stops to restore: all of them, or those you ticked"))
    elif said == answering.SCANNER and which == "ticked" and not ticked:
        errors.append(_("Tick the stops to restore, or choose all of them"))
    return Ask(said, which, ticked, tuple(errors))


def _chosen(ask: Ask) -> Collection[str] | None:
    """The acts to take back: those ticked, None for all, and none where people pressed them."""
    if ask.answer == answering.PEOPLE:
        return ()
    return None if ask.which == "all" else ask.ticked


def _member() -> SignedIn:
    member = current_member()
    assert member is not None, "the guard stands before"
    return member
