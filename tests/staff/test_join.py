"""From an invitation to an account: a password, an app, recovery codes, once and all at the end."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import links
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.staff import Role, StaffMember, invite, recovery, second_factor
from app.staff.models import StaffRecoveryCode
from tests.browser import Browser
from tests.desk import MO
from tests.staff.doors import OVERVIEW, PASSWORD, SIGN_IN, show_password

JOINING = "/staff/joining"


@pytest.fixture
def path(app_context: None) -> str:
    """The path of Mo's invitation."""
    link = invite(MO, Role.MODERATOR, "command")
    session().commit()
    return "/" + link.split("/", 3)[3]


def mo() -> StaffMember:
    found = session().scalars(select(StaffMember).execution_options(populate_existing=True)).one()
    session().rollback()
    return found


def choose(browser: Browser, path: str, password: str = PASSWORD) -> str:
    """The first answer. Returns the secret for the app."""
    browser.get(path)
    assert browser.press("Continue", new_password=password).status_code == 200
    return next(words for words in browser.page.text.split("key into the app: ")[1:])[:39].replace(" ", "")


def shown(secret: str) -> str:
    return second_factor.code_at(secret, second_factor.step_now())


def test_password_app_and_codes_open_the_account_and_its_desk(client: Browser, path: str) -> None:
    secret = choose(client, path)
    client.press("Open my account", code=shown(secret))
    codes = [item.text for item in client.page.all("li") if item.text and recovery.plain(item.text)]
    assert len(set(codes)) == recovery.HOW_MANY
    assert client.get(OVERVIEW).status_code == 200
    assert mo().joined_at
    assert client.get(path).status_code == 410


def test_before_the_first_code_is_right_nothing_is_stored(client: Browser, path: str) -> None:
    choose(client, path)
    assert client.press("Open my account", code="000 000").status_code in (400, 200)
    assert (mo().password_hash, mo().totp_sealed, mo().joined_at) == (None, None, None)
    assert Browser(client.application).get(path).status_code == 200


def test_a_wrong_first_code_is_named_and_kept_and_the_right_one_still_works(client: Browser, path: str) -> None:
    secret = choose(client, path)
    bad = f"{(int(shown(secret)) + 1) % 1_000_000:06}"
    assert client.press("Open my account", code=bad).status_code == 400
    assert bad in client.page.html
    assert client.press("Open my account", code=shown(secret)).status_code == 200


def test_a_weak_password_is_refused_with_a_reason_and_never_shown_again(client: Browser, path: str) -> None:
    client.get(path)
    assert client.press("Continue", new_password="password1234").status_code == 422
    assert "common passwords" in client.page.text
    assert client.page.title.startswith("Error:")
    assert "password1234" not in client.page.html


def test_the_cookie_tells_its_holder_neither_password_hash_nor_secret(client: Browser, path: str) -> None:
    secret = choose(client, path)
    value = client.get_cookie("staff").decoded_value
    loaded = str(client._session("staff", desk=True))
    assert "argon2" not in value + loaded
    assert secret not in value + loaded


def test_the_picture_says_what_the_key_says(client: Browser, path: str) -> None:
    secret = choose(client, path)
    drawn = str(second_factor.picture(secret, MO))
    assert drawn in client.page.html
    assert "style" not in drawn
    assert "viewBox" in drawn  # else a smaller frame would cut it off


def test_of_two_browsers_at_once_one_opens_the_account(app: Flask, path: str) -> None:
    browsers = [Browser(app) for _ in range(6)]
    secrets = [choose(browser, path) for browser in browsers]

    def open_it(number: int) -> int:
        return browsers[number].post(JOINING, data={"code": shown(secrets[number])}).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(open_it, range(6)))
    assert statuses == [200, 410, 410, 410, 410, 410]
    assert session().scalar(select(func.count()).select_from(StaffRecoveryCode)) == recovery.HOW_MANY


def test_a_double_click_shows_the_same_codes_and_opens_no_second_session(client: Browser, path: str) -> None:
    secret = choose(client, path)
    cookie = client.get_cookie("staff").value
    client.press("Open my account", code=shown(secret))
    first = client.page.text
    twin = Browser(client.application)
    twin.set_cookie("staff", cookie)
    assert twin.post(JOINING, data={"code": shown(secret)}).status_code == 200
    assert twin.page.text == first
    assert not twin.is_at_desk


def test_an_answer_that_waits_ends_with_its_invitation(client: Browser, path: str) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        secret = choose(client, path)
        travel.shift(links.INVITATION)
        assert client.post(JOINING, data={"code": shown(secret)}).status_code == 410
        assert client.get(JOINING).status_code == 410


def test_a_newer_invitation_ends_the_answers_to_the_older(client: Browser, path: str) -> None:
    secret = choose(client, path)
    invite(MO, Role.SUPPORT, "command")
    session().commit()
    assert client.post(JOINING, data={"code": shown(secret)}).status_code == 410
    assert mo().joined_at is None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "\x00" * 6, "9" * 50_000])
def test_garbage_for_a_code_gets_a_page(typed: str, client: Browser, path: str) -> None:
    choose(client, path)
    assert client.post(JOINING, data={"code": typed}).status_code == 422


@pytest.mark.parametrize("typed", ["", "\x00" * 20, "a" * 90_000])
def test_garbage_for_a_password_gets_a_page(typed: str, client: Browser, path: str) -> None:
    assert client.post(path, data={"new_password": typed}).status_code == 422


def test_the_second_step_without_the_first_is_an_invitation_that_ended(client: Browser) -> None:
    assert client.get(JOINING).status_code == 410
    assert client.post(JOINING, data={"code": "123456"}).status_code == 410


def test_joining_is_noted_and_the_code_of_joining_signs_in_no_more(client: Browser, path: str) -> None:
    secret = choose(client, path)
    code = shown(secret)
    client.press("Open my account", code=code)
    assert "staff.join" in [note.act for note in session().query(AuditNote)]
    other = Browser(client.application)
    show_password(other)
    assert other.press("Sign in", code=code).status_code == 400
    assert "used already" in other.page.text


def test_an_invitation_of_the_older_key_or_a_strangers_is_none(client: Browser, path: str) -> None:
    assert client.get("/staff/invitation/" + "A" * 20_000).status_code == 404
    forged = links.prove("staff-reset", {"member": mo().id})
    assert client.get("/staff/invitation/" + forged).status_code == 404
    assert client.get(path).status_code == 200


def test_who_is_invited_and_has_not_joined_cannot_sign_in(client: Browser, path: str) -> None:
    assert show_password(client).status_code == 400
    assert client.page.url == SIGN_IN
