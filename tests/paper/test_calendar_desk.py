"""The print calendar at the desk."""

import csv
import io

import pytest
from flask import Flask

from app import paper
from app.audit.models import AuditNote, AuditValue
from app.core.database import session
from app.paper import PrintRun
from app.staff import Role
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.desk import MAX, MO, a_member, sit_down
from tests.labels import a_run, in_days, today
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/staff/print-calendar"


@pytest.fixture
def desk(client: Browser) -> Browser:
    """Max's browser."""
    sit_down(client, a_member(MAX))
    return client


def issue(**other: str) -> dict[str, str]:
    number = str(topic_by_slug("horse-catalog").id)
    days = {"list_pulled_on": in_days(10).isoformat(), "in_homes_until": in_days(50).isoformat()}
    return {"topic_id": number, "name": "Spring horse catalog", **days, **other}


def add(desk: Browser, **other: str) -> int:
    desk.get(PAGE)
    return desk.press("Add it", **issue(**other)).status_code


def text(desk: Browser) -> str:
    assert desk.page
    return desk.page.text


def only() -> PrintRun:
    return session().query(PrintRun).one()


def noted(act: str) -> dict[str, tuple[str | None, str | None]]:
    """Field → (old, new) of the newest note of that act."""
    note = session().query(AuditNote).filter_by(act=act).order_by(AuditNote.id.desc()).first()
    assert note
    return {one.field: (one.old, one.new) for one in session().query(AuditValue).filter_by(note_id=note.id)}


def test_an_empty_calendar_says_what_pages_say_without_it(desk: Browser) -> None:
    desk.get(PAGE)
    assert "No issues here yet." in text(desk) and "12 weeks" in text(desk)


def test_an_issue_is_added_named_and_noted(desk: Browser) -> None:
    assert add(desk) == 200
    assert "Saved at" in text(desk) and "Spring horse catalog" in text(desk) and "In 10 days" in text(desk)
    assert noted("print-calendar.add")["in_homes_until"] == (None, in_days(50).isoformat())
    assert (only().created_by is not None, only().is_printed(in_days(11))) == (True, True)


