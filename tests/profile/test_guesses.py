"""Guesses stand apart, say why, go one by one or all at once, and come back only by an undo."""

import pytest

from app import consent
from app.consent import ANY_CHANNEL, INFERENCE
from app.core.database import session
from app.people import Fact
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import the_person
from tests.profile.knowing import a_fact, text

STOP, START = "Stop guessing", "Start guessing again"


@pytest.fixture
def guessed(page: Browser) -> Browser:
    """Three guesses about Ann, one about Bea, and something Ann said."""
    ann, bea = the_person(ANN), the_person(BEA)
    a_fact(ann, value="Wormer", reason="bought horse wormer twice")
    a_fact(ann, name="shops_most", value="Spring")
    a_fact(ann, name="interest", value="Trail riding", reason="viewed 6 pages")
    a_fact(ann, kind="stated", name="interest", value="Dog sports", source="survey")
    a_fact(bea, value="Leads", reason="bought a lead")
    page.get("/profile")
    return page


def current(address: str) -> list[str]:
    hers = session().query(Fact).filter_by(person_id=the_person(address).id, removed_at=None).order_by(Fact.id)
    return [fact.value for fact in hers]


def state() -> str | None:
    return consent.current_states(the_person(ANN).subject_id).get((INFERENCE, ANY_CHANNEL))


def test_each_guess_says_why_and_one_without_a_reason_says_that(guessed: Browser) -> None:
    assert "Guessed from: bought horse wormer twice" in text(guessed)
    assert "Guessed. We have no reason on file" in text(guessed)
    assert "Often needs" in text(guessed) and "Shops most" in text(guessed)
    assert "bought a lead" not in text(guessed)


def test_one_goes_with_one_press_and_its_row_stays(guessed: Browser) -> None:
    guessed.press("Remove Wormer")
    assert "Often needs: was Wormer → now nothing" in text(guessed)
    assert current(ANN) == ["Spring", "Trail riding", "Dog sports"] and current(BEA) == ["Leads"]
    assert session().query(Fact).filter_by(value="Wormer").one().removed_at is not None
    assert "A removed guess does not come back." in text(guessed)


def test_undo_brings_it_back(guessed: Browser) -> None:
    guessed.press("Remove Wormer")
    guessed.press("Undo")
    assert "Wormer" in current(ANN)


def test_the_switch_removes_all_of_them_and_nothing_she_said(guessed: Browser) -> None:
    guessed.press(STOP)
    assert current(ANN) == ["Dog sports"] and current(BEA) == ["Leads"] and state() == "off"
    assert "Guessing is stopped" in text(guessed)


def test_undo_of_the_switch_brings_back_both(guessed: Browser) -> None:
    guessed.press("Remove Wormer")
    guessed.press(STOP)
    guessed.press("Undo")
    assert current(ANN) == ["Spring", "Trail riding", "Dog sports"] and state() == "unset"


def test_starting_again_is_as_easy_and_brings_back_no_removed_guess(guessed: Browser) -> None:
    guessed.press(STOP)
    guessed.press(START)
    assert state() == "on" and current(ANN) == ["Dog sports"]
    assert guessed.page and guessed.page.form(STOP)


def test_a_switch_without_a_guess_can_be_undone_too(page: Browser) -> None:
    page.press(STOP)
    assert state() == "off"
    page.press("Undo")
    assert state() == "unset" and "Undone at" in text(page)


def test_anothers_guess_and_what_was_seen_cannot_be_removed(guessed: Browser) -> None:
    hers = a_fact(the_person(BEA), value="Bits")
    seen = a_fact(the_person(ANN), kind="observed", name="visit", value="home page")
    token = next(one.get("value") for one in guessed.page.all("input") if one.get("name") == "csrf_token")  # type: ignore[union-attr]
    for number in (hers.id, seen.id, 9_223_372_036_854_775_807):
        data, same = {"csrf_token": str(token)}, {"Sec-Fetch-Site": "same-origin"}
        assert guessed.post(f"/profile/facts/{number}/remove", data=data, headers=same).status_code == 404
    assert hers.removed_at is None and seen.removed_at is None


def test_a_second_press_changes_nothing(guessed: Browser) -> None:
    shown = guessed.page
    guessed.press("Remove Wormer")
    guessed.page = shown
    guessed.press("Remove Wormer")
    assert "Nothing was different." in text(guessed)
