"""A person's record. Opening it is a look: it takes a reason, it is noted, and the person can read it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from app import links
from app.console.pages.blueprint import NUMBER, bp, here
from app.console.records import CHANGES, look_behind, open_record, record_of
from app.core.database import session
from app.people import REASON_WORDS, REASONS_AT_DESK, REFERENCE, LookReason
from app.staff import IN_WORDS, Permission, staff_page

Answer = Any


@staff_page(bp, f"/people/{NUMBER}", needs=Permission.PEOPLE_LOOK)
def record(number: int) -> Answer:
    """The record behind a look that was noted. Without one: why do you open it? The same for a number nobody has."""
    look = look_behind(request.args.get("look", ""), number, here())
    found = record_of(look, here().role) if look else None
    if found is None:
        return _ask(number)
    return render_template(
        "console/record.html",
        record=found,
        shown=CHANGES,
        reference=found.person.subject_id[:REFERENCE],
        until=found.look.at + links.STAFF_IDLE,
        roles=IN_WORDS,
        reasons=REASON_WORDS,
        at_desk=REASONS_AT_DESK,
    )


@staff_page(bp, f"/people/{NUMBER}/look", needs=Permission.PEOPLE_LOOK, methods=("POST",))
def look(number: int) -> Answer:
    """Open a record for a reason: noted first, read then."""
    reason = request.form.get("reason", "")
    if reason not in list(LookReason):
        return _ask(number, unanswered=True), 400
    token = open_record(number, here(), LookReason(reason))
    session().commit()
    return redirect(url_for("console.record", number=number, look=token), 303)


def _ask(number: int, *, unanswered: bool = False) -> str:
    return render_template("console/why.html", number=number, unanswered=unanswered, reasons=REASONS_AT_DESK)
