"""A note to a friend in a real browser: told from the product's page, refused and reported by the friend, seen at the desk."""

import re
from collections.abc import Callable

import pytest

from app import consent
from app.staff import Role
from tests.cast import ANN, CAL
from tests.desk import PIA
from tests.journeys.shop import Shop, code_in, text_of
from tests.journeys.test_moderation import sits_down
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.reviews.writing import a_product

BUCKET = "/products/bucket"
NOTE = "This is the one I told you about. Mine lasted two winters."
FRIENDS_PAGE = re.compile(r"https?://\S+/friend/\S+")


@pytest.fixture
def sam(visitor: Visitor, shop: Shop) -> Visitor:
    """Somebody who looks at a product."""
    with shop.app.app_context():
        a_product(title="Flat-back bucket, 20 quart", category="Barn and stable", picture="bucket")
    visitor.open(BUCKET)
    return visitor


def fill(visitor: Visitor) -> None:
    for label, value in (("Friend’s first name", "Cal"), ("Friend’s email", CAL), ("Your first name", "Ann"),
                         ("Your email", ANN), ("Note (optional)", NOTE)):  # fmt: skip
        visitor.fill(label, value)
    visitor.page.get_by_label("Where does your friend live?").select_option("US")


def tell(visitor: Visitor, shop: Shop) -> None:
    """From the product's page to the thank-you, with the code of the mail."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="Tell a friend").click()
    visitor.look()
    visitor.press("See the email first")
    visitor.reads("There is a problem")
    fill(visitor)
    visitor.press("See the email first")
    visitor.reads("Ann thought you might like this", NOTE)
    visitor.press("Change it")
    visitor.press("See the email first")
    visitor.press("Send one email")
    shop.deliver()
    visitor.fill("Six-digit code", code_in(shop.newest_mail(ANN)))
    visitor.press("Confirm and send my note")
    assert visitor.heading() == "Thank you"


def refuse_and_report(friend: Visitor, shop: Shop) -> None:
    """What Cal does with the mail."""
    found = FRIENDS_PAGE.search(text_of(shop.newest_mail(CAL)))
    assert found
    friend.open(found[0])
    friend.reads("Ann asked us to send you one note about")
    friend.press("Refuse all notes like this")
    friend.press("Undo")
    friend.press("Refuse all notes like this")
    friend.open(found[0])
    friend.press("Report abuse")
    friend.choose("I don’t know who sent it")
    friend.press("Tell us")
    friend.open(found[0])
    friend.reads("You have refused them since", "You reported it on")


@TWO_LANES
def test_a_stranger_tells_a_friend_who_refuses_and_reports_and_the_desk_sees_it(
    sam: Visitor, visit: Callable[[], Visitor], shop: Shop
) -> None:
    tell(sam, shop)
    shop.deliver()
    refuse_and_report(visit(), shop)
    with shop.app.app_context():
        assert not consent.may_recommend(CAL).allowed and consent.may_recommend("dee@example.org").allowed
    pia = sits_down(visit(), shop, PIA, Role.PRIVACY)
    pia.open("/staff")
    pia.reads("1 friend reported a note.")
    pia.open("/staff/friends")
    pia.reads("a••@example.com", "I don’t know who sent it")
    pia.press("Bar the sender of note 1")
    pia.press("Stop all notes now")
    assert pia.heading() == "Notes to friends are stopped"
    pia.press("Let notes go again")
    pia.press("Let them send again a••@example.com")
    sam.open(f"{BUCKET}/tell-a-friend/not-sent/closed")
