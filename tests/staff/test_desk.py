"""The guard before every page of the desk."""

from datetime import timedelta

import pytest
import time_machine
from flask import Blueprint, Flask

from app import links
from app.core import clock
from app.core.database import session
from app.core.feature import Feature
from app.core.refusals import BadSetting
from app.core.settings import Settings
from app.factory import create_app
from app.features import FEATURES
from app.staff import Role, end_sessions_of
from tests.browser import Browser
from tests.databases import KEYS
from tests.desk import MAX, MO, SUE, a_member, sit_down
from tests.sign_in import sign_in

PAGE = "/staff/account"


def test_a_stranger_is_asked_to_sign_in(client: Browser) -> None:
    answer = client.get(PAGE)
    assert (answer.status_code, answer.location) == (303, "/staff/sign-in")


def test_who_sits_at_the_desk_sees_its_pages_and_nobody_elses_session(client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MO))
    assert client.get(PAGE).status_code == 200
    assert MO in client.page.html
    assert not client.is_signed_in


def test_a_shopper_at_the_same_browser_is_no_member_of_staff(client: Browser, app_context: None) -> None:
    sign_in(client)
    assert client.get(PAGE).status_code == 303


def test_a_member_of_staff_is_no_shopper(client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MO))
    assert client.get("/preferences").status_code == 303


def test_the_value_of_one_cookie_is_no_value_of_the_other(client: Browser, app: Flask, app_context: None) -> None:
    sit_down(client, a_member(MO))
    stolen = client.get_cookie("staff").decoded_value
    client.delete_cookie("staff")
    client.set_cookie("session", stolen)
    assert client.get(PAGE).status_code == 303


@pytest.mark.parametrize("away", [links.STAFF_IDLE, links.STAFF_SESSION])
def test_a_session_ends_by_itself(away: timedelta, client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MO))
    with time_machine.travel(clock.now() + away + timedelta(seconds=2), tick=False):
        assert client.get(PAGE).status_code == 303


def test_a_stolen_cookie_is_worth_nothing_after_sign_out(client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MO))
    stolen = client.get_cookie("staff").decoded_value
    client.get(PAGE)
    client.press("Sign out")
    client.set_cookie("staff", stolen)
    assert client.get(PAGE).status_code == 303


def test_a_session_ends_with_the_role_it_began_under_and_another_goes_on(app: Flask, app_context: None) -> None:
    mo, sue = Browser(app), Browser(app)
    member = a_member(MO)
    sit_down(mo, member)
    sit_down(sue, a_member(SUE))
    member.role = Role.SUPPORT.value
    session().commit()
    assert (mo.get(PAGE).status_code, sue.get(PAGE).status_code) == (303, 200)


def test_every_session_of_a_member_can_be_ended(app: Flask, app_context: None) -> None:
    browsers, member = [Browser(app), Browser(app)], a_member(MO)
    for browser in browsers:
        sit_down(browser, member)
    assert end_sessions_of(member.id) == 2
    assert [browser.get(PAGE).status_code for browser in browsers] == [303, 303]


def test_a_form_that_came_too_late_is_shown_again_as_it_was_typed(client: Browser) -> None:
    answer = client.post("/staff/search", data={"find": "Ann Archer 36302"})
    assert answer.status_code == 401
    assert "Ann Archer 36302" in client.page.html


def test_a_form_without_its_token_is_refused(client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MO))
    assert client.post("/staff/search", data={"find": "x"}).status_code == 400
    assert "Nothing was saved" in client.page.text and is_desk(client)


def is_desk(browser: Browser) -> bool:
    """The page has the desk around it, with the way back, and nothing for shoppers."""
    return "Staff desk" in browser.page.html and "stop emails" not in browser.page.text


def test_a_page_for_another_role_says_which_and_keeps_the_desk_around_it(client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MO))
    assert client.get("/staff/audit").status_code == 403
    assert "You work as moderator. This page is open to: administrator, privacy officer." in client.page.text
    assert is_desk(client)
    assert client.get("/staff/reviews").status_code == 200


def test_an_address_nobody_has_leads_back_to_where_one_is(client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MO))
    assert client.get("/staff/nowhere").status_code == 404
    assert is_desk(client)
    assert client.get("/nowhere").status_code == 404
    assert not is_desk(client)


@pytest.mark.parametrize(
    ("path", "entry", "how"),
    [
        ("/staff", "Overview", "page"),
        ("/staff/topics", "Topics", "page"),
        ("/staff/topics/new", "Topics", "true"),
        ("/staff/stops/bursts", "Stops", "true"),
        ("/staff/account", "", ""),
    ],
)
def test_the_menu_shows_where_one_is(path: str, entry: str, how: str, client: Browser, app_context: None) -> None:
    sit_down(client, a_member(MAX))
    assert client.get(path).status_code == 200
    menu = next(nav for nav in client.page.all("nav") if nav.get("aria-label") == "Desk")
    marked = [
        ("".join(a.itertext()).split()[0], a.get("aria-current")) for a in menu.iter("a") if a.get("aria-current")
    ]
    assert marked == ([(entry, how)] if entry else [])


def test_the_start_is_refused_over_a_page_that_says_not_who_may_open_it(database: str) -> None:
    bp = Blueprint("careless", __name__)
    bp.add_url_rule("/staff/careless", "page", lambda: "")
    environ = KEYS | {"DATABASE_URL": database}
    with pytest.raises(BadSetting, match="/staff/careless"):
        create_app(Settings.from_environ(environ), (*FEATURES, Feature("careless", blueprints=(bp,))))
