"""The caller check: two things compared open the record for this clerk and this person, for 15 minutes; no stop asks for it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.audit.models import AuditNote, AuditValue
from app.core import clock
from app.core.database import session
from app.links import CALLER_CHECK
from app.people import Look, Origin, Person, Phone, ProfileChange
from app.phone_desk.models import CallerCheck
from app.staff import StaffMember
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.desk import PIA, SUE, a_member, sit_down
from tests.makers import the_person
from tests.phone_desk.calls import link, searched

pytestmark = pytest.mark.usefixtures("app_context")
OPEN = "Open the record"
CHANGES = {
    "name": {"first_name": "Eve", "last_name": "Evil"},
    "email": {"email": "eve@example.net"},
    "phone": {"phone": "334-555-0199"},
    "phone/remove": {"row": "1"},
    "address": {"street": "12 MAIN ST", "city": "DOTHAN", "state": "AL", "postal_code": "36301", "country": "US"},
    "address/remove": {"row": "1"},
    "gone": {"row": "1"},
    "undo": {"ticket": "1"},
}


def checked(browser: Browser, *compared: str, address: str = ANN) -> int:
    """Ann calls and the clerk compares these. Returns the answer's status."""
    searched(browser, address)
    return browser.press(OPEN, compared=list(compared)).status_code


def token(browser: Browser) -> str:
    browser.get("/staff/phone")
    return next(str(one.get("value")) for one in browser.page.all("input") if one.get("name") == "csrf_token")


def tries(browser: Browser, person: Person) -> dict[str, tuple[int, bool]]:
    """Every changing route → its status, and whether the check page came."""
    found, proof = {}, token(browser)
    for route, fields in CHANGES.items():
        answer = browser.post(f"/staff/phone/people/{person.id}/{route}", data={"csrf_token": proof, **fields})
        found[route] = (answer.status_code, "Caller check" in answer.text)
    return found


def test_two_things_open_what_may_be_changed_and_the_record(desk: Browser) -> None:
    assert checked(desk, "name_zip", "email") == 200
    assert "Ann Archer" in desk.page.text and "(334) 555-0101" in desk.page.text
    record = next(one.get("href", "") for one in desk.page.all("a") if "look=" in one.get("href", ""))
    assert "reason “their call”" in desk.get(record).text and session().query(Look).count() == 1


@pytest.mark.parametrize("compared", [(), ("email",), ("email", "email"), ("email", "shoe size", "\0")])
def test_fewer_than_two_open_nothing_and_nothing_is_written(compared: tuple[str, ...], desk: Browser) -> None:
    assert checked(desk, *compared) == 422
    assert "Archer" not in desk.page.html
    assert not [session().query(model).count() for model in (CallerCheck, Look) if session().query(model).count()]


def test_what_was_compared_is_noted_and_nothing_about_failing(desk: Browser) -> None:
    checked(desk, "order", "email")
    row = session().query(CallerCheck).one()
    note = session().query(AuditNote).filter_by(act="people.caller_check").one()
    values = [(one.field, one.old, one.new) for one in session().query(AuditValue).filter_by(note_id=note.id)]
    assert row.compared == "order,email" and values == [("compared", None, "order,email")]


def test_without_a_check_every_change_answers_with_the_check(desk: Browser) -> None:
    person = the_person(ANN)
    assert set(tries(desk, person).values()) == {(409, True)}
    assert "Not saved: 334-555" not in desk.page.text and session().query(ProfileChange).count() == 0
    assert "Caller check" in desk.get(f"/staff/phone/people/{person.id}").text and "Archer" not in desk.page.html


def test_what_was_typed_before_a_check_is_not_lost(desk: Browser) -> None:
    data = {"csrf_token": token(desk), "first_name": "Anne", "last_name": "Archer"}
    desk.post(f"/staff/phone/people/{the_person(ANN).id}/name", data=data)
    assert "Not saved: Anne · Archer" in desk.page.text


def test_the_check_of_another_person_or_another_clerk_does_not_count(app: Flask, desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    other = Browser(app)
    sit_down(other, a_member(PIA))
    assert set(tries(desk, the_person(BEA)).values()) == {(409, True)}
    assert set(tries(other, the_person(ANN)).values()) == {(409, True)}
    assert session().query(ProfileChange).count() == 0


@pytest.mark.parametrize(
    ("after", "counts"), [(timedelta(0), True), (timedelta(minutes=14), True), (CALLER_CHECK, False)]
)
def test_it_counts_for_fifteen_minutes(after: timedelta, counts: bool, desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    person = the_person(ANN)
    with time_machine.travel(clock.now() + after, tick=False):
        sit_down(desk, session().query(StaffMember).filter_by(email=SUE).one())
        assert ("You can change these until" in desk.get(f"/staff/phone/people/{person.id}").text) is counts


def test_a_name_is_changed_noted_as_hers_by_phone_and_kept_from_files(desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    desk.press("Save the name", first_name="Anne", last_name="Archer", addressed_as="Dr. Archer")
    person, change = the_person(ANN), session().query(ProfileChange).filter_by(field="name").one()
    assert (person.first_name, person.addressed_as) == ("Anne", "Dr. Archer")
    sue = session().query(StaffMember).filter_by(email=SUE).one()
    assert (change.method, change.actor) == ("phone", f"staff:{sue.id}")
    assert all(one.corrected_at and one.source == "phone" for one in session().query(Origin))


def test_phones_come_and_go_and_a_bad_one_is_kept_in_its_field(desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    desk.get(link(desk, "Add a number"))
    assert desk.press("Save number", phone="call me").status_code == 422
    assert 'value="call me"' in desk.page.html and "Enter a phone number" in desk.page.text
    desk.press("Save number", phone="334 555 0199")
    assert "Phone: was nothing → now (334) 555-0199" in desk.page.text
    desk.press("Remove (334) 555-0101")
    held = [one.number for one in session().query(Phone).filter_by(removed_at=None)]
    assert held == ["+13345550199"]


def test_a_strangers_number_is_not_removed_through_anns_page(desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    hers = Phone(person_id=the_person(BEA).id, number="+13345550777", created_at=clock.now())
    session().add(hers)
    session().commit()
    proof = token(desk)
    for which in (str(hers.id), "0", "x", "\0", "9" * 30):
        data = {"csrf_token": proof, "row": which}
        assert desk.post(f"/staff/phone/people/{the_person(ANN).id}/phone/remove", data=data).status_code == 404
    assert session().get(Phone, hers.id).removed_at is None


def test_the_trail_names_the_field_and_never_the_value(desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    desk.press("Save the name", first_name="Wilhelmina", last_name="Archer")
    values = [one.new for one in session().query(AuditValue)]
    assert "name" in values and not [text for text in values if text and "Wilhelmina" in text]


def test_a_number_nobody_has_asks_the_same_and_opens_nothing(desk: Browser) -> None:
    page = desk.get("/staff/phone/people/999999")
    assert page.status_code == 200 and "Caller check" in page.text
    assert desk.press(OPEN, compared=["name_zip", "email"]).status_code == 404
