"""`flask staff …`, and the demo's accounts, which a real shop refuses."""

import contextvars

import pytest
from click.testing import Result
from flask import Flask, has_app_context

from app.core.database import session
from app.staff import DEMO_PASSWORD, StaffMember, add_demo_members, demo_members, next_code
from app.staff.demo_members import MEMBERS, OnlyInDevelopment
from app.staff.roles import Role
from tests.browser import Browser
from tests.cast import ANN
from tests.conftest import Shop
from tests.desk import MO, ROOT, SUE
from tests.staff.doors import OVERVIEW, PASSWORD, SIGN_IN, code, come_in, joined, show_password


def run(app: Flask, *words: str) -> Result:
    """A command, as a process of its own would run it: a context of the test does not leak in."""
    if has_app_context():
        session().commit()
    done = contextvars.Context().run(app.test_cli_runner().invoke, args=[*words])
    if has_app_context():
        session().expire_all()
    return done


@pytest.fixture
def demo(app: Flask, app_context: None) -> list[StaffMember]:
    """The demo's accounts."""
    assert add_demo_members() == len(MEMBERS)
    session().commit()
    return demo_members()


@pytest.fixture
def real(make_app: Shop) -> Flask:
    """A real shop over the same database."""
    return make_app(SHOP_ENV="production", PUBLIC_URL="https://choices.example.com", BRAND="brands/jeffers.toml",
                    MAIL_URL="folder:///var/spool/choices")  # fmt: skip


def test_the_list_names_everybody_and_how_they_stand(app: Flask, app_context: None) -> None:
    joined()
    run(app, "staff", "add", SUE, "--role", "support")
    lines = run(app, "staff", "list").output.splitlines()
    assert [line.split()[:2] for line in lines] == [[MO, "moderator"], [SUE, "support"]]
    assert "never signed in" in lines[0] and "invited, until" in lines[1]


def test_an_end_by_command_ends_the_session_at_once(app: Flask, client: Browser, app_context: None) -> None:
    joined()
    come_in(client)
    assert run(app, "staff", "end", "MO@Example.com").exit_code == 0
    assert client.get(OVERVIEW).status_code == 303
    assert "ended" in run(app, "staff", "list").output


def test_a_reset_by_command_brings_back_whoever_is_locked_out(app: Flask, client: Browser, app_context: None) -> None:
    joined(ROOT)
    done = run(app, "staff", "reset", ROOT)
    assert done.exit_code == 0
    assert client.get("/" + done.stdout.splitlines()[0].split("/", 3)[3]).status_code == 200
    assert show_password(client, ROOT).status_code == 400


@pytest.mark.parametrize("verb", ["end", "reset", "code"])
def test_a_command_about_nobody_says_so(verb: str, app: Flask) -> None:
    done = run(app, "staff", verb, "nobody@example.com")
    assert done.exit_code == 2
    assert "staff list" in done.stderr


def test_the_last_administrator_is_not_ended_by_command(app: Flask, app_context: None) -> None:
    joined(ROOT)
    done = run(app, "staff", "end", ROOT)
    assert done.exit_code == 1
    assert "last administrator" in done.stderr


def test_a_code_by_command_signs_in_and_the_next_one_too(app: Flask, app_context: None) -> None:
    joined()
    for _ in range(2):
        browser = Browser(app)
        show_password(browser)
        assert browser.press("Sign in", code=run(app, "staff", "code", MO).stdout).request.path == OVERVIEW
    assert "Works in" in run(app, "staff", "code", MO).stderr


def test_a_real_shop_prints_no_codes(real: Flask, app_context: None) -> None:
    joined()
    done = run(real, "staff", "code", MO)
    assert done.exit_code == 1
    assert code() not in done.output


def test_the_demo_has_an_account_of_each_role_and_all_sign_in(demo: list[StaffMember], app: Flask) -> None:
    assert {member.role for member in demo} == set(Role)
    for member in demo:
        browser = Browser(app)
        show_password(browser, member.email, DEMO_PASSWORD)
        assert browser.press("Sign in", code=next_code(member)[0]).request.path == OVERVIEW


def test_filling_and_asking_who_names_them_with_password_and_code(app: Flask) -> None:
    run(app, "demo", "fill", "--people", "2")
    said = run(app, "demo", "who").output
    assert DEMO_PASSWORD in said
    assert all(email in said for email in MEMBERS)
    assert "staff code" in said


def test_a_member_of_the_same_address_is_left_alone(app_context: None) -> None:
    member = joined()
    before = member.totp_sealed
    assert add_demo_members() == len(MEMBERS) - 1
    assert add_demo_members() == 0
    assert member.totp_sealed == before


def test_a_real_shop_gets_none(real: Flask) -> None:
    with real.app_context(), pytest.raises(OnlyInDevelopment):
        add_demo_members()


def test_the_start_of_a_real_shop_is_refused_over_them_until_they_are_ended(
    demo: list[StaffMember], app: Flask, real: Flask
) -> None:
    assert run(app, "migrate").exit_code == 0
    refused = run(real, "migrate")
    assert refused.exit_code == 2
    assert "Demo accounts" in refused.stderr and ROOT in refused.stderr
    assert "Demo accounts" in run(real, "doctor").output
    for email in MEMBERS:
        assert run(real, "staff", "end", email).exit_code == 0
    assert run(real, "migrate").exit_code == 0
    assert "Demo accounts" not in run(real, "doctor").output


def test_a_real_shop_lets_no_demo_account_in_and_others_go_on(demo: list[StaffMember], app: Flask, real: Flask) -> None:
    joined(ANN, Role.SUPPORT)
    secure = {"base_url": "https://choices.example.com"}
    for email, password, status in ((MO, DEMO_PASSWORD, 400), (ANN, PASSWORD, 303)):
        form = {"email": email, "password": password}
        assert Browser(real).post(SIGN_IN, data=form, **secure).status_code == status


def test_a_sign_in_begun_in_development_is_not_finished_in_a_real_shop(
    demo: list[StaffMember], client: Browser, real: Flask
) -> None:
    show_password(client, MO, DEMO_PASSWORD)
    browser = Browser(real)
    browser.set_cookie("__Host-staff", client.get_cookie("staff").value, domain="choices.example.com")
    answer = browser.post("/staff/sign-in/code", data={"code": "123456"}, base_url="https://choices.example.com")
    assert answer.status_code == 303
    assert answer.location == SIGN_IN
