"""What a checked caller has changed: shown from what to what, taken back by the clerk, and an email change only started."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.audit.models import AuditNote, AuditValue
from app.core import clock
from app.core.database import session
from app.identity.email_change import ASKED
from app.people import ProfileChange, postal_address_of
from app.profile.mail import compose
from app.staff import StaffMember
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.desk import PIA, SUE, a_member, sit_down
from tests.identity.changing import NEW, addresses, confirm, letter, path
from tests.makers import the_person
from tests.phone_desk.calls import link
from tests.phone_desk.test_check import OPEN, checked, token
from tests.profile.contacts import TYPED
from tests.profile.knowing import an_animal

pytestmark = pytest.mark.usefixtures("app_context")


def renamed(desk: Browser) -> ProfileChange:
    """Ann calls and is Anne from now on."""
    checked(desk, "name_zip", "email")
    desk.press("Save the name", first_name="Anne")
    return session().query(ProfileChange).one()


def ticket(desk: Browser) -> str:
    return next(str(one.get("value")) for one in desk.page.all("input") if one.get("name") == "ticket")


def test_a_change_is_shown_from_what_to_what_and_undo_puts_it_back(desk: Browser) -> None:
    change = renamed(desk)
    assert "Name: was Ann Archer → now Anne Archer" in desk.page.text
    desk.press("Undo")
    assert "Undone at" in desk.page.text and "was Anne Archer → now Ann Archer" in desk.page.text
    back = session().query(ProfileChange).filter_by(method="undo").one()
    assert (the_person(ANN).first_name, back.actor) == ("Ann", change.actor)
    assert compose(f"{change.person_id}/{change.act_id}") is None


@pytest.mark.parametrize(("minutes", "status", "name"), [(20, 200, "Ann"), (31, 410, "Anne")])
def test_undo_works_for_half_an_hour_under_a_check_that_counts(
    minutes: int, status: int, name: str, desk: Browser
) -> None:
    change, taken = renamed(desk), ticket(desk)
    where = f"/staff/phone/people/{change.person_id}"
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
        sit_down(desk, session().query(StaffMember).filter_by(email=SUE).one())
        data = {"csrf_token": token(desk), "ticket": taken}
        assert desk.post(f"{where}/undo", data=data).status_code == 409  # the check has run out
        desk.press(OPEN, compared=["name_zip", "email"])
        answer = desk.post(f"{where}/undo", data={**data, "csrf_token": token(desk)}, follow_redirects=True)
    assert (answer.status_code, the_person(ANN).first_name) == (status, name)


def test_another_clerk_takes_nothing_back_nor_reads_it(app: Flask, desk: Browser) -> None:
    change, taken = renamed(desk), ticket(desk)
    other = Browser(app)
    sit_down(other, a_member(PIA))
    checked(other, "name_zip", "email")
    where = f"/staff/phone/people/{change.person_id}"
    assert "was Ann" not in other.get(f"{where}?done={change.act_id}").text
    data = {"csrf_token": token(other), "ticket": taken}
    assert other.post(f"{where}/undo", data=data).status_code == 404
    assert the_person(ANN).first_name == "Anne"


def test_her_ticket_does_nothing_on_another_record(desk: Browser) -> None:
    renamed(desk)
    taken = ticket(desk)
    checked(desk, "name_zip", "email", address=BEA)
    for each in (taken, "garbage", "\0", "x" * 9000):
        data = {"csrf_token": token(desk), "ticket": each}
        assert 400 <= desk.post(f"/staff/phone/people/{the_person(BEA).id}/undo", data=data).status_code < 500
    assert the_person(ANN).first_name == "Anne"


def test_an_email_change_is_only_started(client: Browser, desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    desk.press("Email a link to the new address", email=NEW)
    assert "A link is on its way to the new address." in desk.page.text and addresses(the_person(ANN)) == [ANN]
    note = session().query(AuditNote).filter_by(act="people.change").one()
    assert [one.new for one in session().query(AuditValue).filter_by(note_id=note.id)] == ["email"]
    confirm(client, path(letter(ASKED)))
    assert addresses(the_person(NEW)) == [NEW] and addresses(the_person(BEA)) == [BEA]


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [("nobody", 422, "Enter"), (ANN, 400, "That’s the address you have now"), ("\0", 422, "Enter")],
)
def test_an_address_that_is_none_or_hers_starts_nothing(typed: str, status: int, says: str, desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    assert desk.press("Email a link to the new address", email=typed).status_code == status
    assert says in desk.page.text and desk.page.title.startswith("Error:") and letter(ASKED) is None


def test_an_address_has_the_fields_of_its_country_and_keeps_what_was_typed(desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    desk.get(link(desk, "Change the address"))
    desk.press("Show the fields of this country", country="DE")
    assert "state" not in [one.get("name") for one in desk.page.all("input")]
    assert desk.press("Save address", street="Weg <1>", city="", postal_code="10115").status_code == 422
    assert 'value="Weg &lt;1&gt;"' in desk.page.html
    desk.press("Save address", street="Weg 1", city="Berlin", postal_code="10115")
    place = postal_address_of(the_person(ANN))
    assert place and (place.country, place.source) == ("DE", "phone")


def test_the_spelling_is_asked_and_either_way_back_is_there(desk: Browser) -> None:
    checked(desk, "name_zip", "email")
    desk.get(link(desk, "Change the address"))
    desk.press("Save address", **TYPED)
    assert "12 N MAIN ST APT 4B" in desk.page.text and not session().query(ProfileChange).count()
    desk.press("Change what I typed")
    desk.press("Save address")
    desk.press("Keep theirs")
    assert "now 12 North Main Street Apt 4b, Dothan, AL 36301" in desk.page.text


def test_rows_of_somebody_else_are_not_there(desk: Browser) -> None:
    place, animal = postal_address_of(the_person(BEA)), an_animal(the_person(BEA))
    checked(desk, "name_zip", "email")
    assert place
    where, proof = f"/staff/phone/people/{the_person(ANN).id}", token(desk)
    for route, row in (("address/remove", place.id), ("gone", animal.id)):
        for each in (row, 0, "x", "9" * 30):
            assert desk.post(f"{where}/{route}", data={"csrf_token": proof, "row": each}).status_code == 404
    assert place.removed_at is None and animal.gone_at is None


def test_bea_is_as_she_was(desk: Browser) -> None:
    renamed(desk)
    assert (the_person(BEA).first_name, session().query(ProfileChange).count()) == ("Bea", 1)
