"""A caller who wants something seen or changed: the check first, then the record and what may be changed."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from app import people
from app.core.database import session
from app.core.typed import typed
from app.people import By, NotAPhone, shown_phone
from app.phone_desk import changing
from app.phone_desk.checking import COMPARED, Checked, CheckFirst, TooFew, check_caller, checked
from app.phone_desk.staff.blueprint import NEEDS, NUMBER, bp, here
from app.phone_desk.what import WAYS
from app.staff import staff_page

Answer = Any
_PERSON = f"/phone/people/{NUMBER}"
_SECRET = ("csrf_token",)


@staff_page(bp, _PERSON, needs=NEEDS)
def person(number: int) -> Answer:
    """What a checked caller may have changed. Without a check: the check, the same for a number nobody has."""
    try:
        found = checked(number, here())
    except CheckFirst:
        return _ask(number)
    return _page(found)


@staff_page(bp, f"{_PERSON}/check", needs=NEEDS, methods=("POST",))
def check(number: int) -> Answer:
    """Note what was compared, and open."""
    way = request.form.get("way", "phone")
    ticked = request.form.getlist("compared")
    try:
        right = check_caller(number, ticked, way if way in WAYS else "phone", here())
    except TooFew as no:
        return _ask(number, ticked=ticked, refusal=no.sentence), no.status
    session().commit()
    return redirect(url_for("phone_desk.person", number=number, look=right), 303)


@staff_page(bp, f"{_PERSON}/name", needs=NEEDS, methods=("POST",))
def name(number: int) -> Answer:
    """Her name, and how she likes to be addressed."""
    found = checked(number, here())
    first, last, greeting = (
        typed(request.form.get(field), changing.LONGEST) for field in ("first", "last", "greeting")
    )
    if not (first or last):
        return _page(found, wrong="first", sentence=_("Write a first or a last name")), 422
    by = By(found.method, here().actor)
    changed = changing.set_name(found.person, first, last, by)
    changed = changing.set_greeting(found.person, greeting, by) or changed
    session().commit()
    return _back(number, "name" if changed else "same")


@staff_page(bp, f"{_PERSON}/phones", needs=NEEDS, methods=("POST",))
def phones(number: int) -> Answer:
    """One more number."""
    found = checked(number, here())
    try:
        added = changing.add_phone(found.person, typed(request.form.get("phone"), 40), By(found.method, here().actor))
    except NotAPhone as no:
        return _page(found, wrong="phone", sentence=no.sentence), no.status
    session().commit()
    return _back(number, "phone" if added else "same")


@staff_page(bp, f"{_PERSON}/phones/remove", needs=NEEDS, methods=("POST",))
def remove_phone(number: int) -> Answer:
    """Take a number off."""
    found, which = checked(number, here()), request.form.get("phone", "")
    fits = which.isascii() and which.isdigit() and len(which) < 10
    changing.remove_phone(found.person, int(which) if fits else 0, By(found.method, here().actor))
    session().commit()
    return _back(number, "removed")


@bp.errorhandler(CheckFirst)
def check_first(no: CheckFirst) -> tuple[str, int]:
    """Nothing was changed; what was typed is shown, so that it can be entered after the check."""
    session().rollback()
    words = [text for field, text in request.form.items() if field not in _SECRET and text]
    return _ask(no.person_id, refusal=no.sentence, lost=[typed(text) for text in words]), no.status


def _back(number: int, done: str) -> Answer:
    return redirect(url_for("phone_desk.person", number=number, look=request.form.get("look"), done=done), 303)


def _ask(number: int, *, ticked: list[str] | None = None, refusal: str = "", lost: list[str] | None = None) -> str:
    return render_template(
        "phone_desk/check.html",
        number=number,
        compared=COMPARED,
        ticked=ticked or [],
        refusal=refusal,
        lost=lost or [],
        ways=[(name, way.title) for name, way in WAYS.items()],
    )


def _page(found: Checked, *, wrong: str = "", sentence: str = "") -> str:
    return render_template(
        "phone_desk/person.html",
        person=found.person,
        until=found.until,
        phones=[(one.id, shown_phone(one.number)) for one in people.phones_of(found.person)],
        look=request.values.get("look", "")[:2000],
        done=request.args.get("done", ""),
        typed=request.form,
        wrong=wrong,
        sentence=sentence,
    )
