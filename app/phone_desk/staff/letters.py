"""The stack of letters: one after the other, each recorded at once and listed below."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from app.core.database import session
from app.phone_desk.forms import StopForm, empty_form, today
from app.phone_desk.meaning import NONE_OF_THESE, Meant, understood
from app.phone_desk.models import RecordedStop
from app.phone_desk.recording import of_today, record_stop, undo_until
from app.phone_desk.staff.blueprint import NEEDS, bp, here, shared
from app.phone_desk.what import LETTERS, ORDER, WAYS, WHATS
from app.staff import staff_page

Answer = Any
WAY = "letter"


@staff_page(bp, "/letters", needs=NEEDS)
def letters() -> str:
    """The next letter. Day and way of the one before stay: they are read from it."""
    done = of_today(here(), LETTERS)
    received, way = (done[0].received_on, done[0].way) if done else (today(), WAY)
    return _page(empty_form(received, way), done)


@staff_page(bp, "/letters", needs=NEEDS, methods=("POST",))
def next_letter() -> Answer:
    """Stop what the letter asks for and take the next; or ask what is missing, and lose nothing."""
    form, clerk = StopForm(), here()
    meant, entry = understood(form, clerk, LETTERS)
    if meant is None or entry is None or meant.who is None:
        session().rollback()  # a mark may have been made for an address that is not stopped
        return _page(form, of_today(clerk, LETTERS), meant), 422
    record_stop(meant.who, form.stop.data or "", form.told, entry, clerk)
    session().commit()
    return redirect(url_for("phone_desk.letters"), 303)


def _page(form: StopForm, done: list[RecordedStop], meant: Meant | None = None) -> str:
    return render_template(
        "phone_desk/letters.html",
        **shared(form),
        meant=meant,
        done=[(row, undo_until(row)) for row in done],
        order=ORDER,
        order_open=form.stop.data == ORDER,
        place_open=form.has_place or (meant is not None and meant.as_told),
        titles={name: what.title for name, what in WHATS.items()},
        came={name: way.title for name, way in WAYS.items()},
        nobody=NONE_OF_THESE,
    )
