"""Whatever is sent to the desk's forms, the answer is a page of ours, and nothing is stopped."""

import io

import pytest

from app import links
from app.consent.models import ConsentEntry
from app.core.database import session
from app.phone_desk.models import CallerCheck, RecordedStop
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.desk import PIA, a_member
from tests.makers import the_person
from tests.phone_desk.calls import searched

pytestmark = pytest.mark.usefixtures("app_context")
GARBAGE = [
    "\0",
    "a\0b@exa\0mple.com",
    "9" * 9_000,
    "’; DROP TABLE person --",
    "\N{PILE OF POO}" * 300,
    "%",
    "\u202e36302",
]
FIELDS = ["whom", "who", "received", "way", "late_reason", "stop", "entry", "ordered", "name", "street", "zip"]


def sent(browser: Browser, path: str, data: dict[str, object]) -> int:
    browser.get("/staff/phone")
    token = next(one.get("value") for one in browser.page.all("input") if one.get("name") == "csrf_token")
    return browser.post(path, data={"csrf_token": token, **data}).status_code


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("path", ["/staff/phone/stop", "/staff/letters"])
def test_a_field_that_holds_anything_stops_nothing(path: str, field: str, desk: Browser) -> None:
    for text in GARBAGE:
        assert sent(desk, path, {field: text}) == 422
    assert sent(desk, path, {field: (io.BytesIO(b"C-1001"), "name.txt")}) == 422
    assert session().query(RecordedStop).count() == session().query(ConsentEntry).count() == 0


@pytest.mark.parametrize("text", GARBAGE)
def test_a_search_for_anything_is_answered(text: str, desk: Browser) -> None:
    assert sent(desk, "/staff/phone/search", {"whom": text, "who": text, "received": text, "way": text}) == 200


@pytest.mark.parametrize("text", ["garbage", "JP-S-7Q2M-40", "\0", "9" * 3_000, "%"])
def test_a_reference_nobody_has_is_not_found(text: str, desk: Browser) -> None:
    for act in ("undo", "mail", "letter"):
        assert sent(desk, f"/staff/phone/stops/{text}/{act}", {}) == 404


def test_nobody_is_chosen_without_a_ticket_of_this_clerks_search(desk: Browser) -> None:
    pia, bea = a_member(PIA), the_person(BEA)
    tickets = [
        str(bea.id),
        links.prove("found", {"person": bea.id, "member": pia.id}),
        links.prove("undo", {"person": bea.id, "member": 1}),
    ]
    for ticket in tickets:
        searched(desk, ANN)
        assert desk.press("Stop all", who=ticket, follow=False).status_code == 422
    assert session().query(ConsentEntry).count() == 0


def test_a_check_of_anything_opens_nothing(desk: Browser) -> None:
    number = the_person(ANN).id
    for text in GARBAGE:
        assert sent(desk, f"/staff/phone/people/{number}/check", {"compared": [text, text], "way": text}) == 422
    assert session().query(CallerCheck).count() == 0
