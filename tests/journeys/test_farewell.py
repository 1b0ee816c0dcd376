"""An animal's farewell and its undo, on a phone, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.cast import ANN, BEA
from tests.journeys.shop import Shop, text_of
from tests.journeys.test_choices import enter
from tests.journeys.visitor import TWO_LANES, Visitor

PHONE = {"width": 390, "height": 844}
ABOUT_HORSES, ABOUT_DOGS = "horse-deals", "dog-deals"
ON, OFF = "yes customer", "no suppressed_topic"
pytestmark = TWO_LANES


@pytest.fixture
def ann(visitor: Visitor, shop: Shop) -> Visitor:
    """Ann on her phone, with a horse on her list. Bea is a customer like her, and nothing may happen to her."""
    shop.customer(ANN), shop.customer(BEA)
    visitor.page.set_viewport_size(PHONE)
    enter(visitor, shop)
    visitor.page.get_by_role("link", name="Profile").click()
    visitor.look()
    visitor.page.get_by_role("link", name="Add an animal, or say one is no longer with you").click()
    visitor.look()
    visitor.page.get_by_label("Kind (optional)").select_option("Horse")
    visitor.fill("Name (optional)", "Juniper")
    visitor.press("Save animal")
    visitor.reads("Juniper:", "You told us here")
    assert standing(shop) == [ON, ON]
    return visitor


def standing(shop: Shop, address: str = ANN) -> list[str]:
    return [shop.may(address, slug) for slug in (ABOUT_HORSES, ABOUT_DOGS)]


@pytest.mark.journey_everywhere
def test_one_press_stops_horse_mail_and_one_brings_it_back(ann: Visitor, shop: Shop) -> None:
    ann.page.set_viewport_size(PHONE)
    ann.press("Juniper: No longer with us")
    ann.reads("We’re sorry. We’ve stopped horse mail.")
    assert standing(shop) == [OFF, ON] and standing(shop, BEA) == [ON, ON]
    ann.page.get_by_text("What that covers").click()
    ann.reads(
        "Stopped: Horse deals, Horse catalog.", "Nothing you bought before today can put you on a horse list again."
    )
    ann.press("Undo")
    ann.reads("Undone at")
    assert standing(shop) == [ON, ON]
    expect(ann.button("Juniper: No longer with us")).to_be_visible()


def test_the_confirmation_arrives_and_asks_nothing(ann: Visitor, shop: Shop) -> None:
    ann.press("Juniper: No longer with us")
    shop.deliver()
    said = text_of(shop.newest_mail(ANN))
    assert "Horse: no longer with you" in said and "Horse deals: sending, now stopped" in said
    assert "Juniper" not in said and "?" not in said.replace("Was it not you?", "")
