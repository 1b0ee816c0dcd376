"""A moderator's morning: the queue by keyboard, without scripts, and beside another moderator."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.core.database import session
from app.people import Person
from app.reviews import Review
from app.reviews.reading import public_reviews, tally_of
from app.staff import Role, StaffMember, desk_cookie
from tests.browser import Browser
from tests.desk import MO, PIA, a_member, sit_down
from tests.journeys.shop import Shop
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.makers import a_person
from tests.reviews.moderation import PHONE, RUDE, newest, reported
from tests.reviews.writing import a_product, a_review, an_order

QUEUE = "/staff/reviews"
SAVE = "Save and open next"
XSS = "<img src=x onerror=alert(1)> held through two winters."
# The keys are a script's; all else is done without.
WITH_SCRIPTS = pytest.mark.parametrize(("shop", "scripts"), [("http", True)], ids=["http-scripts"], indirect=True)


def sits_down(visitor: Visitor, shop: Shop, email: str = MO, role: Role = Role.MODERATOR) -> Visitor:
    """That browser is a moderator's, or works in another role."""
    with shop.app.app_context():
        member = session().query(StaffMember).filter_by(email=email).first() or a_member(email, role)
        browser = Browser(shop.app)
        sit_down(browser, member)
        name = desk_cookie(shop.app.config["SESSION_COOKIE_NAME"])
        cookie = browser.get_cookie(name)
        assert cookie
    visitor.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": shop.site.url, "secure": "https" in shop.site.url}]
    )
    return visitor


@pytest.fixture
def reviews(shop: Shop) -> list[int]:
    """Three that wait, oldest first: versions of a phone number, a rude word and a text that would like to be code."""
    with shop.app.app_context():
        bucket = a_product("flat-back-bucket", title="Flat-back bucket, 20 quart")
        people: list[Person] = [a_person(f"p{n}@example.com", proven=True) for n in range(3)]
        an_order(people[0], bucket)
        texts = ((1, PHONE), (2, RUDE), (5, XSS))
        made: list[Review] = [
            a_review(who, bucket, stars=stars, body=text) for who, (stars, text) in zip(people, texts, strict=True)
        ]
        return [newest(review) for review in made]


def decides(visitor: Visitor, word: str) -> None:
    """Choose the tile that begins with this word."""
    visitor.page.get_by_role("radio", name=re.compile(f"^{word}")).check(timeout=5_000)


def on_the_page(shop: Shop) -> dict[str, object]:
    """What the product's page would show."""
    with shop.app.app_context():
        product = session().get(Review, 1).product_id  # type: ignore[union-attr]  # made by the fixture
        return {"stars": [one.stars for one in public_reviews(product).reviews], "waiting": tally_of(product).waiting}


@TWO_LANES
def test_a_moderator_reads_decides_and_undoes(visitor: Visitor, shop: Shop, reviews: list[int]) -> None:
    sits_down(visitor, shop).open(QUEUE)
    assert visitor.heading() == "Reviews to read"
    visitor.reads("1 of 3", "Phone number found.", "Matches order 104417 for this product.")
    visitor.press("Read this one")
    visitor.press(SAVE)
    visitor.reads("There is a problem", "Choose what to do")
    decides(visitor, "Hide the marked part")
    visitor.press(SAVE)
    visitor.reads("Published, a part hidden.", "Rude word found.")
    assert on_the_page(shop) == {"stars": [1], "waiting": 2}
    visitor.press("Undo")
    visitor.reads("Taken back.")
    assert on_the_page(shop) == {"stars": [], "waiting": 3}


@TWO_LANES
def test_a_review_is_turned_down_for_a_rule_and_never_for_its_stars(
    visitor: Visitor, shop: Shop, reviews: list[int]
) -> None:
    sits_down(visitor, shop).open(f"{QUEUE}/{reviews[1]}")
    visitor.press("Read this one")
    decides(visitor, "Turn down")
    visitor.page.get_by_label("Reason, if turned down").select_option("Abusive, obscene or defamatory")
    visitor.press(SAVE)
    visitor.reads("Turned down: Abusive, obscene or defamatory.")
    visitor.open(f"{QUEUE}?tab=turned-down")
    visitor.reads("The author was told how to mend it.")


