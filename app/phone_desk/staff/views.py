"""What the pages about one checked caller share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for

from app import people, profile
from app.core.database import session
from app.core.forms import AddressForm, empty_address
from app.core.typed import typed
from app.people import By, shown_phone
from app.phone_desk import changing
from app.phone_desk.checking import COMPARED, Checked
from app.phone_desk.staff.blueprint import here
from app.phone_desk.what import WAYS
from app.profile import AddressedForm, NameForm

Answer = Any
_BIGGEST = 2**31 - 1
_NOT_TYPED = ("csrf_token", "look", "row", "spelling", "ticket", "way")


def row() -> int:
    """The number of the row a press or a page is about, or 0."""
    text = request.values.get("row", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= _BIGGEST else 0


def look() -> str:
    """The right to read the record, which travels along."""
    return request.values.get("look", "")[:2000]


def saved(found: Checked, by: By) -> Answer:
    """Note it, confirm it, commit, and show what changed from what to what."""
    changed = changing.settle(found.person, by)
    session().commit()
    return back(found.person.id, {"done": by.act_id} if changed else {"same": "1"})


def back(number: int, told: Mapping[str, str]) -> Answer:
    """To the page of this caller, which tells what was done."""
    arguments: dict[str, Any] = {"number": number, "look": look() or None, **told}
    return redirect(url_for("phone_desk.person", **arguments), 303)


def page(
    found: Checked,
    *,
    names: NameForm | None = None,
    greeting: AddressedForm | None = None,
    email: AddressForm | None = None,
    note: str = "",
) -> str:
    """What a checked caller may have changed. `note`: why a press did nothing."""
    person = found.person
    held = {"first_name": person.first_name, "last_name": person.last_name, "addressed_as": person.addressed_as}
    return render_template(
        "phone_desk/person.html",
        person=person,
        until=found.until,
        names=names or NameForm(formdata=None, data=held),
        greeting=greeting or AddressedForm(formdata=None, data=held),
        new_email=email or empty_address(),
        address=people.destination_of(person).address if person.destinations else "",
        phones=[(one.id, shown_phone(one.number)) for one in people.phones_of(person)],
        place=people.postal_address_of(person),
        animals=[(one.id, profile.animal_title(one)) for one in profile.animals_of(person.id) if one.gone_at is None],
        look=look(),
        note=note,
        **_told(found),
    )


def ask(number: int, *, ticked: list[str] | None = None, refusal: str = "") -> str:
    """The check. After a refusal what was typed is shown, so that it can be entered later."""
    lost = [typed(text) for name, text in request.form.items() if name not in _NOT_TYPED and text]
    return render_template(
        "phone_desk/check.html",
        number=number,
        compared=COMPARED,
        ticked=ticked or [],
        refusal=refusal,
        lost=lost if ticked is None else [],
        ways=[(name, way.title) for name, way in WAYS.items()],
    )


def _told(found: Checked) -> dict[str, Any]:
    """What was just done, for the banner."""
    args = request.args
    done = changing.done_for(found, args.get("done", ""), here())
    return {"done": done, "undone": "undone" in args, "same": "same" in args, "sent": "sent" in args}
