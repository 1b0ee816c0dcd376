"""Role × page × method, cell by cell against the URL map, each with a valid token: the guard, not the form, decides."""

import re

import pytest
from flask import Flask

from app.staff import Role, StaffMember, pages
from tests.browser import Browser
from tests.desk import WORKS_AS, a_member, sit_down
from tests.security.staff_table import FILE, Cell, committed, listed

pytestmark = pytest.mark.usefixtures("app_context")
BY_ROLE = {role: email for email, role in WORKS_AS.items()}


def address(rule: str) -> str:
    """The page with something in place of its arguments; nothing has to be there."""
    return re.sub(r"<[^>]+>", "1", rule)


def token_of(browser: Browser, member: StaffMember) -> str:
    """Sits down anew, since a cell before may have ended the session."""
    sit_down(browser, member)
    browser.get("/staff")
    assert browser.page
    return next(str(field.get("value")) for field in browser.page.all("input") if field.get("name") == "csrf_token")


def answered(browser: Browser, method: str, rule: str, token: str) -> int:
    data = {"csrf_token": token} if method != "GET" else None
    return browser.open(address(rule), method=method, data=data, buffered=True).status_code


def fits(expected: str, status: int) -> bool:
    return status == 403 if expected == "403" else status not in (401, 403, 405) and status < 500


def test_the_committed_table_is_what_the_pages_declare(app: Flask) -> None:
    assert listed(app) == FILE.read_text(encoding="utf-8"), (
        "run `python -m tests.security.staff_table` and read the difference"
    )


@pytest.mark.parametrize("role", list(Role))
def test_each_cell_is_as_the_table_says(role: Role, app: Flask) -> None:
    browser, member, wrong = Browser(app), a_member(BY_ROLE[role]), []
    for _role, method, rule, expected in (cell for cell in committed() if cell[0] == role):
        status = answered(browser, method, rule, token_of(browser, member))
        if not fits(expected, status):
            wrong.append((method, rule, expected, status))
    assert not wrong


def test_a_stranger_is_asked_to_sign_in_everywhere(client: Browser) -> None:
    for method, rule in {cell[1:3] for cell in committed()}:
        assert answered(client, method, rule, "none") == (303 if method == "GET" else 401), rule


def test_a_member_whose_account_ended_is_a_stranger(client: Browser) -> None:
    member = a_member(BY_ROLE[Role.ADMIN])
    token = token_of(client, member)
    member.ended_at = member.joined_at
    assert answered(client, "POST", "/staff/audit/export", token) == 401


def test_the_table_has_every_role_and_every_page(app: Flask) -> None:
    cells: list[Cell] = committed()
    assert {cell[0] for cell in cells} == set(Role)
    declared = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in pages(app)}
    assert {cell[2] for cell in cells} == declared
