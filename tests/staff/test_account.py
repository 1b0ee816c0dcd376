"""One's own account: sessions, password, recovery codes, keyboard. Each change says what changed."""

import pytest
import time_machine
from flask import Flask

from app import outbox
from app.core import clock
from app.core.database import session
from app.staff import mail, recovery
from app.staff.models import StaffMember, StaffSession
from tests.browser import Browser, words
from tests.desk import MO, SUE, sit_down
from tests.staff.doors import BETTER, CODES, OVERVIEW, PASSWORD, code, come_in, joined, show_password
from tests.statements import statements

ACCOUNT, NEW_PASSWORD, NEW_CODES = "/staff/account", "/staff/account/password", "/staff/account/recovery-codes"


@pytest.fixture
def mo(client: Browser, app_context: None) -> Browser:
    """Mo at the desk."""
    sit_down(client, joined())
    client.get(ACCOUNT)
    return client


def another(mo: Browser, email: str = MO) -> Browser:
    """Another browser at the desk: hers, or a colleague's."""
    browser = Browser(mo.application)
    come_in(browser, email)
    return browser


def posted(kind: str = mail.CHANGED) -> list[str]:
    return [row.reference.split("/")[1] for row in session().query(outbox.Message).filter_by(kind=kind)]


def test_the_page_lists_where_one_is_signed_in_and_marks_this_one(mo: Browser) -> None:
    another(mo)
    mo.get(ACCOUNT)
    assert mo.page.text.count("127.0.0.0/24") >= 2
    assert mo.page.text.count("This one") == 1


def test_one_session_is_ended_and_this_one_goes_on(mo: Browser) -> None:
    other = another(mo)
    (chosen,) = [
        row.id for row in session().query(StaffSession) if row.id not in mo._session("staff", desk=True).values()
    ]
    mo.get(ACCOUNT)
    token = mo.page.root.find(".//input[@name='csrf_token']").get("value")
    mo.post("/staff/account/end", data={"session": chosen, "csrf_token": token})
    assert (other.get(OVERVIEW).status_code, mo.get(ACCOUNT).status_code) == (303, 200)
    assert "That session has ended." in mo.page.text
    mo.post("/staff/account/end", data={"session": chosen, "csrf_token": token})
    mo.get(ACCOUNT)
    assert "had ended already" in mo.page.text


def test_ending_this_session_signs_out(mo: Browser) -> None:
    session_id = mo._session("staff", desk=True)["_staff_id"]
    mo.press(f"End the session since {_since(mo)}, 127.0.0.0/24")
    assert not mo.is_at_desk
    assert mo.get(OVERVIEW).status_code == 303
    assert session().get(StaffSession, session_id).revoked_at


def _since(browser: Browser) -> str:
    return words(browser.page.all("td")[1]).partition(",")[0]


def test_all_others_are_ended_and_a_colleagues_stays(mo: Browser) -> None:
    joined(SUE)
    other, sue = another(mo), another(mo, SUE)
    mo.get(ACCOUNT)
    mo.press("End all others")
    assert "Only this one runs" in mo.page.text
    assert [browser.get(OVERVIEW).status_code for browser in (mo, other, sue)] == [200, 303, 200]


@pytest.mark.parametrize("chosen", ["", "\x00", "x" * 9000, "sue"])
def test_a_strangers_session_and_garbage_end_nothing(chosen: str, mo: Browser) -> None:
    joined(SUE)
    sue = another(mo, SUE)
    chosen = sue._session("staff", desk=True)["_staff_id"] if chosen == "sue" else chosen
    token = mo.page.root.find(".//input[@name='csrf_token']").get("value")
    assert mo.post("/staff/account/end", data={"session": chosen, "csrf_token": token}).status_code == 303
    assert (mo.get(OVERVIEW).status_code, sue.get(OVERVIEW).status_code) == (200, 200)


