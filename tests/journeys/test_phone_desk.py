"""A clerk's morning: a caller who wants it stopped, one who wants it changed, and a stack of five letters by keyboard alone."""

import pytest

from app.core.database import session
from app.people import Person
from app.phone_desk.models import RecordedStop
from tests.cast import ANN, BEA, ann, bea
from tests.desk import SUE, a_member
from tests.journeys.shop import Shop
from tests.journeys.test_moderation import sits_down
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.makers import a_person

LETTERS = ("C-1001", BEA, "sam archer 36302", "dee@example.net", "C-9999 36303")


@pytest.fixture
def desk(visitor: Visitor, shop: Shop) -> Visitor:
    """Sue's browser, with Ann, Bea and Sam in the shop."""
    with shop.app.app_context():
        a_member(SUE), ann(), bea()
        a_person("sam@example.com", first_name="Sam", last_name="Archer", street="9 Elm Street")
    return sits_down(visitor, shop, SUE)


def recorded(shop: Shop) -> list[tuple[str, bool]]:
    """What was stopped, oldest first, and whether it was taken back."""
    with shop.app.app_context():
        rows = session().query(RecordedStop).order_by(RecordedStop.id)
        return [(row.what, row.undone_at is not None) for row in rows]


def looks_up(desk: Visitor, text: str) -> None:
    """Search, as the page's own field does."""
    desk.open("/staff/phone")
    desk.fill("Email, customer number, order number, or name and ZIP", text)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/phone/search")
    desk.look()


@TWO_LANES
def test_a_caller_is_stopped_hears_it_and_changes_her_mind(desk: Visitor, shop: Shop) -> None:
    looks_up(desk, "archer 36302")
    desk.reads("2 found", "Don’t read out what you see.")
    desk.press("Choose number 1: A•• A•••••, a••@example.com · Dothan, AL 363••")
    desk.reads("What should stop for A•• A•••••, Dothan?")
    desk.press("Stop all")
    desk.reads("Everything stopped for A•• A•••••, Dothan", "Read this out", "“Your reference is J P, S,")
    desk.press("Undo")
    desk.reads("Taken back at")
    assert recorded(shop) == [("all", True)]


@TWO_LANES
def test_a_confirmation_is_mailed_and_a_letter_printed(desk: Visitor, shop: Shop) -> None:
    looks_up(desk, ANN)
    desk.press("Stop email")
    desk.press("Email a confirmation")
    desk.reads("An email is on its way")
    shop.deliver()
    assert shop.newest_mail(ANN)["Subject"].startswith("Email stopped, as you asked (JP-S-")
    desk.press("Print a letter")
    desk.page.emulate_media(media="print")
    desk.reads("Ann Archer", "You’re off all our marketing email")
    assert not desk.page.get_by_role("navigation").is_visible()


@TWO_LANES
def test_who_wants_something_changed_is_checked_first(desk: Visitor, shop: Shop) -> None:
    looks_up(desk, ANN)
    desk.page.get_by_text("The caller wants to see or change something").click()
    desk.choose("The whole email address")
    desk.press("Open the record")
    desk.reads("Compare at least two of these")
    desk.choose("First and last name, and the ZIP code of the postal address")
    desk.press("Open the record")
    desk.fill("First name", "Anne")
    desk.press("Save the name")
    desk.reads("now Anne Archer")
    with shop.app.app_context():
        assert session().query(Person).filter_by(first_name="Anne").count() == 1


def writes_down(desk: Visitor, text: str) -> None:
    """One letter without a mouse: the cursor is there already."""
    keys = desk.page.keyboard
    assert desk.page.evaluate("document.activeElement.id") == "whom"
    keys.type(text)
    keys.press("Tab")
    keys.press("Space")
    with desk.page.expect_navigation():
        keys.press("Enter")
    desk.look()


@TWO_LANES
def test_five_letters_by_keyboard_alone_and_one_of_them_undone(desk: Visitor, shop: Shop) -> None:
    desk.open("/staff/letters")
    desk.page.get_by_label("How", exact=True).select_option("Fax")
    desk.page.get_by_label("Customer number, email, or name and ZIP", exact=True).focus()
    for text in LETTERS:
        writes_down(desk, text)
    desk.reads("5 done today", "Not found: d••@example.net")
    assert desk.page.get_by_label("How", exact=True).input_value() == "fax"
    desk.press("Undo Customer C-••••, 363••")
    desk.open("/staff/letters")
    desk.reads("5 done today", "Taken back")
    assert [undone for _what, undone in recorded(shop)] == [False] * 4 + [True]


@TWO_LANES
def test_enter_in_a_field_stops_nobody(desk: Visitor, shop: Shop) -> None:
    looks_up(desk, ANN)
    desk.page.get_by_label("Received", exact=True).press("Enter")
    desk.reads("What should stop for A•• A•••••, Dothan?")
    desk.press("Stop paper")
    assert recorded(shop) == [("paper", False)]
