"""What a person does with her phones and postal addresses, and what stands in the database afterwards."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select
from werkzeug.test import TestResponse

from app import people
from app.core.database import session
from app.people import Phone, PostalAddress, ProfileChange, phones_of, postal_address_of, shown_phone
from app.profile import addresses, phones
from tests.browser import Browser
from tests.cast import ANN
from tests.makers import the_person

TYPED = {"street": "12 North Main Street Apt 4b", "city": "Dothan", "state": "AL", "postal_code": "36301"}


def numbers(address: str = ANN) -> list[str]:
    """The phone numbers on her profile, as people read them."""
    session().expire_all()
    return [shown_phone(one.number) for one in phones_of(the_person(address))]


def mail_goes_to(address: str = ANN) -> tuple[str, ...]:
    """The lines of the label; empty when there is no address."""
    session().expire_all()
    found = postal_address_of(the_person(address))
    return found.lines if found else ()


def add_number(browser: Browser, number: str, **more: Any) -> TestResponse:
    """Type one more number and press Save."""
    browser.get("/profile/phones/add")
    return browser.press("Save number", follow=False, phone=number, **more)


def move(browser: Browser, button: str = "Keep mine", **typed: str) -> TestResponse:
    """Type another address, then say how it is to be written."""
    browser.get("/profile/addresses/add")
    answer = browser.press("Save address", follow=False, **{**TYPED, **typed})
    return browser.press(button, follow=False) if answer.status_code == 200 else answer


def act_of(answer: TestResponse) -> list[ProfileChange]:
    """The changes of the act that the next page tells about."""
    target = urlsplit(answer.location)
    assert (answer.status_code, target.path) == (303, "/profile")
    return people.changes_of_act(parse_qs(target.query)["done"][0], the_person(ANN).id)


def take_back(answer: TestResponse) -> None:
    """Undo what that act changed."""
    restore = {"phone": phones.restore, "postal_address": addresses.restore}
    for change in act_of(answer):
        restore[change.field](change)
    session().commit()


def state() -> list[tuple[Any, ...]]:
    """Every number and every address on her profile, with where it came from: what an undo puts back."""
    session().expire_all()
    person = the_person(ANN)
    held = select(PostalAddress).where(PostalAddress.person_id == person.id, PostalAddress.removed_at.is_(None))
    rows: list[Any] = [*phones_of(person), *session().scalars(held.order_by(PostalAddress.id))]
    return [tuple(getattr(one, name) for name in _columns(one)) for one in rows]


def _columns(row: Any) -> list[str]:
    names = (column.key for column in row.__table__.columns)
    made_anew = ("id", "created_at", "replaced_at") if isinstance(row, PostalAddress) else ()
    return [name for name in names if not name.endswith("_subject") and name not in ("key_version", *made_anew)]


def values(change: ProfileChange) -> tuple[Any, Any]:
    """(old, new) of a change."""
    return json.loads(change.old), json.loads(change.new)


def all_numbers() -> list[Phone]:
    """Every phone row, removed ones too."""
    return list(session().scalars(select(Phone).order_by(Phone.id)))
