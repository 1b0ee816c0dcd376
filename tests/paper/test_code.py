"""The short address on a label, and its form in a QR code."""

import pytest

from app.consent import OFF, UNSET, ConsentEntry, topic_purpose
from app.core.database import session
from tests.browser import Browser
from tests.labels import a_code, a_run, in_days, of_label

pytestmark = pytest.mark.usefixtures("app_context")


def test_its_page_says_what_it_stops_with_equal_buttons_and_nobodys_name(client: Browser) -> None:
    a_run(until=30, name="Spring horse catalog")
    assert client.get(f"/m/{a_code()}").status_code == 200
    assert client.page and "This code came with Horse catalog" in client.page.text
    assert f"Spring horse catalog, in homes until {in_days(30):%B %-d, %Y}" in client.page.text
    looks = {button.get("class") for button in client.page.all("button")}
    assert looks == {"btn btn--wide"}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(method: str, client: Browser) -> None:
    client.open(f"/m/{a_code()}", method=method)
    assert (of_label(topic_purpose("horse-catalog")), session().query(ConsentEntry).count()) == (UNSET, 0)


@pytest.mark.parametrize(
    ("button", "stopped"),
    [
        ("Stop Horse catalog", ["horse-catalog"]),
        ("Stop all catalogs", ["horse-catalog", "pet-catalog", "farm-catalog"]),
    ],
)
def test_one_press_stops_what_its_button_says(button: str, stopped: list[str], client: Browser) -> None:
    client.get(f"/m/{a_code()}")
    assert client.press(button).status_code == 200
    slugs = ("horse-catalog", "pet-catalog", "farm-catalog", "postcards")
    assert [slug for slug in slugs if of_label(topic_purpose(slug)) == OFF] == stopped
    assert of_label(topic_purpose("horse-catalog"), number="other") == UNSET


def test_all_of_it_can_be_stopped_and_undone(client: Browser) -> None:
    client.get(f"/m/{a_code()}")
    client.press("Stop all of it")
    assert of_label() == OFF
    client.press("Undo")
    assert of_label() == UNSET


def test_the_holder_of_the_piece_speaks_for_herself(client: Browser) -> None:
    client.get(f"/m/{a_code()}")
    client.press("Stop all of it")
    entry = session().query(ConsentEntry).one()
    assert (entry.method, entry.actor) == ("label_link", "self")


def test_a_qr_code_is_all_capitals(client: Browser) -> None:
    client.get(f"/M/{a_code()}")
    client.press("Stop all of it")
    assert of_label() == OFF
    assert client.post(f"/M/{a_code()}/stop", data={"what": "all"}).status_code == 200


def test_a_code_typed_by_hand_leads_to_its_page(client: Browser) -> None:
    client.get("/paper")
    client.press("Show what it stops", code=f"shop.example/m/{a_code()[:4]} {a_code()[4:]}")
    assert client.page and "Stop this paper mail?" in client.page.text


def test_a_code_is_read_as_a_hand_copies_it(client: Browser) -> None:
    code = a_code()
    assert client.get(f"/m/{code.lower().replace('1', 'l').replace('0', 'o')}").status_code == 200
    client.get("/paper/code", query_string={"code": f"{code[:6]}-{code[6:].lower()}."}, follow_redirects=True)
    assert client.page and "Stop this paper mail?" in client.page.text


@pytest.mark.parametrize("code", ["x", "garbage", "0" * 12, "0" * 300, "%00", "%F0%9F%90%B4", "a" * 96])
def test_an_unknown_code_gets_a_neutral_page_with_the_other_ways(code: str, client: Browser) -> None:
    for address in (f"/m/{code}", f"/M/{code}", f"/m/{code}/report"):
        assert client.get(address).status_code == 404
        assert client.page and "We can’t read this code" in client.page.text
        assert '/paper"' in client.page.html
    assert client.post(f"/m/{code}/stop").status_code == 404


def test_a_code_that_was_changed_is_none(client: Browser) -> None:
    code = a_code()
    changed = ("B" if code[5] == "A" else "A").join((code[:5], code[6:]))
    assert client.post(f"/m/{changed}/stop", data={"what": "all"}).status_code == 404
    assert of_label() == UNSET


def test_a_topic_that_is_gone_leaves_the_wider_buttons(client: Browser) -> None:
    client.get(f"/m/{a_code('weekly-deals')}")
    assert client.page and "This code is for the name on the label it came with." in client.page.text
    client.press("Stop all catalogs")
    assert of_label(topic_purpose("horse-catalog")) == OFF
