"""A caller who wants something seen or changed: the check first, then the record and what may be changed."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from app.core.database import session
from app.core.forms import typed_address
from app.core.refusals import TooMany
from app.identity import SameAddress
from app.phone_desk import changing
from app.phone_desk.checking import CheckFirst, TooFew, check_caller, checked
from app.phone_desk.staff import views
from app.phone_desk.staff.blueprint import NEEDS, NUMBER, bp, here
from app.phone_desk.what import WAYS
from app.profile import AddressedForm, ChangedSince, NameForm
from app.staff import staff_page

Answer = Any
PERSON = f"/phone/people/{NUMBER}"


@staff_page(bp, PERSON, needs=NEEDS)
def person(number: int) -> Answer:
    """What a checked caller may have changed. Without a check: the check, the same for a number nobody has."""
    try:
        found = checked(number, here())
    except CheckFirst:
        return views.ask(number)
    return views.page(found)


@staff_page(bp, f"{PERSON}/check", needs=NEEDS, methods=("POST",))
def check(number: int) -> Answer:
    """Note what was compared, and open."""
    way = request.form.get("way", "phone")
    ticked = request.form.getlist("compared")
    try:
        right = check_caller(number, ticked, way if way in WAYS else "phone", here())
    except TooFew as no:
        return views.ask(number, ticked=ticked, refusal=no.sentence), no.status
    session().commit()
    return redirect(url_for("phone_desk.person", number=number, look=right), 303)


@staff_page(bp, f"{PERSON}/name", needs=NEEDS, methods=("POST",))
def name(number: int) -> Answer:
    """Her name, and how she likes to be addressed: one act."""
    found = checked(number, here())
    names, greeting = NameForm(), AddressedForm()
    if not all([names.validate(), greeting.validate()]):
        return views.page(found, names=names, greeting=greeting), 422
    by = changing.by_clerk(found, here())
    for form in (names, greeting):
        form.save(found.person, 0, by, changing.NOTHING_SEEN)
    return views.saved(found, by)


@staff_page(bp, f"{PERSON}/email", needs=NEEDS, methods=("POST",))
def email(number: int) -> Answer:
    """Start a change of her e-mail address. It changes when somebody presses the link in the new mailbox."""
    found, form = checked(number, here()), typed_address()
    if not form.validate():
        return views.page(found, email=form), 422
    try:
        changing.ask_email_change(found, form.address, changing.by_clerk(found, here()))
    except (SameAddress, TooMany) as no:
        form.email.errors = [no.sentence]
        return views.page(found, email=form), no.status
    session().commit()
    return views.back(number, {"sent": "1"})


@staff_page(bp, f"{PERSON}/gone", needs=NEEDS, methods=("POST",))
def gone(number: int) -> Answer:
    """An animal is no longer with her: one press, and nothing is asked."""
    found = checked(number, here())
    by = changing.by_clerk(found, here())
    changing.say_goodbye(found, views.row(), by)
    return views.saved(found, by)


@staff_page(bp, f"{PERSON}/undo", needs=NEEDS, methods=("POST",))
def undo_change(number: int) -> Answer:
    """Take back what was changed in this call, once, within half an hour."""
    found = checked(number, here())
    try:
        by = changing.take_back(found, request.form.get("ticket", ""), here())
    except ChangedSince as no:
        session().rollback()
        return views.page(checked(number, here()), note=no.sentence), no.status
    session().commit()
    return views.back(number, {"done": by.act_id, "undone": "1"})


@bp.errorhandler(CheckFirst)
def check_first(no: CheckFirst) -> tuple[str, int]:
    """Nothing was changed; what was typed is shown, so that it can be entered after the check."""
    session().rollback()
    return views.ask(no.person_id, refusal=no.sentence), no.status
