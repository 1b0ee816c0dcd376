"""Notes to friends at the desk: numbers, the breaker by hand, reports, and senders who send no more."""

from collections.abc import Callable

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app import audit
from app.core.database import session
from app.core.desk import Due
from app.core.feature import declared
from app.core.personal_data import Holder, erase_everywhere
from app.products import Product
from app.staff import Permission, Role, may
from app.tell_a_friend import breaker, reporting
from app.tell_a_friend.barring import export_bars, is_barred
from app.tell_a_friend.desk_models import SenderBar
from app.tell_a_friend.duties import notes_reported, notes_resting
from tests.browser import Browser
from tests.desk import MAX, PIA, a_member, sit_down
from tests.mail_server import MailServer
from tests.makers import the_person
from tests.sign_in import sign_in
from tests.statements import statements
from tests.tell_a_friend.notes import CAL, SAM, hand_over, posted, sent, the_note
from tests.tell_a_friend.telling import one_click, prove, tell, text

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/staff/friends"


@pytest.fixture
def pia(app: Flask) -> Browser:
    browser = Browser(app)
    sit_down(browser, a_member(PIA))
    return browser


def a_report(bucket: Product, number: int = 0) -> int:
    """A note that its friend reported."""
    note = sent(bucket, friend_address=f"friend{number}@example.com") if number else sent(bucket)
    reporting.report(note)
    reporting.say_why(note, reporting.Reason.RUDE)
    session().commit()
    return note


def due(find: Callable[[], Due | None]) -> int | None:
    """How much of that waits, as the overview asks it."""
    with current_app.test_request_context():
        found = find()
    return found.count if found else None


def acts() -> list[str]:
    return [one.act for one in audit.notes(audit.Wanted(), 50) if one.act.startswith("recommendations")]


def test_it_counts_what_left_and_what_was_refused_and_names_no_friend(
    client: Browser, pia: Browser, bucket: Product
) -> None:
    number = sent(bucket)
    hand_over()
    client.post(one_click(number))
    pia.get(PAGE)
    numbers = [one.text for one in pia.page.all("b")]  # type: ignore[union-attr]
    assert numbers[1:] == ["1", "1", "1", "0"]
    assert CAL not in pia.page.html and "Cal" not in text(pia)  # type: ignore[union-attr]


def test_the_mail_clerk_stops_all_notes_and_lets_them_go(app: Flask, bucket: Product) -> None:
    browser = Browser(app)
    sit_down(browser, a_member(MAX))
    number = sent(bucket)
    browser.get(PAGE)
    browser.press("Stop all notes now")
    assert "Notes to friends are stopped" in text(browser) and due(notes_resting) == 1
    hand_over()
    assert the_note(number).ended_at is None
    browser.press("Let notes go again")
    assert (due(notes_resting), breaker.open_breaker()) == (None, None)
    hand_over()
    assert the_note(number).outcome == "handed_over"


