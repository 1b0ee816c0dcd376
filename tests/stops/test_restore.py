"""Answering about a burst: a scanner's stops are taken back, and nothing that anybody else said."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app import audit, outbox
from app.audit.models import AuditNote
from app.consent import OFF, PAUSE, ConsentEntry, ledger_faults, projection_faults
from app.consent.beside import beside_faults
from app.core.database import random_id, session
from app.people import erase_person
from app.staff import StaffMember
from app.stops.answering import MESSAGE
from app.stops.mail import compose
from app.stops.models import StopBurst
from app.suppression import Scope, marks_of_address, suppress
from tests.browser import Browser
from tests.cast import BEA, bea
from tests.desk import MAX, SUE, a_member, sit_down
from tests.makers import a_no, a_stop, a_yes, may, says, the_person
from tests.stops.scanner import FIREFOX, Mailing, a_press, stops_of

pytestmark = pytest.mark.usefixtures("app_context")
AT = datetime(2026, 7, 8, 15, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
SCANNER = "A scanner pressed them: restore"


@pytest.fixture
def mailing(client: Browser) -> Mailing:
    """A mailing of twelve people that a scanner pressed, and Bea, who had it too and whose link nobody pressed."""
    found = Mailing(AT)
    bea(), a_yes(BEA, found.topic)
    found.pressed(client)
    assert len(found.look()) == 1
    return found


def the_burst() -> StopBurst:
    return session().scalars(select(StopBurst).execution_options(populate_existing=True)).one()


def press(browser: Browser, button: str = SCANNER, at: datetime = LATER, **fields: object) -> str:
    """Max opens the burst, fills in the form, presses. What the page says then."""
    with time_machine.travel(at, tick=False):
        sit_down(browser, session().scalars(select(StaffMember)).first() or a_member(MAX))
        browser.get(f"/staff/stops/bursts/{the_burst().id}")
        browser.press(button, **fields)
    assert browser.page
    return browser.page.text


def answers(mailing: Mailing) -> list[str]:
    return [may(address, mailing.topic) for address in mailing.people]


def mails() -> list[str]:
    return list(session().scalars(select(outbox.Message.reference).where(outbox.Message.kind == MESSAGE)))


def test_a_scanners_stops_are_taken_back_and_the_untouched_one_stays_as_she_was(
    client: Browser, mailing: Mailing
) -> None:
    assert (answers(mailing), may(BEA, mailing.topic)) == (["no suppressed_topic"] * 12, "yes chosen")
    assert "12 × Restored" in press(client, which="all")
    assert (answers(mailing), may(BEA, mailing.topic)) == (["yes chosen"] * 12, "yes chosen")
    assert len(mails()) == 12
    assert [list(faults) for faults in (ledger_faults(), projection_faults(), beside_faults(), audit.verify_trail())] == [
        [], [], [], [],
    ]  # fmt: skip


def test_people_pressed_them_changes_nothing_and_can_be_taken_back(client: Browser, mailing: Mailing) -> None:
    assert "people pressed them" in press(client, "People pressed them")
    assert (answers(mailing), mails()) == (["no suppressed_topic"] * 12, [])
    press(client, "Open again")
    assert the_burst().answer is None
    press(client, which="all")
    assert answers(mailing) == ["yes chosen"] * 12


def test_nothing_is_ticked_or_chosen_beforehand_and_an_empty_answer_is_asked_for(
    client: Browser, mailing: Mailing
) -> None:
    assert "Say which stops to restore" in press(client)
    assert "Tick the stops to restore" in press(client, which="ticked")
    assert not [each for each in client.page.all("input") if each.get("name") == "act" and each.get("checked")]  # type: ignore[union-attr]
    assert answers(mailing) == ["no suppressed_topic"] * 12


def test_only_what_was_ticked_is_taken_back_and_the_rest_can_follow(client: Browser, mailing: Mailing) -> None:
    ticked = [stop.act_id for stop in stops_of(the_burst())[:2]]
    assert "2 × Restored" in press(client, which="ticked", act=ticked)
    assert answers(mailing) == ["yes chosen"] * 2 + ["no suppressed_topic"] * 10
    assert "12 × Restored" in press(client, which="all")
    assert answers(mailing) == ["yes chosen"] * 12


def test_a_double_click_does_nothing_twice(client: Browser, mailing: Mailing) -> None:
    press(client, which="all")
    lines = session().scalar(select(func.count()).select_from(ConsentEntry))
    with time_machine.travel(LATER, tick=False):
        token = client.page.form("Sign out")[0].find("input").get("value")  # type: ignore[union-attr]
        data = {"csrf_token": token, "answer": "scanner", "which": "all"}
        assert client.post(f"/staff/stops/bursts/{the_burst().id}/answer", data=data).status_code == 303
    assert session().scalar(select(func.count()).select_from(ConsentEntry)) == lines
    assert len(mails()) == 12
    acts = session().scalars(select(AuditNote.act).where(AuditNote.act.like("stops.%")).order_by(AuditNote.id)).all()
    assert acts == ["stops.answer", "stops.restore"]


def p(number: int) -> str:
    return f"p{number}@example.com"


def test_who_said_something_since_stays_stopped_and_the_others_come_back(client: Browser, mailing: Mailing) -> None:
    """One pressed the link again, one the page's button, one typed, one called, one chose another thing, one sent a file."""
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        a_press(client, mailing.link(p(0)), "198.51.100.7", FIREFOX)
        a_press(client, mailing.link(p(1)) + "/stop", "198.51.100.7", FIREFOX)
        a_stop(p(2))
        a_no(p(3), mailing.topic, "phone")
        a_yes(p(4), mailing.topic), a_no(p(4), mailing.topic)
        a_no(p(5), mailing.topic, "suppression_import")
        a_press(client, mailing.link(p(6)))  # from the scanner's own network, an hour later
    text = press(client, which="all")
    assert "5 × Restored" in text and "7 × Stays: the person said something since" in text
    held = ["no suppressed_marketing" if n == 2 else "no suppressed_topic" for n in range(7)]
    assert answers(mailing) == held + ["yes chosen"] * 5
    assert may(BEA, mailing.topic) == "yes chosen"


