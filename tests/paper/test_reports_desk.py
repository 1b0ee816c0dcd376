"""Reports about paper mail at the desk."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from app import suppression
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import random_id, session
from app.paper import reporting
from app.paper.models import PaperReport
from app.staff import StaffMember
from tests.browser import Browser
from tests.cast import ann
from tests.desk import MAX, SUE, a_member, sit_down
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/staff/paper-reports"


@pytest.fixture
def desk(client: Browser) -> Browser:
    """Sue's browser."""
    sit_down(client, a_member(SUE))
    return client


def a_report(kind: str = "two_copies", name: str = "Ann Archer") -> PaperReport:
    subject = suppression.mark_for_key(f"P|{name}").subject_id
    typed = {"name": name, "street": "1 Elm St", "last_line": "DOTHAN AL 36302", "other": "=A1"}
    number = reporting.keep(kind, typed, subject, random_id())
    session().commit()
    return session().get_one(PaperReport, number)


def text(desk: Browser) -> str:
    assert desk.page
    return desk.page.text


def test_an_empty_list_says_where_reports_come_from(desk: Browser) -> None:
    desk.get(PAGE)
    assert "Nothing waits." in text(desk)


def test_staff_read_what_was_typed_and_find_the_record(desk: Browser) -> None:
    ann()
    number = a_report().id
    desk.get(PAGE)
    assert "I get two copies" in text(desk) and "1 Elm St" in text(desk)
    desk.press(f"Find the record (report {number})")
    assert "a••@example.com" in text(desk)


def test_settling_says_what_was_done_and_erases_what_was_typed(desk: Browser) -> None:
    one, other = a_report(), a_report(name="Bea Baker")
    desk.get(PAGE)
    desk.press(f"Settle report {one.id}", outcome="merged")
    assert (one.outcome, one.sealed, other.outcome) == ("merged", None, None)
    assert "Made one record of two" in text(desk) and "Archer" not in text(desk) and "Bea Baker" in text(desk)
    assert session().query(AuditNote).filter_by(act="paper-reports.settle", about=f"paper-report:{one.id}").count() == 1


def test_settling_again_changes_nothing(desk: Browser) -> None:
    one = a_report()
    desk.get(PAGE)
    drawn = desk.page
    for outcome in ("merged", "nothing"):
        desk.page = drawn
        assert desk.press(f"Settle report {one.id}", outcome=outcome).status_code == 200
    assert one.outcome == "merged"
    assert session().query(AuditNote).filter_by(act="paper-reports.settle").count() == 1


@pytest.mark.parametrize("outcome", ["", "taken_back", "\0"])
def test_what_was_done_has_to_be_said(outcome: str, desk: Browser) -> None:
    one = a_report()
    desk.get(PAGE)
    assert desk.press(f"Settle report {one.id}", outcome=outcome).status_code == 400
    assert one.settled_at is None and one.sealed


def test_a_report_that_is_not_there_is_not_settled(desk: Browser) -> None:
    a_report()
    desk.get(PAGE)
    assert desk.page
    token = next(field.get("value") for field in desk.page.all("input") if field.get("name") == "csrf_token")
    assert desk.post(f"{PAGE}/999/settle", data={"outcome": "merged", "csrf_token": token}).status_code == 404


def test_settled_ones_stand_in_a_list_of_their_own(desk: Browser) -> None:
    one, other = a_report(), a_report("deceased", name="Bea Baker")
    member = session().query(StaffMember).one()
    reporting.settle(one.id, "mended", f"staff:{member.id}", member.id)
    session().commit()
    desk.get(PAGE, query_string={"state": "settled"})
    assert "Mended the address" in text(desk) and "Erased" in text(desk) and "Bea Baker" not in text(desk)
    desk.get(PAGE, query_string={"state": "all"})
    assert other.settled_at is None and "Bea Baker" in text(desk)


def test_the_list_goes_on_by_key(desk: Browser) -> None:
    first, *_others = [a_report(name=f"Ann {number}") for number in range(52)]
    desk.get(PAGE)
    assert f"(report {first.id})" not in text(desk)
    desk.get(PAGE, query_string={"before": first.id + 2})
    assert f"(report {first.id})" in text(desk) and "Newest reports" in text(desk)


@pytest.mark.parametrize("strange", ["x", "\0", "9" * 40, "-1"])
def test_a_strange_place_in_the_list_is_no_fault(strange: str, desk: Browser) -> None:
    place = {"before": strange, "state": strange, "changed": strange}
    assert desk.get(PAGE, query_string=place).status_code == 200


def test_the_list_asks_a_fixed_number_of_questions(app: Flask, desk: Browser) -> None:
    a_report()
    with statements(app) as few:
        desk.get(PAGE)
    for number in range(20):
        a_report(name=f"Ann {number}")
    with statements(app) as many:
        desk.get(PAGE)
    assert 0 < len(many) == len(few)


def test_the_list_as_a_file_holds_nothing_that_was_typed(desk: Browser) -> None:
    a_report()
    answer = desk.get(f"{PAGE}.csv").text
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert (rows[0]["kind"], rows[0]["outcome"], "Archer" in answer) == ("two_copies", "", False)


def test_the_overview_says_how_many_wait_and_when_they_are_late(desk: Browser) -> None:
    one = a_report()
    desk.get("/staff")
    assert "1 report about paper mail waits." in text(desk)
    one.at = clock.now() - timedelta(days=8)
    session().commit()
    desk.get("/staff")
    assert "The oldest for 8 days." in text(desk)


def test_the_mail_clerk_does_not_open_it(client: Browser) -> None:
    sit_down(client, a_member(MAX))
    assert client.get(PAGE).status_code == 403
