"""Stopping by the lines of the label: for a name, a household, an address whoever lives there."""

import re

import pytest
import time_machine

from app.channels import Place
from app.consent import OFF, UNSET
from app.core import clock
from tests.browser import Browser
from tests.cast import ann
from tests.labels import LINES, of_place

pytestmark = pytest.mark.usefixtures("app_context")
STOP = "Stop mail to this label"
SCOPES = ("person", "household", "address")


def stop(client: Browser, **fields: object) -> int:
    client.get("/paper")
    return client.press(STOP, **{**LINES, **fields}).status_code


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_stops_itself_and_no_wider_one_and_undo_takes_back_all_of_it(scope: str, client: Browser) -> None:
    assert stop(client, scope=scope) == 200
    stopped = {scope, "person"} if scope == "household" else {scope}  # who asks for her household is of it
    assert {each for each in SCOPES if of_place(each) == OFF} == stopped
    client.press("Undo")
    assert not [each for each in SCOPES if of_place(each) == OFF]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_double_click_is_one_press_for_each_scope(scope: str, client: Browser) -> None:
    client.get("/paper")
    drawn = client.page
    for _press in range(2):
        client.page = drawn
        assert client.press(STOP, **LINES, scope=scope).status_code == 200
    client.press("Undo")
    assert not [each for each in SCOPES if of_place(each) == OFF]


@pytest.mark.parametrize("scope", SCOPES)
def test_the_answer_is_the_same_for_known_unknown_and_stopped_before(scope: str, client: Browser) -> None:
    ann()
    tickets = re.compile(r'name="ticket" value="[^"]+"')
    with time_machine.travel(clock.now(), tick=False):
        pages = []
        for street in ("1 Elm Street", "1 Elm Street", "77 Nowhere Road"):
            stop(client, scope=scope, street=street)
            pages.append(tickets.sub("", client.page.html if client.page else ""))
    assert pages[0] == pages[1] == pages[2] != ""


def test_nobody_said_for_whom_means_for_this_name(client: Browser) -> None:
    stop(client)
    assert (of_place("person"), of_place("household")) == (OFF, UNSET)
    assert client.page and "For the name on the label, at that address." in client.page.text


def test_another_address_goes_on(client: Browser) -> None:
    stop(client, scope="address")
    elsewhere = Place("Bea Baker", "2 Oak Avenue", "", "DOTHAN", "AL", "36302")
    assert (of_place("address"), of_place("address", place=elsewhere)) == (OFF, UNSET)


@pytest.mark.parametrize("last", ["DOTHAN AL 36302-1234", "Dothan, AL  36302", "Dothan, Alabama 36302", "36302"])
def test_the_last_line_may_be_written_in_many_ways(last: str, client: Browser) -> None:
    assert stop(client, last_line=last) == 200
    assert of_place("person") == OFF


def test_a_canadian_label_can_be_copied(client: Browser) -> None:
    assert stop(client, last_line="Ottawa ON K1A 0B1") == 200
    assert of_place("person", place=Place("Ann Archer", "1 Elm Street", "", "Ottawa", "ON", "K1A 0B1", "CA")) == OFF


def test_an_address_needs_no_name(client: Browser) -> None:
    assert (stop(client, name=""), stop(client, name="", scope="address")) == (422, 200)
    assert of_place("address") == OFF


@pytest.mark.parametrize("scope", SCOPES)
def test_no_name_and_no_address_comes_back(scope: str, client: Browser) -> None:
    stop(client, name="Zed Quill", street="99 Zebra Way", last_line="SELMA AL 36701", scope=scope)
    assert client.page
    page = client.page.html.lower()
    assert not [word for word in ("quill", "zebra", "selma", "36701") if word in page]


def test_fewer_is_offered_for_one_name_alone(client: Browser) -> None:
    stop(client)
    assert client.page and "Would fewer be fine?" in client.page.text
    stop(client, scope="household")
    assert "Would fewer be fine?" not in client.page.text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "\0", "Copy the name"),
        ("name", "…", "Copy the name"),
        ("street", " ", "Copy the street"),
        ("last_line", "Dothan AL", "with its ZIP code"),
        ("last_line", "Dothan AL 3630", "with its ZIP code"),
        ("scope", "everyone", "Choose for whom"),
        ("what", "some", "Tick the kinds"),
        ("what", "none", "Choose what we should stop"),
    ],
)
def test_a_slip_is_named_and_what_was_typed_stays(field: str, typed: str, says: str, client: Browser) -> None:
    assert stop(client, second_line="Apt 7", **{field: typed}) == 422
    assert client.page and says in client.page.text and 'value="Apt 7"' in client.page.html
    assert client.page.title.startswith("Error:") and of_place("person") == UNSET
