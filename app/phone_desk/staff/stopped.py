"""What was stopped: the sentence to read out, undo, and the confirmation in writing."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from app import audit, consent, people
from app.core import clock
from app.core.database import session
from app.core.refusals import NotFound
from app.people import LookReason
from app.phone_desk import mail
from app.phone_desk.models import RecordedStop
from app.phone_desk.recording import stop_named, take_back, undo_until
from app.phone_desk.sentences import printed_for, sentences_of
from app.phone_desk.staff.blueprint import NEEDS, bp, here
from app.phone_desk.what import LETTERS, WAYS, WHATS
from app.staff import staff_page

Answer = Any
_STOPS = "/phone/stops/<reference>"


@staff_page(bp, _STOPS, needs=NEEDS)
def stopped(reference: str) -> str:
    """One recorded stop."""
    return _page(stop_named(reference))


@staff_page(bp, f"{_STOPS}/undo", needs=NEEDS, methods=("POST",))
def undo(reference: str) -> Answer:
    """Take it back, once, within the time the page names."""
    row = stop_named(reference)
    take_back(row, here())
    session().commit()
    if request.form.get("back") == LETTERS:
        return redirect(url_for("phone_desk.letters"), 303)
    return redirect(url_for("phone_desk.stopped", reference=row.reference), 303)


@staff_page(bp, f"{_STOPS}/mail", needs=NEEDS, methods=("POST",))
def confirm_by_mail(reference: str) -> Answer:
    """A confirmation to the address we hold. Pressed again, nothing more is sent."""
    row = stop_named(reference)
    if mail.ask_for_mail(row):
        audit.note(here().actor, "stop.mail", f"subject:{row.subject_id}", {"reference": (None, row.reference)})
    session().commit()
    return redirect(url_for("phone_desk.stopped", reference=row.reference), 303)


@staff_page(bp, f"{_STOPS}/letter", needs=NEEDS, methods=("POST",))
def print_letter(reference: str) -> str:
    """The letter to print. It holds name and address, so it is a look: noted, and seen by the person."""
    row, clerk = stop_named(reference), here()
    person = mail.person_of(row) if row.undone_at is None else None
    place = people.postal_address_of(person) if person else None
    if person is None or place is None:
        raise NotFound(_("There is no postal address to print, or the stop was taken back."))
    people.note_look(person, clerk.actor, clerk.role, _reason(row))
    row.printed_at = clock.now()
    session().commit()
    lines = [line for line in (person.display_name, *place.lines) if line]
    return render_template("phone_desk/letter.html", stop=row, lines=lines, printed=printed_for(row))


def _reason(row: RecordedStop) -> LookReason:
    return LookReason.CALL if row.way == "phone" else LookReason.LETTER


def _page(row: RecordedStop) -> str:
    person = mail.person_of(row)
    done = consent.act_of(row.act_id, row.subject_id)
    return render_template(
        "phone_desk/stopped.html",
        stop=row,
        what=WHATS[row.what].title,
        way=WAYS[row.way].title,
        changes=consent.change_lines(done.changes, is_customer=True) if done else [],
        say=sentences_of(row),
        undo_until=undo_until(row),
        can_mail=row.undone_at is None and mail.address_for(person) is not None,
        can_print=row.undone_at is None and person is not None and people.postal_address_of(person) is not None,
    )
