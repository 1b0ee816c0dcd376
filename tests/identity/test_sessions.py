"""Sessions: how long they last, how they end, what the cookie holds."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask, render_template
from flask import session as cookie
from sqlalchemy import func, select

from app.core import clock
from app.core.database import session
from app.core.personal_data import Holder
from app.identity.jobs import forget_sign_ins
from app.identity.models import ShopperSession, SignInRequest, SignInSilence
from app.links import IDLE, SESSION, SILENCE
from app.people import Person, erase_person, person_by_address
from tests.browser import Browser
from tests.conftest import Shop
from tests.makers import a_person
from tests.sign_in import ANN, ask, hand_over, link_path, sign_in
from tests.statements import statements

HOME = "https://choices.example.com"


def is_in(browser: Browser) -> bool:
    """Whether the private page opens."""
    return browser.get("/preferences").status_code == 200


def test_a_signed_in_page_names_her_and_has_her_menu(client: Browser) -> None:
    sign_in(client)
    client.get("/privacy")
    assert ANN in client.page.html
    assert "Mail choices" in client.page.html


def test_a_strangers_page_has_neither(client: Browser) -> None:
    client.get("/privacy")
    assert "Sign out" not in client.page.html
    assert 'aria-label="Your choices"' not in client.page.html


def test_a_session_is_new_at_each_sign_in_and_the_older_one_ends(app: Flask, client: Browser) -> None:
    sign_in(client)
    before = client.get_cookie("session").value
    ask(Browser(app), "ann@example.com")
    letter = hand_over(client)
    client.get(link_path(letter))
    client.press("Continue to my choices")
    assert is_in(client)
    client.set_cookie("session", before)
    assert not is_in(client)


def test_nothing_an_earlier_visitor_left_in_the_cookie_stays(app: Flask, client: Browser) -> None:
    with client.session_transaction() as planted:
        planted["planted"] = "x"
    sign_in(client)
    with client.session_transaction() as found:
        assert set(found) <= {"_user_id", "_fresh", "seen", "csrf_token"}


def test_signing_out_here_ends_this_session_and_removes_the_cookie(app: Flask, client: Browser) -> None:
    sign_in(client)
    before = client.get_cookie("session").value
    client.press("Sign out")
    assert "You’re signed out" in client.page.text
    assert client.get_cookie("session") is None
    client.set_cookie("session", before)
    assert not is_in(client)


def test_signing_out_here_leaves_other_devices_in(app: Flask, client: Browser) -> None:
    phone = Browser(app)
    sign_in(phone)
    sign_in(client)
    client.press("Sign out")
    assert is_in(phone)


def test_signing_out_everywhere_ends_every_session_of_hers_and_no_other(app: Flask, client: Browser) -> None:
    phone, beas = Browser(app), Browser(app)
    sign_in(phone)
    sign_in(beas, "bea@example.com")
    sign_in(client)
    client.press("Sign out everywhere")
    assert "On every device" in client.page.text
    assert not is_in(client)
    assert not is_in(phone)
    assert is_in(beas)


def test_signing_out_needs_the_forms_token(client: Browser) -> None:
    sign_in(client)
    assert client.post("/sign-out").status_code == 400
    assert client.post("/sign-out/everywhere").status_code == 400
    assert is_in(client)


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out/everywhere"])
def test_signing_out_twice_is_no_mistake(client: Browser, path: str) -> None:
    assert client.post(path, follow_redirects=True).status_code == 200


def test_half_an_hour_without_a_press_ends_a_session(client: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        sign_in(client)
        travel.shift(IDLE - timedelta(seconds=1))
        assert is_in(client)
        travel.shift(IDLE + timedelta(seconds=1))
        assert not is_in(client)


def test_presses_keep_a_session_until_its_eight_hours_are_over(client: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        sign_in(client)
        for _ in range(int(SESSION / timedelta(minutes=25))):
            travel.shift(timedelta(minutes=25))
            assert is_in(client)
        travel.shift(timedelta(minutes=25))
        assert not is_in(client)


def test_the_cookie_is_written_at_most_once_a_minute(client: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        sign_in(client)
        client.get("/privacy")
        assert "Set-Cookie" not in client.get("/privacy").headers
        travel.shift(timedelta(seconds=61))
        assert "Set-Cookie" in client.get("/privacy").headers
        assert "Set-Cookie" not in client.get("/privacy").headers


def test_after_a_session_ended_pages_are_a_strangers_and_their_forms_work(app: Flask, client: Browser) -> None:
    sign_in(client)
    with app.app_context():
        session().query(ShopperSession).delete()
        session().commit()
    client.get("/privacy")
    assert not client.is_signed_in
    assert ask(client).status_code == 200


def test_who_is_signed_in_costs_one_query_and_no_write(app: Flask, client: Browser) -> None:
    sign_in(client)
    with statements(app) as said:
        client.get("/privacy")
    assert len([each for each in said if "shopper_session" in each]) == 1
    assert not [each for each in said if each.startswith(("UPDATE", "INSERT", "DELETE"))]


def test_the_page_for_a_broken_database_does_not_ask_it_who_is_signed_in(app: Flask) -> None:
    with app.test_request_context("/"), statements(app) as said:
        cookie["_user_id"], cookie["seen"] = "0" * 32, int(clock.now().timestamp())
        assert render_template("errors/503.html")
        assert render_template("errors/500.html")
    assert said == []


def test_erasing_a_person_signs_her_out_everywhere(app: Flask, client: Browser) -> None:
    sign_in(client)
    with app.app_context():
        erase_person(person_by_address(ANN))
        session().commit()
        counts = [session().scalar(select(func.count()).select_from(each)) for each in (ShopperSession, SignInRequest)]
    assert counts == [0, 0]
    assert not is_in(client)


def test_a_known_person_signs_in_as_herself(app: Flask, client: Browser, app_context: None) -> None:
    subject = a_person(ANN, source="purchase").subject_id
    sign_in(client, "Ann@EXAMPLE.com")
    (person,) = session().scalars(select(Person))
    assert (person.subject_id, person.source) == (subject, "purchase")
    assert person.destinations[0].proven_at


def test_her_export_names_sessions_and_requests_and_nobody_elses(app: Flask, client: Browser) -> None:
    sign_in(Browser(app), "bea@example.com")
    sign_in(client)
    with app.app_context():
        ann = person_by_address(ANN)
        tables = {data.table: data for data in app.extensions["declarations"].personal_data}
        rows = [
            list(tables[name].export(Holder(ann.id, ann.subject_id))) for name in ("shopper_session", "sign_in_request")
        ]
    assert [len(found) for found in rows] == [1, 1]
    assert rows[0][0]["address"] == ANN


def test_what_has_served_its_time_is_forgotten(app: Flask, client: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel, app.app_context():
        sign_in(Browser(app))
        ask(client)
        client.get(link_path(hand_over(client)))
        client.press("Stop these links")
        assert forget_sign_ins() == "0 rows of sign-in erased"
        travel.shift(SILENCE + timedelta(seconds=1))
        forget_sign_ins()
        tables = (SignInRequest, SignInSilence, ShopperSession)
        assert [session().scalar(select(func.count()).select_from(each)) for each in tables] == [0, 0, 0]


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", HOME])
def test_the_cookie_is_bound_as_tightly_as_the_address_allows(make_app: Shop, url: str) -> None:
    browser = Browser(make_app(PUBLIC_URL=url))
    browser.environ_base["HTTP_HOST"] = url.partition("//")[2]
    answer = browser.post("/sign-in", data={"email": ANN}, base_url=url)
    parts = answer.headers["Set-Cookie"].split("; ")
    assert parts[0].startswith("__Host-session=" if url == HOME else "session=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert ("Secure" in parts) == (url == HOME)
    assert not [part for part in parts if part.startswith(("Domain", "Expires", "Max-Age"))]


def test_the_whole_way_works_on_https(make_app: Shop) -> None:
    browser = Browser(make_app(PUBLIC_URL=HOME))
    browser.environ_base |= {"wsgi.url_scheme": "https", "HTTP_HOST": "choices.example.com"}
    browser.get("/sign-in", base_url=HOME)
    browser.post("/sign-in", data={"email": ANN}, base_url=HOME, headers={"Origin": HOME})
    letter = hand_over(browser)
    assert letter.context["link"].startswith(HOME + "/in/")
    assert browser.post(link_path(letter), base_url=HOME).status_code == 303
    assert browser.get("/preferences", base_url=HOME).status_code == 200
