"""The preference page: save, undo, stop everything, come back, an old tab, a session that ended."""

import pytest
from playwright.sync_api import expect

from tests.cast import ANN, BEA
from tests.journeys.shop import Shop, code_in, scan
from tests.journeys.test_sign_in import ask, link_in
from tests.journeys.visitor import TWO_LANES, Visitor

MINE, WANTED = "dog-deals", "weekly-deals"  # one goes to customers, one to who asked
ON, NEVER = "yes customer", "no never_asked"
pytestmark = TWO_LANES


@pytest.fixture
def ann(visitor: Visitor, shop: Shop) -> Visitor:
    """Ann on her page. Bea is a customer like her, and nothing may happen to her."""
    shop.customer(ANN)
    shop.customer(BEA)
    enter(visitor, shop)
    assert standing(shop) == [ON, NEVER]
    return visitor


@pytest.fixture(autouse=True)
def nothing_happens_to_bea(shop: Shop, ann: Visitor) -> object:
    yield
    assert standing(shop, BEA) == [ON, NEVER]


def enter(visitor: Visitor, shop: Shop) -> None:
    ask(visitor)
    shop.deliver()
    visitor.open(link_in(shop))
    visitor.press("Continue to my choices")


def standing(shop: Shop, address: str = ANN) -> list[str]:
    """What the gate says about the two topics."""
    return [shop.may(address, topic) for topic in (MINE, WANTED)]


@pytest.mark.journey_everywhere
def test_a_save_names_each_change_and_can_be_undone(ann: Visitor, shop: Shop) -> None:
    ann.choose("Dog deals", on=False)
    ann.choose("Weekly deals")
    ann.press("Save choices")
    ann.reads("Saved at", "Dog deals:", "Weekly deals:")
    assert standing(shop) == ["no suppressed_topic", "yes chosen"]
    ann.press("Undo both")
    ann.reads("Undone at")
    assert standing(shop) == [ON, NEVER]


def test_everything_stops_with_one_press_and_comes_back_with_one(ann: Visitor, shop: Shop) -> None:
    ann.press("Stop everything")
    ann.reads("everything is stopped", "Everything is stopped")
    assert standing(shop) == ["no suppressed_marketing"] * 2
    ann.press("Bring back what I had")
    ann.reads("Brought back at")
    assert standing(shop) == [ON, NEVER]


def test_stopping_everything_can_be_undone(ann: Visitor, shop: Shop) -> None:
    ann.press("Stop everything")
    ann.press("Undo both")
    assert standing(shop) == [ON, NEVER]


def test_a_break_keeps_mail_away_and_says_until_when(ann: Visitor, shop: Shop) -> None:
    ann.page.get_by_text("30 days").click()
    ann.press("Save choices")
    ann.reads("You’re on a break until")
    assert standing(shop) == ["no paused", NEVER]
    ann.page.get_by_text("End it now").click()
    ann.press("Save choices")
    assert standing(shop) == [ON, NEVER]


def test_an_old_tab_stops_what_it_can_and_names_what_it_cannot_start(ann: Visitor, shop: Shop) -> None:
    old = ann.new_tab()
    ann.open("/preferences")
    for wanted in (True, False):
        ann.choose("Weekly deals", wanted)
        ann.press("Save choices")
    ann.back_to(old)
    ann.choose("Dog deals", on=False)
    ann.choose("Weekly deals")
    ann.press("Save choices")
    ann.reads("Your page was older than your choices")
    assert standing(shop) == ["no suppressed_topic"] * 2
    ann.press("Turn on Weekly deals")
    assert standing(shop) == ["no suppressed_topic", "yes chosen"]


def test_somebody_else_who_typed_her_address_is_undone_with_one_press(
    ann: Visitor, visit: type[Visitor], shop: Shop
) -> None:
    somebody = visit()
    somebody.open("/")
    somebody.fill("Email address to stop", ANN)
    somebody.press("Stop all marketing email")
    assert standing(shop)[0] == "no suppressed_marketing"
    ann.open("/preferences")
    ann.reads("Someone typed your address on")
    ann.press("Bring email back")
    assert standing(shop) == [ON, NEVER]


@pytest.mark.parametrize("by", ["code", "link"])
def test_what_was_chosen_when_the_session_had_ended_is_saved_after_the_sign_in(
    ann: Visitor, visit: type[Visitor], shop: Shop, by: str
) -> None:
    ann.choose("Dog deals", on=False)
    elsewhere = visit()
    enter(elsewhere, shop)
    elsewhere.press("Sign out everywhere")
    ann.press("Save choices")
    assert ann.heading() == "The page sat open too long"
    assert standing(shop) == [ON, NEVER]
    ann.fill("Your email address", ANN)
    ann.press("Sign in and save these choices")
    shop.deliver()
    scan(shop.newest_mail(ANN))
    assert standing(shop) == [ON, NEVER]
    if by == "code":
        ann.fill("Six-digit code", code_in(shop.newest_mail(ANN)))
        ann.press("Open my choices")
    else:
        ann.open(link_in(shop))
        ann.press("Continue to my choices")
    ann.reads("Saved at", "Dog deals:")
    expect(ann.page.get_by_label("Dog deals", exact=True)).not_to_be_checked()
    assert standing(shop) == ["no suppressed_topic", NEVER]
