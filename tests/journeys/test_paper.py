"""Stopping catalogs with a label in one's hand: by number, and by the square code a phone opens."""

import pytest
from playwright.sync_api import expect

from app.consent import OFF, UNSET, current_states, pace_purpose, topic_purpose
from tests.cast import ann
from tests.journeys.shop import Shop
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.labels import NUMBER, ZIP, a_code, a_run, of_label

PHONE = {"width": 390, "height": 844}
pytestmark = TWO_LANES


def state(shop: Shop, purpose: str, number: str = NUMBER) -> str:
    """The state of a label."""
    with shop.app.app_context():
        return of_label(purpose, number=number)


@pytest.fixture(autouse=True)
def spring_issue(shop: Shop) -> None:
    """The horse catalog of spring is printed already."""
    with shop.app.app_context():
        a_run(name="Spring horse catalog")


@pytest.fixture
def phone(visitor: Visitor) -> Visitor:
    """A phone that has never been here."""
    visitor.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # two numbers
    return visitor


def test_number_and_zip_stop_a_catalog_and_undo_brings_it_back(phone: Visitor, shop: Shop) -> None:
    phone.open("/")
    phone.page.get_by_role("link", name="Stop catalogs and postcards").click()
    phone.look()
    phone.fill("Customer number", "0042 8817")
    phone.fill("ZIP code on the label", ZIP)
    phone.page.locator("#number-what-some").check()
    phone.page.locator("#number-horse-catalog").check()
    phone.press("Stop paper mail")
    assert phone.heading() == "Stopped: Horse catalog"
    phone.reads("Spring horse catalog, in homes until", "The last piece can come until")
    assert (state(shop, topic_purpose("horse-catalog")), state(shop, topic_purpose("pet-catalog"))) == (OFF, UNSET)
    assert not phone.context.cookies()
    phone.press("Undo")
    assert (phone.heading(), state(shop, topic_purpose("horse-catalog"))) == ("Undone", UNSET)


def test_a_slip_is_named_and_fewer_takes_the_place_of_the_stop(phone: Visitor, shop: Shop) -> None:
    with shop.app.app_context():
        hers = ann().subject_id
    phone.open("/paper")
    phone.fill("Customer number", "C-1001")
    phone.press("Stop paper mail")
    phone.reads("There is a problem")
    expect(phone.page.get_by_label("Customer number", exact=True)).to_have_value("C-1001")
    phone.fill("ZIP code on the label", "36302")
    phone.press("Stop paper mail")
    phone.page.get_by_text("At most 1 a year").click()
    phone.press("Use this instead")
    assert phone.heading() == "At most 1 a year of each catalog"
    with shop.app.app_context():
        assert current_states(hers)[pace_purpose("horse-catalog"), "post"] == "year1"


def test_a_square_code_opens_a_page_that_stops_with_one_press(phone: Visitor, shop: Shop) -> None:
    with shop.app.app_context():
        code = a_code().upper()
    phone.open(f"/M/{code}")
    assert phone.heading() == "Stop this paper mail?" and state(shop, topic_purpose("horse-catalog")) == UNSET
    phone.press("Stop Horse catalog")
    assert phone.heading() == "Stopped: Horse catalog"
    assert (state(shop, topic_purpose("horse-catalog")), state(shop, topic_purpose("horse-catalog"), "other")) == (
        OFF,
        UNSET,
    )
    assert not phone.context.cookies()


def test_somebody_who_does_not_live_here_is_told_so_from_the_code(phone: Visitor, shop: Shop) -> None:
    with shop.app.app_context():
        code = a_code()
    phone.open(f"/m/{code}")
    phone.page.get_by_role("link", name="tell us").click()
    phone.look()
    phone.page.get_by_text("Nobody of that name lives here").click()
    phone.press("Send")
    assert phone.heading() == "Paper mail to that name is stopped"
    assert state(shop, "marketing") == OFF
