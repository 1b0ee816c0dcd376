"""One caller: search, choose, stop. What is typed here travels by POST alone, so it stands in no address and no log."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from app.core.database import session
from app.phone_desk.checking import COMPARED
from app.phone_desk.finding import Found, find, read_ticket
from app.phone_desk.forms import StopForm, empty_form, today
from app.phone_desk.meaning import NOBODY, NONE_OF_THESE, understood
from app.phone_desk.recording import record_stop
from app.phone_desk.staff.blueprint import NEEDS, bp, here, shared
from app.phone_desk.what import CALLER
from app.staff import Menu, staff_page

Answer = Any
WAY = "phone"


@staff_page(bp, "/phone", needs=NEEDS, menu=Menu(_l("Phone desk"), 40, also=("/staff/letters",)))
def phone() -> str:
    """Nobody is on the phone yet."""
    return _page(empty_form(today(), WAY), NOBODY)


@staff_page(bp, "/phone/search", needs=NEEDS, methods=("POST",))
def search() -> str:
    """Who may be meant, masked; the one chosen; or the fields for an address as told."""
    form = _kept()
    found = find(form.text, here().member_id)
    if found.is_sure and not form.who.data:
        form.who.data = found.hits[0].ticket
    return _page(form, found, as_told=form.who.data == NONE_OF_THESE or not found.hits)


@staff_page(bp, "/phone/stop", needs=NEEDS, methods=("POST",))
def stop() -> Answer:
    """Stop it now; no identity check. A mistake in a field loses nothing."""
    form, clerk = StopForm(), here()
    meant, entry = understood(form, clerk, CALLER)
    if meant is None or entry is None or meant.who is None:
        session().rollback()  # a mark may have been made for an address that is not stopped
        found = find(form.text, clerk.member_id)
        return _page(form, found, as_told=form.who.data == NONE_OF_THESE or not found.hits), 422
    row = record_stop(meant.who, form.stop.data or "", form.told, entry, clerk)
    session().commit()
    return redirect(url_for("phone_desk.stopped", reference=row.reference), 303)


def _kept() -> StopForm:
    """The form as it was sent along with a search: what was said before stays."""
    form = StopForm()
    if form.received.data is None:
        form.received.data = today()
    form.way.data = form.way.data or WAY
    return form


def _page(form: StopForm, found: Found, *, as_told: bool = False) -> str:
    # Tickets are signed anew on each page, so the chosen one is known by whom it is about.
    person_id = read_ticket(form.who.data or "", here().member_id)
    return render_template(
        "phone_desk/caller.html",
        **shared(form),
        found=found,
        chosen=next((hit for hit in found.hits if hit.person_id == person_id), None),
        as_told=as_told and bool(form.text or form.who.data),
        searched=request.method == "POST",
        compared=COMPARED,
        nobody=NONE_OF_THESE,
    )