def test_a_scanner_that_presses_twice_at_once_said_nothing_new(client: Browser, mailing: Mailing) -> None:
    mailing.pressed(client, first=6)
    press(client, which="all")
    assert answers(mailing) == ["yes chosen"] * 12


def test_a_complaint_a_postal_order_and_a_typed_stop_are_never_lifted(client: Browser, mailing: Mailing) -> None:
    for number, reason in enumerate(("complaint", "prohibitory_order", "typed_address")):
        scope = Scope.ALL_CONTACT if number == 1 else Scope.ALL_MARKETING
        suppress(marks_of_address(p(number))[0], scope, reason, random_id())
    session().commit()
    assert "3 × Stays: stopped in another way too" in press(client, which="all")
    assert answers(mailing)[:4] == [
        "no suppressed_marketing",
        "no suppressed_contact",
        "no suppressed_marketing",
        "yes chosen",
    ]


def test_the_gate_allows_again_only_what_it_allowed_before(client: Browser) -> None:
    mailing = Mailing(AT)
    with time_machine.travel(AT - timedelta(hours=1), tick=False):
        a_no(p(0), mailing.topic)
        says(p(1), PAUSE, "2026-08-01")
    mailing.pressed(client)
    mailing.look()
    assert len(stops_of(the_burst())) == 11  # what was stopped before leaves no line to take back
    press(client, which="all")
    with time_machine.travel(LATER, tick=False):
        assert answers(mailing)[:3] == ["no suppressed_topic", "no paused", "yes chosen"]


def test_a_press_on_stop_all_of_it_is_taken_back_whole(client: Browser) -> None:
    mailing = Mailing(AT)
    mailing.pressed(client)
    for number in range(12):
        with time_machine.travel(AT + timedelta(seconds=6 + number), tick=False):
            a_press(client, mailing.link(p(number)) + "/stop", what="all")
    mailing.look()
    assert answers(mailing) == ["no suppressed_marketing"] * 12
    assert "24 × Restored" in press(client, which="all")
    assert answers(mailing) == ["yes chosen"] * 12


def test_after_seven_days_nothing_is_taken_back(client: Browser, mailing: Mailing) -> None:
    with time_machine.travel(AT + timedelta(days=8), tick=False):
        sit_down(client, a_member(MAX))
        client.get(f"/staff/stops/bursts/{the_burst().id}")
        token = client.page.form("Sign out")[0].find("input").get("value")  # type: ignore[union-attr]
        data = {"csrf_token": token, "answer": "scanner", "which": "all"}
        client.post(f"/staff/stops/bursts/{the_burst().id}/answer", data=data)
    assert (answers(mailing), mails()) == (["no suppressed_topic"] * 12, [])


def test_who_was_restored_wrongly_stops_again_by_the_link_in_the_mail(client: Browser, mailing: Mailing) -> None:
    press(client, which="all")
    stop = next(one for one in stops_of(the_burst()) if one.subject_id == the_person(p(0)).subject_id)
    with client.application.test_request_context():
        letter = compose(stop.act_id)
    assert letter is not None and letter.to == p(0)
    (offered,) = letter.context["stops"]
    client.post(offered["url"].partition("127.0.0.1:8000")[2])
    assert answers(mailing) == ["no suppressed_topic"] + ["yes chosen"] * 11
    with client.application.test_request_context():
        assert compose(stop.act_id) is None


def test_somebody_erased_is_left_alone_and_leaves_the_burst(client: Browser, mailing: Mailing) -> None:
    erase_person(the_person(p(0)))
    session().commit()
    assert len(stops_of(the_burst())) == 11
    assert "11 × Restored" in press(client, which="all")
    assert answers(mailing)[0] == "no suppressed_topic"


def test_the_ledger_names_the_act_as_what_it_is(client: Browser, mailing: Mailing) -> None:
    press(client, which="all")
    lines = session().scalars(select(ConsentEntry).where(ConsentEntry.method == "scanner_restore")).all()
    assert {(line.actor[:6], line.source, line.state) for line in lines} == {("staff:", "desk", "on")}
    assert {
        line.state for line in session().scalars(select(ConsentEntry).where(ConsentEntry.method == "one_click"))
    } == {OFF}


def test_another_role_sees_no_burst_and_restores_nothing(client: Browser, mailing: Mailing) -> None:
    sit_down(client, a_member(SUE))
    for path in ("/staff/stops/bursts", f"/staff/stops/bursts/{the_burst().id}"):
        assert client.get(path).status_code == 403