def test_who_reads_no_reports_sees_none(app: Flask, bucket: Product) -> None:
    a_report(bucket)
    browser = Browser(app)
    sit_down(browser, a_member(MAX))
    browser.get(PAGE)
    assert "Reported by friends" not in text(browser)
    for path in ("reports/1/settle", "reports/1/bar", "bars/1/lift"):
        token = browser.page.all("form")[-1].find(".//input[@name='csrf_token']").get("value")  # type: ignore[union-attr]
        answer = browser.post(f"{PAGE}/{path}", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403


def test_a_report_waits_until_somebody_looked_at_it(pia: Browser, bucket: Product) -> None:
    number = a_report(bucket)
    assert due(notes_reported) == 1
    pia.get(PAGE)
    assert "s••@example.com" in text(pia) and "It is rude or threatening" in text(pia) and "Bucket" in text(pia)
    pia.press(f"Nothing follows from the report of note {number}")
    assert due(notes_reported) is None and "Looked at" in text(pia)


def test_a_sender_who_is_barred_sends_no_more_and_is_told(pia: Browser, client: Browser, bucket: Product) -> None:
    number = a_report(bucket)
    pia.get(PAGE)
    pia.press(f"Bar the sender of note {number}")
    assert is_barred(the_person(SAM).subject_id) and due(notes_reported) is None
    tell(client, friend_email="eve@example.com")
    assert prove(client).request.path == "/products/bucket/tell-a-friend/not-sent/closed"
    assert "We don’t send notes for you any more" in text(client)
    tell(Browser(client.application), friend_email="eve@example.com", email="joe@example.com")
    assert len(posted()) == 1


def test_what_waits_of_a_barred_sender_does_not_leave_and_that_of_others_does(
    pia: Browser, bucket: Product, server: MailServer
) -> None:
    number = a_report(bucket)
    hand_over()
    sent(bucket, friend_address="eve@example.com")
    sent(bucket, friend_address="dee@example.com", sender_address="joe@example.com")
    breaker.trip(breaker.Why.STAFF)
    pia.get(PAGE)
    pia.press(f"Bar the sender of note {number}")
    breaker.reset("command", None)
    session().commit()
    hand_over()
    assert [mail.rcpt_tos for mail in server.mails] == [[CAL], ["dee@example.com"]]


def test_a_bar_is_taken_back_and_both_are_in_the_trail(pia: Browser, client: Browser, bucket: Product) -> None:
    number = a_report(bucket)
    pia.get(PAGE)
    pia.press(f"Bar the sender of note {number}")
    pia.press("Let them send again s••@example.com")
    assert not is_barred(the_person(SAM).subject_id)
    assert acts() == ["recommendations.lift", "recommendations.settle", "recommendations.bar"]
    sign_in(client, SAM)
    tell(client, friend_email="eve@example.com")
    assert len(posted()) == 2


def test_pressed_twice_each_act_is_done_once(pia: Browser, bucket: Product) -> None:
    number = a_report(bucket)
    pia.get(PAGE)
    page = pia.page
    for _ in range(2):
        pia.page = page
        pia.press(f"Bar the sender of note {number}")
    assert len(session().scalars(select(SenderBar)).all()) == 1
    assert acts() == ["recommendations.settle", "recommendations.bar"]


def test_of_an_erased_sender_there_is_nobody_to_bar(pia: Browser, bucket: Product) -> None:
    number = a_report(bucket)
    pia.get(PAGE)
    sam = the_person(SAM)
    erase_everywhere(declared().personal_data, Holder(sam.id, sam.subject_id))
    session().commit()
    assert pia.press(f"Bar the sender of note {number}").status_code == 409
    pia.get(PAGE)
    assert "erased" in text(pia)


def test_her_copy_says_that_she_is_barred(pia: Browser, bucket: Product) -> None:
    number = a_report(bucket)
    pia.get(PAGE)
    pia.press(f"Bar the sender of note {number}")
    sam = the_person(SAM)
    assert [list(one) for one in export_bars(Holder(sam.id, sam.subject_id))] == [["no more notes since", "taken back"]]
    erase_everywhere(declared().personal_data, Holder(sam.id, sam.subject_id))
    assert list(export_bars(Holder(sam.id, sam.subject_id))) == []


@pytest.mark.parametrize("path", ["reports/987654/settle", "reports/987654/bar", "bars/987654/lift"])
def test_a_number_that_is_no_report_changes_nothing(pia: Browser, bucket: Product, path: str) -> None:
    sent(bucket)
    pia.get(PAGE)
    token = pia.page.all("form")[-1].find(".//input[@name='csrf_token']").get("value")  # type: ignore[union-attr]
    answer = pia.post(f"{PAGE}/{path}", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code in (303, 404) and acts() == []


def test_the_list_asks_the_database_as_often_for_one_report_as_for_many(
    app: Flask, pia: Browser, bucket: Product
) -> None:
    a_report(bucket, 1)
    with statements(app) as one:
        pia.get(PAGE)
    a_report(bucket, 2)
    with statements(app) as many:
        pia.get(PAGE)
    assert len(one) == len(many)


def test_garbage_in_the_address_shows_the_first_page(pia: Browser, bucket: Product) -> None:
    for garbage in ("x", "9" * 40, "9" * 5000, "-1", "\x00", "²"):
        assert pia.get(PAGE, query_string={"before": garbage, "did": garbage}).status_code == 200


def test_who_may_what() -> None:
    watch, judge = Permission.RECOMMENDATIONS_WATCH, Permission.RECOMMENDATIONS_JUDGE
    assert [role for role in Role if may(role, watch)] == [Role.MAIL, Role.PRIVACY]
    assert [role for role in Role if may(role, judge)] == [Role.PRIVACY]
