"""The second factor: the vectors of the RFC, each code once whoever sends it and when, recovery codes once each."""

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.database import session
from app.staff import recovery, second_factor
from app.staff.second_factor import STEP, code_at
from tests.browser import Browser
from tests.desk import SUE
from tests.staff.doors import CODE, CODES, OVERVIEW, SECRET, code, come_in, joined, show_password, wrong_code

RECOVERY = "/staff/sign-in/recovery"
# RFC 6238, appendix B: seconds → the last six of its eight digits, for the secret "12345678901234567890".
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


@pytest.mark.parametrize(("seconds", "digits"), VECTORS)
def test_codes_are_those_of_the_rfc(seconds: int, digits: str) -> None:
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", seconds // STEP) == digits
    assert pyotp.TOTP(SECRET).at(seconds) == code_at(SECRET, seconds // STEP)


@pytest.mark.parametrize(("later", "status"), [(-2, 400), (-1, 303), (0, 303), (1, 303), (2, 400)])
def test_a_phone_may_be_one_step_ahead_or_behind(later: int, status: int, client: Browser, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now(), tick=False):
        show_password(client)
        assert client.press("Sign in", follow=False, code=code(later)).status_code == status


def test_a_replayed_code_is_refused_and_the_next_one_is_not(app: Flask, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now(), tick=False):
        come_in(Browser(app))
        thief = Browser(app)
        show_password(thief)
        assert thief.press("Sign in", code=code()).status_code == 400
        assert "used already" in thief.page.text
        assert thief.get(OVERVIEW).status_code == 303
        thief.get(CODE)
        assert thief.press("Sign in", code=code(-1)).status_code == 400  # older than the one that was used
        thief.get(CODE)
        assert thief.press("Sign in", code=code(1)).request.path == OVERVIEW


def test_a_code_used_by_one_member_is_not_used_for_another(app: Flask, app_context: None) -> None:
    joined()
    joined(SUE)
    with time_machine.travel(clock.now(), tick=False):
        assert come_in(Browser(app)).request.path == OVERVIEW
        assert come_in(Browser(app), SUE).request.path == OVERVIEW


def test_of_eight_requests_at_once_with_one_code_one_signs_in(app: Flask, app_context: None) -> None:
    joined()
    browsers = [Browser(app) for _ in range(8)]
    for browser in browsers:
        show_password(browser)
    digits = code()

    def enter(browser: Browser) -> int:
        return browser.post(CODE, data={"code": digits}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(enter, browsers))
    assert sorted(statuses) == [303] + [400] * 7
    assert [browser.is_at_desk for browser in browsers].count(True) == 1


def test_a_double_click_on_the_code_leaves_the_first_press_signed_in(client: Browser, app_context: None) -> None:
    joined()
    show_password(client)
    digits = code()
    assert client.post(CODE, data={"code": digits}).status_code == 303
    client.post(CODE, data={"code": digits})
    assert client.get(OVERVIEW).status_code == 200


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "code!!", "\x00" * 6, "1" * 90_000, "١٢٣"])
def test_garbage_is_named_and_costs_no_try(typed: str, client: Browser, app_context: None) -> None:
    joined()
    show_password(client)
    for _ in range(6):
        assert client.post(CODE, data={"code": typed}).status_code == 422
    assert client.press("Sign in", code=code()).request.path == OVERVIEW


def test_twenty_wrong_codes_a_day_are_enough_and_the_session_that_runs_goes_on(app: Flask, app_context: None) -> None:
    joined()
    with time_machine.travel(clock.now().replace(hour=2), tick=False) as travel:
        inside = Browser(app)
        come_in(inside)
        for _ in range(5):
            travel.shift(61)
            browser = Browser(app)
            show_password(browser)
            for _ in range(4):
                browser.post(CODE, data={"code": wrong_code()})
        show_password(browser)
        assert browser.press("Sign in", code=code()).status_code == 429
        assert inside.get(OVERVIEW).status_code == 200


def test_the_secret_is_kept_sealed(app_context: None) -> None:
    member = joined()
    assert SECRET.encode() not in (member.totp_sealed or b"")
    assert second_factor.secret_of(member) == SECRET


def test_a_recovery_code_signs_in_once(app: Flask, app_context: None) -> None:
    member = joined()
    for status in (303, 400):
        browser = Browser(app)
        show_password(browser)
        browser.get(RECOVERY)
        assert browser.press("Sign in", follow=False, code=CODES[0]).status_code == status
    assert recovery.how_many_left(member.id) == len(CODES) - 1


def test_of_six_requests_at_once_with_one_recovery_code_one_signs_in(app: Flask, app_context: None) -> None:
    joined()
    browsers = [Browser(app) for _ in range(6)]
    for browser in browsers:
        show_password(browser)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda browser: browser.post(RECOVERY, data={"code": CODES[1]}), browsers))
    assert sorted(answer.status_code for answer in answers) == [303] + [400] * 5


def test_a_recovery_code_of_another_member_is_none_of_hers(client: Browser, app_context: None) -> None:
    sue = joined(SUE)
    joined()
    recovery.keep(sue.id, ["ddddd-ddddd"])
    session().commit()
    show_password(client)
    client.get(RECOVERY)
    assert client.press("Sign in", code="ddddd-ddddd").status_code == 400
    assert recovery.how_many_left(sue.id) == 1


@given(
    st.sampled_from(recovery.new_codes()),
    st.sampled_from([str.upper, str.lower, lambda text: text.replace("-", " – ")]),
)
def test_a_recovery_code_is_read_however_it_is_typed(made: str, typed: "st.SearchStrategy[str]") -> None:
    assert recovery.plain(typed(made)) == made.replace("-", "")  # type: ignore[operator]
    assert recovery.plain(made.replace("0", "O").replace("1", "l")) == made.replace("-", "")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_recovery_code_or_nothing(text: str) -> None:
    assert len(recovery.plain(text)) in (0, recovery.LENGTH)


def test_codes_are_of_fifty_bits_and_only_hashes_are_kept(app_context: None) -> None:
    member = joined()
    assert len(recovery.ALPHABET) ** recovery.LENGTH == 2**50
    rows = session().query(recovery.StaffRecoveryCode).filter_by(member_id=member.id).all()
    assert {len(row.code_hash) for row in rows} == {32}
    assert not [row for row in rows if b"aaaaa" in row.code_hash]