def test_a_second_press_of_add_is_no_second_issue(desk: Browser) -> None:
    assert (add(desk), add(desk)) == (200, 409)
    assert "in the calendar already" in text(desk) and only()


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("topic_id", "", "Choose a kind of paper mail"),
        ("topic_id", "999999999999", "Choose a kind of paper mail"),
        ("topic_id", "email", "Choose a kind of paper mail"),
        ("name", " \0 ", "Give it a name"),
        ("name", "x" * 81, "at most 80"),
        ("list_pulled_on", "", "Enter a day like"),
        ("list_pulled_on", "2026-02-30", "Enter a day like"),
        ("list_pulled_on", "1926-01-01", "Check the year"),
        ("in_homes_until", "9999-12-31", "Check the year"),
        ("in_homes_until", "20270101T0", "Enter a day like"),
        ("in_homes_until", "today", "on or after the day the list is pulled"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_keeps_the_rest(field: str, typed: str, says: str, desk: Browser) -> None:
    kind = str(topic_by_slug("weekly-deals").id)
    wrong = {"email": kind, "today": today().isoformat()}.get(typed, typed)
    assert add(desk, **{field: wrong}) == 400
    kept = "Spring horse catalog" if field != "name" else in_days(50).isoformat()
    assert says in text(desk) and desk.page and kept in desk.page.html
    assert session().query(PrintRun).count() == 0


def test_adding_changing_and_cancelling_are_each_undone_once(desk: Browser) -> None:
    add(desk)
    desk.press("Undo")
    assert only().cancelled_at is not None
    run = a_run(until=30)
    for button, fields in (("Save", {"in_homes_until": in_days(44).isoformat()}), ("Cancel this issue", {})):
        desk.get(f"{PAGE}/{run.id}")
        desk.press(button, **fields)
        assert (run.in_homes_until, run.cancelled_at is None) != (in_days(30), True)
        done = desk.page
        desk.press("Undo")
        assert (run.in_homes_until, run.cancelled_at) == (in_days(30), None)
        desk.page = done
        assert desk.press("Undo").status_code == 410


def test_a_change_is_noted_from_what_to_what_and_shows_at_once(desk: Browser) -> None:
    run = a_run(until=30)
    desk.get(f"{PAGE}/{run.id}")
    desk.press("Save", in_homes_until=in_days(44).isoformat())
    assert noted("print-calendar.change") == {"in_homes_until": (in_days(30).isoformat(), in_days(44).isoformat())}
    assert paper.last_day([topic_by_slug("horse-catalog")], today()) == in_days(44)


def test_a_form_drawn_before_somebody_elses_change_is_refused_and_keeps_what_was_typed(desk: Browser) -> None:
    run = a_run(until=30)
    desk.get(f"{PAGE}/{run.id}")
    drawn = desk.page
    desk.press("Save", name="Mine")
    desk.page = drawn
    assert desk.press("Save", name="Also mine").status_code == 409
    assert "Somebody changed this entry" in text(desk) and 'value="Also mine"' in desk.page.html  # type: ignore[union-attr]
    assert run.name == "Mine"
    desk.press("Save")
    assert run.name == "Also mine"


def test_a_change_into_an_issue_that_is_there_is_refused(desk: Browser) -> None:
    a_run(name="one")
    other = a_run(name="two")
    desk.get(f"{PAGE}/{other.id}")
    assert desk.press("Save", name="one").status_code == 409
    assert other.name == "two"


def test_a_strangers_ticket_does_nothing(desk: Browser) -> None:
    add(desk)
    assert desk.page
    form, _button = desk.page.form("Undo")
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    other = Browser(desk.application)
    sit_down(other, a_member("max2@example.com", Role.MAIL))
    other.get(PAGE)
    assert other.page
    token = next(field.get("value") for field in other.page.all("input") if field.get("name") == "csrf_token")
    assert other.post(f"{PAGE}/undo", data={**sent, "csrf_token": token}).status_code == 404
    assert only().cancelled_at is None


def test_the_list_goes_on_by_key(desk: Browser) -> None:
    for number in range(60):
        a_run(pulled=number, until=200, name=f"Issue {number}")
    desk.get(PAGE)
    assert "Issue 59" in text(desk) and "Issue 9" not in text(desk).replace("Issue 59", "")
    older = next(link.get("href") for link in desk.page.all("a") if "after=" in str(link.get("href")))  # type: ignore[union-attr]
    desk.get(str(older))
    assert "Issue 9" in text(desk) and "Issue 10" not in text(desk) and "Latest issues" in text(desk)


@pytest.mark.parametrize("after", ["x", "\0", "2026-99-99.1", "9999-12-31.999999999", "2026-01-01." + "9" * 40])
def test_a_strange_place_in_the_list_is_no_fault(after: str, desk: Browser) -> None:
    assert desk.get(PAGE, query_string={"after": after, "note": after}).status_code == 200


def test_the_list_asks_a_fixed_number_of_questions(app: Flask, desk: Browser) -> None:
    a_run(name="one")
    with statements(app) as few:
        desk.get(PAGE)
    for number in range(20):
        a_run(pulled=number, name=f"Issue {number}")
    with statements(app) as many:
        desk.get(PAGE)
    assert 0 < len(many) == len(few)


def test_the_list_as_a_file_runs_no_formula(desk: Browser) -> None:
    a_run(name="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(desk.get(f"{PAGE}.csv").text)))
    assert (rows[0]["topic"], rows[0]["name"]) == ("horse-catalog", "'=HYPERLINK(1)")


def test_the_mail_clerk_is_told_in_time_to_run_the_export(desk: Browser) -> None:
    a_run(pulled=3, until=60), a_run(pulled=30, until=90, name="later")
    desk.get("/staff")
    assert "1 list is pulled this week." in text(desk) and "in 3 days: run the postal export." in text(desk)


def test_other_roles_do_not_open_it(client: Browser) -> None:
    sit_down(client, a_member(MO))
    assert client.get(PAGE).status_code == 403
