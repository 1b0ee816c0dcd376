"""Interests and reading: ticks of the shop's list, her own words, and a list that is checked at the start."""

from pathlib import Path

import pytest

from app import consent
from app.consent import ANY_CHANNEL, INTERESTS_ADS, ON
from app.core.database import session
from app.core.refusals import BadSetting
from app.people import Fact
from app.profile.interests import offered
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import the_person
from tests.profile.knowing import a_fact, changes, html, text

SAVE = "Save interests"


@pytest.fixture
def interests(page: Browser) -> Browser:
    """The page of Ann's interests; she said one thing in a survey."""
    a_fact(the_person(ANN), kind="stated", name="interest", value="Mule packing", source="survey")
    page.get("/profile/interests")
    return page


def said(address: str = ANN) -> list[tuple[str, str]]:
    hers = session().query(Fact).filter_by(person_id=the_person(address).id, kind="stated", removed_at=None)
    return sorted((fact.name, fact.value) for fact in hers)


def test_what_she_said_before_stands_ticked_beside_what_the_shop_offers(interests: Browser) -> None:
    assert "Mule packing" in text(interests) and "Trail riding" in text(interests)
    ticked = [one.get("value") for one in interests.page.all("input") if one.get("checked") is not None]  # type: ignore[union-attr]
    assert ticked == ["Mule packing"]


def test_ticks_and_her_own_words_are_kept_with_their_source(interests: Browser) -> None:
    interests.press(SAVE, interest=["Mule packing", "Trail riding"], more_content_topic="  Bees  ", ads="yes")
    assert said() == [("content_topic", "Bees"), ("interest", "Mule packing"), ("interest", "Trail riding")]
    assert consent.current_states(the_person(ANN).subject_id)[INTERESTS_ADS, ANY_CHANNEL] == ON
    assert "You told us in a survey" in text(interests) and "You told us here" in text(interests)
    assert said(BEA) == []


def test_what_is_unticked_goes_and_undo_brings_it_back(interests: Browser) -> None:
    interests.press(SAVE, interest=["Dog sports"])
    assert said() == [("interest", "Dog sports")]
    interests.press("Undo")
    assert said() == [("interest", "Mule packing")]


def test_what_came_since_the_page_was_drawn_stays(interests: Browser) -> None:
    a_fact(the_person(ANN), kind="stated", name="interest", value="Goats", source="phone")
    interests.press(SAVE, interest=["Mule packing", "Dog sports"])
    assert [value for _name, value in said()] == ["Dog sports", "Goats", "Mule packing"]


def test_what_was_removed_can_be_said_again(interests: Browser) -> None:
    interests.press(SAVE, interest=[])
    interests.get("/profile/interests")
    interests.press(SAVE, more_interest="Mule packing")
    assert said() == [("interest", "Mule packing")]
    assert session().query(Fact).filter_by(value="Mule packing").one().source == "self"


def test_one_is_removed_from_the_profile_itself(interests: Browser) -> None:
    interests.get("/profile")
    interests.press("Remove Mule packing")
    assert said() == [] and "Interest: was Mule packing → now nothing" in text(interests)


def test_words_that_are_too_long_stay_in_their_field_and_ticks_stay(interests: Browser) -> None:
    answer = interests.press(SAVE, interest=["Trail riding"], more_interest="x" * 61)
    assert answer.status_code == 422 and text(interests).count("Shorten it by 1 character") == 2
    assert "x" * 61 in html(interests)
    ticked = [one.get("value") for one in interests.page.all("input") if one.get("checked") is not None]  # type: ignore[union-attr]
    assert ticked == ["Trail riding"] and not changes(the_person(ANN))


def test_garbage_in_ticks_is_cut_and_never_breaks(interests: Browser) -> None:
    interests.press(SAVE, interest=["\x00", "a\x00b", "y" * 5000, *map(str, range(200))])
    assert ("interest", "ab") in said() and max(len(value) for _name, value in said()) == 60
    assert len(said()) <= 100


@pytest.mark.parametrize("text_", ["interests = [", "interests = []", 'interests = [""]\ncontent_topics = []', "x = 1"])
def test_a_list_that_cannot_be_used_stops_the_start(tmp_path: Path, text_: str) -> None:
    file = tmp_path / "interests.toml"
    file.write_text(text_)
    with pytest.raises(BadSetting, match=r"interests\.toml"):
        offered(file)


def test_the_shops_list_is_read() -> None:
    assert "Trail riding" in offered()["interest"] and offered()["content_topic"]
