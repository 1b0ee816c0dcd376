"""Roles and invitations."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner

from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.links import INVITATION
from app.staff import MAY, Permission, Role, StaffMember, may
from tests.browser import Browser


@pytest.fixture
def commands(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def invited(commands: FlaskCliRunner, email: str = "mo@example.com", role: str = "moderator") -> str:
    """The path of the printed link."""
    done = commands.invoke(args=["staff", "add", email, "--role", role])
    assert done.exit_code == 0, done.output
    return "/" + done.stdout.splitlines()[0].split("/", 3)[3]


@pytest.mark.parametrize("words", [list(Permission), list(Role)])
def test_permissions_and_roles_stand_in_order_and_once(words: list[Permission] | list[Role]) -> None:
    assert [word.name for word in words] == sorted({word.name for word in words})
    assert len({word.value for word in words}) == len(words)


def test_every_role_may_something_and_every_permission_has_a_role() -> None:
    assert MAY.keys() == set(Role)
    assert set[Permission]().union(*MAY.values()) == set(Permission)
    assert all(MAY.values())


def test_a_moderator_sees_no_privacy_request_and_an_unknown_role_nothing() -> None:
    assert may("moderator", Permission.REVIEWS_MODERATE)
    assert not may("moderator", Permission.PRIVACY_ANSWER)
    assert not any(may("root", each) for each in Permission)


def test_an_invitation_says_for_whom_and_until_when_and_masks_the_address(
    client: Browser, commands: FlaskCliRunner
) -> None:
    path = invited(commands)
    assert client.get(path).status_code == 200
    assert "moderator" in client.page.text
    assert "m••@example.com" in client.page.text
    assert "mo@example.com" not in client.page.html


def test_looking_at_an_invitation_twice_uses_nothing_up(client: Browser, commands: FlaskCliRunner) -> None:
    path = invited(commands)
    assert [client.get(path).status_code for _ in range(2)] == [200, 200]


def test_adding_again_renews_the_invitation_and_ends_the_older(client: Browser, commands: FlaskCliRunner) -> None:
    older, newer = invited(commands), invited(commands, "MO@Example.com", "admin")
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200
    assert "administrator" in client.page.text


def test_there_is_one_member_for_one_address(app: Flask, commands: FlaskCliRunner) -> None:
    invited(commands)
    invited(commands, "MO@Example.com", "admin")
    with app.app_context():
        assert [member.role for member in session().query(StaffMember)] == ["admin"]


def test_an_invitation_ends_after_its_hours(client: Browser, commands: FlaskCliRunner) -> None:
    with time_machine.travel(clock.now(), tick=False) as travel:
        path = invited(commands)
        travel.shift(INVITATION - timedelta(seconds=2))
        assert client.get(path).status_code == 200
        travel.shift(timedelta(seconds=4))
        assert client.get(path).status_code == 410


def test_a_damaged_invitation_gets_a_page_and_no_reason(client: Browser, commands: FlaskCliRunner) -> None:
    assert client.get(invited(commands)[:-4]).status_code == 404
    assert "ended" in client.page.text


def test_adding_leaves_an_audit_note_without_the_address(app: Flask, commands: FlaskCliRunner) -> None:
    invited(commands)
    with app.app_context():
        (note,) = session().query(AuditNote).filter_by(act="staff.add")
        assert note.about.startswith("staff:")
        assert "example.com" not in str(note.canonical())


@pytest.mark.parametrize(
    ("email", "role", "words"),
    [("mo", "moderator", "Enter an email address"), ("mo@example.com", "boss", "'boss' is not one of")],
)
def test_a_bad_question_ends_with_2_and_a_line_that_says_why(
    commands: FlaskCliRunner, email: str, role: str, words: str
) -> None:
    done = commands.invoke(args=["staff", "add", email, "--role", role])
    assert done.exit_code == 2
    assert words in done.stderr
