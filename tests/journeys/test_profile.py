"""The pages of the profile in a real browser: nothing wrong with any of them, and a name mended on a phone."""

import pytest

from app.core.database import session
from app.people import Animal
from tests.cast import ANN, ann
from tests.journeys.shop import Shop
from tests.journeys.test_choices import enter
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.makers import the_person
from tests.profile.knowing import a_fact, an_animal

PHONE = {"width": 390, "height": 844}
PAGES = ("profile", "profile/name", "profile/addressed-as", "profile/gender", "profile/animals", "profile/interests")
pytestmark = TWO_LANES


@pytest.fixture
def hers(visitor: Visitor, shop: Shop) -> Visitor:
    """Ann, with an animal, guesses enough to fold, and something that was seen."""
    with shop.app.app_context():
        person = ann()
        an_animal(person, born_in="2009-04")
        for number in range(15):
            a_fact(person, value=f"Guess {number}", reason="bought horse wormer twice")
        a_fact(person, kind="observed", name="device", value="A phone", source="visit")
    enter(visitor, shop)
    return visitor


def test_every_page_can_be_looked_at_by_everybody(hers: Visitor, shop: Shop) -> None:
    with shop.app.app_context():
        number = session().query(Animal.id).scalar()
    for page in (*PAGES, f"profile/animals/{number}", "profile/use/animals", "profile/use/interests"):
        hers.open(f"/{page}")
    assert hers.heading() == "What we may use your interests for"


def test_a_name_is_mended_and_taken_back_on_a_phone(hers: Visitor, shop: Shop) -> None:
    hers.page.set_viewport_size(PHONE)
    hers.open("/profile/name")
    hers.fill("First name", "x" * 90)
    hers.press("Save name")
    hers.reads("There is a problem")
    hers.fill("First name", "Anna")
    hers.press("Save name")
    hers.reads("Saved at", "Anna Archer")
    hers.press("Undo")
    hers.reads("Undone at")
    with shop.app.app_context():
        assert the_person(ANN).first_name == "Ann"


def test_guessing_stops_with_one_press_and_starts_again_with_one(hers: Visitor) -> None:
    hers.open("/profile")
    hers.reads("Guess 11", "Show 3 more")
    hers.press("Stop guessing")
    hers.reads("Guessing is stopped")
    hers.press("Start guessing again")
    hers.reads("Keeps new ones out.")
