"""Stopping by typed address: no sign-in, no cookie, no script, no mouse."""

import pytest
from playwright.sync_api import expect

from tests.cast import ANN, BEA
from tests.journeys.shop import Shop
from tests.journeys.visitor import Visitor

TOPIC = "dog-deals"  # goes to customers until they say stop
TABS = 20
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.fixture(autouse=True)
def two_customers(shop: Shop) -> None:
    """Both may be mailed before anything happens."""
    assert [shop.may(shop.customer(one), TOPIC) for one in (ANN, BEA)] == ["yes customer"] * 2


def stop(visitor: Visitor, address: str) -> None:
    visitor.open("/")
    visitor.fill("Email address to stop", address)
    visitor.press("Stop all marketing email")


def tab_to(visitor: Visitor, label: str) -> None:
    """Press Tab until the field with this label has the focus. Each stop on the way can be seen."""
    field = visitor.page.get_by_label(label, exact=True)
    for _ in range(TABS):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(OUTLINE) != "none"
        if field.evaluate("field => field === document.activeElement"):
            return
    raise AssertionError(f"{label} cannot be reached with {TABS} tabs")


@pytest.mark.journey_everywhere
def test_a_typed_address_is_stopped_at_once_and_gets_no_mail(visitor: Visitor, shop: Shop) -> None:
    stop(visitor, ANN)
    assert visitor.heading() == f"Stopped for {ANN}"
    assert shop.may(ANN, TOPIC) == "no suppressed_marketing"
    assert shop.may(BEA, TOPIC) == "yes customer"
    shop.deliver()
    assert not shop.mails.mails
    assert not visitor.context.cookies()


def test_a_browser_that_refuses_cookies_can_stop(wary: Visitor, shop: Shop) -> None:
    stop(wary, ANN)
    assert wary.heading() == f"Stopped for {ANN}"
    assert shop.may(ANN, TOPIC) == "no suppressed_marketing"
    assert shop.may(BEA, TOPIC) == "yes customer"


def test_the_keyboard_alone_can_stop(visitor: Visitor, shop: Shop, scripts: bool) -> None:
    visitor.open("/")
    tab_to(visitor, "Email address to stop")
    visitor.page.keyboard.type(ANN)
    visitor.page.keyboard.press("Tab")
    expect(visitor.button("Stop all marketing email")).to_be_focused()
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()
    if scripts:  # reading goes on where the answer stands
        expect(visitor.page.locator("[data-focus]")).to_be_focused()
    assert shop.may(ANN, TOPIC) == "no suppressed_marketing"
    assert shop.may(BEA, TOPIC) == "yes customer"


def test_a_slip_of_the_pen_is_named_and_nothing_typed_is_lost(visitor: Visitor, shop: Shop) -> None:
    stop(visitor, "ann@example")
    visitor.reads("There is a problem")
    expect(visitor.page.get_by_label("Email address to stop")).to_have_value("ann@example")
    visitor.fill("Email address to stop", ANN)
    visitor.press("Stop all marketing email")
    assert shop.may(ANN, TOPIC) == "no suppressed_marketing"