@TWO_LANES
def test_a_text_that_would_like_to_be_code_opens_no_dialog(visitor: Visitor, shop: Shop, reviews: list[int]) -> None:
    dialogs: list[str] = []
    visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    sits_down(visitor, shop).open(f"{QUEUE}/{reviews[2]}")
    visitor.reads(XSS)
    visitor.press("Read this one")
    decides(visitor, "Publish")
    visitor.press("Save and write a reply")
    visitor.fill("Write a reply", XSS)
    visitor.press("Save the reply")
    visitor.reads("Reply saved.")
    assert dialogs == []


@TWO_LANES
def test_two_moderators_never_decide_one_case(visit: Callable[[], Visitor], shop: Shop, reviews: list[int]) -> None:
    mo, pia = sits_down(visit(), shop), sits_down(visit(), shop, PIA)
    mo.open(f"{QUEUE}/{reviews[0]}")
    pia.open(f"{QUEUE}/{reviews[0]}")
    mo.press("Read this one")
    pia.press("Read this one")
    pia.reads("Another moderator has this review open.", "Open at another desk until")
    expect(pia.button(SAVE)).to_have_count(0)
    decides(mo, "Publish")
    mo.press(SAVE)
    assert on_the_page(shop)["stars"] == [1]


@TWO_LANES
def test_reports_fairness_and_lists_are_pages_like_all_others(
    visitor: Visitor, shop: Shop, reviews: list[int], tmp_path: Path
) -> None:
    sits_down(visitor, shop).open(f"{QUEUE}/{reviews[2]}")
    visitor.press("Read this one")
    decides(visitor, "Publish")
    visitor.press(SAVE)
    with shop.app.app_context():
        reported(session().get(Review, 3), "fake")  # type: ignore[arg-type]  # made by the fixture
    for address in ("?tab=reported", "?tab=private", "?tab=published&stars=5", "?tab=consent&marked=yes", "/fairness"):
        visitor.open(QUEUE + address)
    visitor.open(QUEUE)
    with visitor.page.expect_download() as download:
        visitor.button("This list as CSV").click()
    download.value.save_as(tmp_path / "list.csv")
    assert "[removed]" in (tmp_path / "list.csv").read_text()


@WITH_SCRIPTS
def test_the_keyboard_alone_moves_chooses_and_can_be_set_free(visitor: Visitor, shop: Shop, reviews: list[int]) -> None:
    keys = sits_down(visitor, shop).page.keyboard
    visitor.open(f"{QUEUE}#case")
    keys.press("j")
    visitor.reads("2 of 3")
    keys.press("k")
    visitor.reads("1 of 3")
    visitor.press("Read this one")
    visitor.page.locator("#case").focus()
    keys.press("3")
    expect(visitor.page.get_by_role("radio", name="Turn down")).to_be_checked()
    visitor.page.get_by_label("Reason, if turned down").focus()
    keys.press("1")
    expect(visitor.page.get_by_role("radio", name="Turn down")).to_be_checked()
    visitor.page.locator("#find").fill("j")
    visitor.reads("1 of 3")


@TWO_LANES
def test_keys_that_were_turned_off_do_nothing(visitor: Visitor, shop: Shop, reviews: list[int]) -> None:
    sits_down(visitor, shop).open(QUEUE)
    visitor.page.get_by_text("Keys", exact=True).click()
    visitor.press("Turn keys off")
    visitor.page.locator("#case").focus()
    visitor.page.keyboard.press("j")
    visitor.page.keyboard.press("3")
    visitor.reads("1 of 3")
    visitor.page.get_by_text("Keys", exact=True).click()
    visitor.press("Turn keys on")
    assert (visitor.page.locator("[data-keys]").count() == 1) is True
