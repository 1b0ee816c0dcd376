"""Stopping by the lines of the label: for a name, a household, an address whoever lives there."""

import pytest

from app.channels import Place
from app.consent import OFF, UNSET
from tests.browser import Browser
from tests.labels import LINES, of_place

pytestmark = pytest.mark.usefixtures("app_context")
STOP = "Stop mail to this label"
SCOPES = ("person", "household", "address")


def stop(client: Browser, **fields: object) -> int:
    client.get("/paper")
    return client.press(STOP, **{**LINES, **fields}).status_code


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_stops_itself_and_no_other(scope: str, client: Browser) -> None:
    assert stop(client, scope=scope) == 200
    assert {each: of_place(each) for each in SCOPES} == {each: OFF if each == scope else UNSET for each in SCOPES}


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
