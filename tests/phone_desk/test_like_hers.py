"""A clerk's change of the profile equals her own, but for who did it, how, and where it came from."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.consent.models import ConsentEntry
from app.core.database import Base, session, table
from app.outbox.models import Message
from app.people import Animal, Origin, Person, Phone, PostalAddress, ProfileChange, postal_address_of
from app.profile.mail import compose
from app.staff import StaffMember
from tests.browser import Browser
from tests.cast import ANN
from tests.makers import a_person, the_person
from tests.phone_desk.calls import link
from tests.phone_desk.test_check import checked
from tests.profile.knowing import an_animal
from tests.sign_in import sign_in

pytestmark = pytest.mark.usefixtures("app_context")
TWIN = "twin@example.com"
TYPED = {"street": "12 North Main Street", "city": "Dothan", "state": "AL", "postal_code": "36301"}
WHO_AND_HOW = {"method", "actor", "source", "evidence"}
OWN = {"id", "person_id", "subject_id", "act_id", "gone_act_id", "previous", "digest", "mark", "seq", "about"}
TIMES = {"at", "created_at", "recorded_at", "corrected_at", "confirmed_at", "replaced_at", "removed_at", "gone_at"}
PLACES = {"household_subject", "address_subject", "label_subject", "replaced"}


def plain(value: Any) -> Any:
    """JSON without ids, times and sources, which stand in every change."""
    if isinstance(value, dict):
        return {
            name: plain(one)
            for name, one in value.items()
            if name not in {*OWN, *TIMES, *PLACES, "came", "act", "left"}
        }
    return value


def rows(model: type[Base], *where: Any) -> list[dict[str, Any]]:
    """Rows without what must differ; of a time, whether there is one."""
    found = session().execute(select(table(model)).where(*where).order_by(table(model).c[0])).mappings()
    left_out = WHO_AND_HOW | OWN | PLACES
    kept = [{name: one for name, one in row.items() if name not in left_out} for row in found]
    return [{name: bool(one) if name in TIMES else one for name, one in row.items()} for row in kept]


def all_about(person: Person) -> dict[str, Any]:
    """Everything a change leaves."""
    session().expire_all()
    models = (ProfileChange, Phone, PostalAddress, Animal, Origin)
    found = {model.__name__: rows(model, table(model).c.person_id == person.id) for model in models}
    for change in found["ProfileChange"]:
        change.update(old=plain(json.loads(change["old"])), new=plain(json.loads(change["new"])))
    row = session().get_one(Person, person.id)
    return {
        **found,
        "entries": rows(ConsentEntry, ConsentEntry.subject_id == person.subject_id),
        "name": row.display_name,
    }


def hers(page: Browser, path: str, button: str, **typed: str) -> None:
    page.get(path)
    page.press(button, **typed)


def clerks(page: Browser, words: str, button: str, **typed: str) -> None:
    """Follow a link of the caller's page, where there is one, and press."""
    if words:
        page.get(link(page, words))
    page.press(button, **typed)


Step = Callable[[Browser], None]
NAME = {"first_name": "Anne", "last_name": "Twin"}
NUMBER, OTHER = {"phone": "334-555-0177", "kind": "work"}, {"phone": "334-555-0188"}


def spelled(page: Browser, press: Callable[[], None]) -> None:
    press()
    page.press("Use this spelling")


BOTH: dict[str, tuple[Step, Step]] = {
    "name": (
        lambda page: hers(page, "/profile/name", "Save name", **NAME),
        lambda page: clerks(page, "", "Save the name", **NAME),
    ),
    "greeting": (
        lambda page: hers(page, "/profile/addressed-as", "Save", addressed_as="Doc"),
        lambda page: clerks(page, "", "Save the name", addressed_as="Doc"),
    ),
    "add": (
        lambda page: hers(page, "/profile/phones/add", "Save number", **NUMBER),
        lambda page: clerks(page, "Add a number", "Save number", **NUMBER),
    ),
    "change": (
        lambda page: hers(page, f"/profile/phones/{the_phone(ANN)}", "Save number", **OTHER),
        lambda page: clerks(page, "Change (334) 555-0101", "Save number", **OTHER),
    ),
    "remove": (
        lambda page: hers(page, f"/profile/phones/{the_phone(ANN)}", "Remove number"),
        lambda page: clerks(page, "", "Remove (334) 555-0101"),
    ),
    "address": (
        lambda page: spelled(page, lambda: hers(page, "/profile/addresses/add", "Save address", **TYPED)),
        lambda page: spelled(page, lambda: clerks(page, "Change the address", "Save address", **TYPED)),
    ),
    "no address": (
        lambda page: hers(page, f"/profile/addresses/{the_place(ANN)}", "Remove address"),
        lambda page: clerks(page, "", "Remove the address"),
    ),
    "farewell": (
        lambda page: hers(page, "/profile/animals", "Juniper: No longer with us"),
        lambda page: clerks(page, "", "No longer with them Juniper"),
    ),
}


def the_phone(address: str) -> int:
    return next(one.id for one in the_person(address).phones)


def the_place(address: str) -> int:
    place = postal_address_of(the_person(address))
    assert place
    return place.id


def twins() -> tuple[Person, Person]:
    """Ann, and somebody with the same name, number, address and horse."""
    fields = {"first_name": "Ann", "last_name": "Archer", "street": "1 Elm Street", "customer_number": "C-1002"}
    twin = a_person(TWIN, is_customer=True, proven=True, phone="+13345550101", **fields)
    ann = the_person(ANN)
    an_animal(ann), an_animal(twin)
    return ann, twin


@pytest.mark.parametrize("what", BOTH)
def test_it_leaves_the_same_whoever_presses(what: str, app: Flask, desk: Browser) -> None:
    ann, twin = twins()
    her, (on_her_page, at_the_desk) = Browser(app), BOTH[what]
    sign_in(her, ANN)
    before = all_about(ann)
    assert before == all_about(twin)
    on_her_page(her)
    checked(desk, "name_zip", "email", address=TWIN)
    at_the_desk(desk)
    assert before != all_about(ann) == all_about(twin)
    assert session().query(Message).filter_by(kind="profile_changed").count() == 2


def test_who_and_how_are_the_clerks_and_the_page_says_by_phone(app: Flask, desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    clerks(desk, "Add a number", "Save number", **NUMBER)
    sue, change = session().query(StaffMember).one(), session().query(ProfileChange).one()
    assert (change.method, change.actor, change.field) == ("phone", f"staff:{sue.id}", "phone")
    mail = compose(session().query(Message).filter_by(kind="profile_changed").one().reference)
    assert mail and mail.context["by"] == "phone"
    her = Browser(app)
    sign_in(her, ANN)
    page = her.get("/profile").text
    assert "You told us by phone, " in page and "Customer support, after your call" in page