def test_the_password_is_changed_by_the_old_one_and_a_code(mo: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False):
        other = another(mo)
        before = mo._session("staff", desk=True)["_staff_id"]
        mo.get(NEW_PASSWORD)
        mo.press("Change my password", password=PASSWORD, new_password=BETTER, code=code(1))
    assert "Your password is new" in mo.page.text
    assert mo._session("staff", desk=True)["_staff_id"] != before
    assert (mo.get(OVERVIEW).status_code, other.get(OVERVIEW).status_code) == (200, 303)
    assert show_password(Browser(mo.application), password=BETTER).status_code == 200
    assert posted() == ["password"]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"password": BETTER}, 400, "not your current password"),
        ({"new_password": "password1234"}, 422, "common passwords"),
        ({"code": "abc"}, 422, "six digits"),
        ({"code": ""}, 422, "six digits"),
        ({"password": "", "new_password": ""}, 422, "Enter your current password"),
        ({"new_password": "\x00" * 50_000}, 422, "256 characters or fewer"),
    ],
)
def test_a_password_is_not_changed_by_less(fields: dict[str, str], status: int, said: str, mo: Browser) -> None:
    mo.get(NEW_PASSWORD)
    right = {"password": PASSWORD, "new_password": BETTER, "code": code()}
    assert mo.press("Change my password", **(right | fields)).status_code == status
    assert said in mo.page.text
    assert BETTER not in mo.page.html
    assert show_password(Browser(mo.application)).status_code == 200
    assert posted() == []


def test_a_code_that_signed_in_changes_no_password(client: Browser, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now(), tick=False):
        come_in(client)
        client.get(NEW_PASSWORD)
        wrong = client.press("Change my password", password=PASSWORD, new_password=BETTER, code=code())
    assert wrong.status_code == 400
    assert "used already" in client.page.text


def test_new_recovery_codes_end_the_older_ones_and_are_mailed_about(mo: Browser) -> None:
    mo.get(NEW_CODES)
    mo.press("Make new codes", code=code())
    shown = [item.text for item in mo.page.all("li") if item.text and recovery.plain(item.text)]
    assert len(shown) == recovery.HOW_MANY
    for typed, status in ((CODES[0], 400), (shown[0], 303)):
        browser = Browser(mo.application)
        show_password(browser)
        browser.get("/staff/sign-in/recovery")
        assert browser.press("Sign in", follow=False, code=typed).status_code == status
    assert posted() == ["codes"]


def test_without_a_code_the_older_recovery_codes_stay(mo: Browser) -> None:
    mo.get(NEW_CODES)
    for typed, status in (("", 422), ("12345x", 422), (code(-5), 400)):
        assert mo.press("Make new codes", code=typed).status_code == status
    mo.get(ACCOUNT)
    assert f"{len(CODES)} of {recovery.HOW_MANY} unused" in mo.page.text
    assert posted() == []


def test_keyboard_shortcuts_go_off_and_on_again(mo: Browser) -> None:
    mo.press("Turn off keyboard shortcuts")
    assert "Keyboard shortcuts: on → off." in mo.page.text
    mo.press("Turn on keyboard shortcuts")
    assert "Keyboard shortcuts: off → on." in mo.page.text
    assert "shortcuts in the queue are on" in mo.page.text


@pytest.mark.parametrize("address", ["end", "end-others", "keys", "password", "recovery-codes"])
def test_a_stranger_and_a_form_without_a_token_change_nothing(address: str, mo: Browser, app: Flask) -> None:
    assert Browser(app).post(f"{ACCOUNT}/{address}").status_code == 401
    assert mo.post(f"{ACCOUNT}/{address}").status_code == 400
    assert mo.get(ACCOUNT).status_code == 200


def test_many_sessions_are_one_query(app: Flask, mo: Browser) -> None:
    with statements(app) as few:
        mo.get(ACCOUNT)
    for _ in range(5):
        sit_down(Browser(app), session().query(StaffMember).one())
    with statements(app) as many:
        mo.get(ACCOUNT)
    assert len(many) == len(few)
