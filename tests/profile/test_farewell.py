"""An animal is no longer with her: mail about its kind ends, kindly, in one act that one undo takes back whole."""

from datetime import timedelta

import pytest
import time_machine

from app import consent
from app.consent import ANY_CHANNEL, INFERENCE, MARKETING, OFF
from app.core import clock
from app.people import By
from app.profile import say_goodbye, still_here
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import a_no, a_stop, a_topic, a_yes, may, says, the_person
from tests.profile.knowing import DOG, a_fact, an_animal, changes, text

GONE = "Juniper: No longer with us"
SORRY = "We’re sorry. We’ve stopped horse mail."
ABOUT_HORSES = ("horse-deals", "horse-catalog")


@pytest.fixture
def goodbye(page: Browser) -> Browser:
    """Ann and Bea have a horse each; Ann is about to say goodbye to hers."""
    an_animal(the_person(ANN)), an_animal(the_person(BEA), name="Thunder")
    page.get("/profile/animals")
    return page


def standing(address: str) -> list[str]:
    return [may(address, topic_by_slug(slug)) for slug in ABOUT_HORSES]


def test_one_press_stops_what_is_about_its_kind_and_nothing_else(goodbye: Browser) -> None:
    goodbye.press(GONE)
    assert SORRY in text(goodbye) and "What that covers" in text(goodbye)
    assert "Stopped: Horse deals, Horse catalog." in text(goodbye)
    assert standing(ANN) == ["no suppressed_topic"] * 2
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"
    assert standing(BEA) == ["yes customer"] * 2


def test_nothing_is_asked_but_the_press(goodbye: Browser) -> None:
    form, _button = goodbye.page.form(GONE)  # type: ignore[union-attr]
    assert [field.get("name") for field in form.iter("input")] == ["csrf_token"]


def test_undo_brings_back_animal_topics_and_guesses(goodbye: Browser) -> None:
    guess = a_fact(the_person(ANN), value="Fly control", animal="horse")
    goodbye.press(GONE)
    assert "The guess “Fly control” is gone and won’t come back." in text(goodbye)
    goodbye.press("Undo")
    assert "Undone at" in text(goodbye) and "Juniper: was no longer with you → now with you" in text(goodbye)
    assert standing(ANN) == ["yes customer"] * 2
    goodbye.get("/profile")
    assert "Fly control" in text(goodbye) and guess.value == "Fly control"


def test_while_another_of_the_kind_is_listed_nothing_stops_and_the_line_says_so(goodbye: Browser) -> None:
    an_animal(the_person(ANN), name="Dusty")
    a_fact(the_person(ANN), value="Fly control", animal="horse")
    goodbye.press(GONE)
    assert "We’re sorry. You also have Dusty, so horse mail goes on." in text(goodbye)
    assert standing(ANN) == ["yes customer"] * 2
    goodbye.get("/profile/animals")
    goodbye.press("Dusty: No longer with us")
    assert SORRY in text(goodbye) and standing(ANN) == ["no suppressed_topic"] * 2


def test_only_guesses_about_that_kind_go(goodbye: Browser) -> None:
    person = the_person(ANN)
    a_fact(person, value="Fly control", animal="horse"), a_fact(person, value="Chews", animal=DOG)
    a_fact(person, kind="stated", name="interest", value="Trail riding", animal="horse")
    goodbye.press(GONE)
    goodbye.get("/profile")
    assert "Fly control" not in text(goodbye)
    assert "Chews" in text(goodbye) and "Trail riding" in text(goodbye)


def test_undo_leaves_what_she_changed_since(goodbye: Browser) -> None:
    goodbye.press(GONE)
    shown = goodbye.page
    catalog = topic_by_slug("horse-catalog")
    a_yes(ANN, catalog), a_no(ANN, catalog)
    goodbye.page = shown
    goodbye.press("Undo")
    assert standing(ANN) == ["yes customer", "no suppressed_topic"]


def test_a_stop_said_again_is_not_undone(goodbye: Browser) -> None:
    goodbye.press(GONE)
    shown = goodbye.page
    a_stop(ANN, topic_by_slug("horse-deals"), "one_click")
    goodbye.page = shown
    goodbye.press("Undo")
    assert standing(ANN)[0] == "no suppressed_topic" and standing(BEA)[0] == "yes customer"
    assert the_person(ANN) and "With us now" in text(goodbye)


def test_after_stop_everything_horse_mail_does_not_come_back_with_the_rest(goodbye: Browser) -> None:
    says(ANN, MARKETING, OFF)
    goodbye.get("/profile/animals")
    goodbye.press(GONE)
    says(ANN, MARKETING, consent.ON)
    assert may(ANN, topic_by_slug("horse-deals")) == "no suppressed_topic"
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"


def test_what_she_had_turned_on_stops_and_what_was_off_stays_as_it_was(goodbye: Browser) -> None:
    asked, refused = a_topic("horse-club", animal="horse"), a_topic("horse-shows", animal="horse")
    a_yes(ANN, asked), a_no(ANN, refused)
    goodbye.press(GONE)
    assert (may(ANN, asked), may(ANN, refused)) == ("no suppressed_topic", "no suppressed_topic")
    goodbye.press("Undo")
    assert (may(ANN, asked), may(ANN, refused)) == ("yes chosen", "no suppressed_topic")


def test_an_animal_without_a_kind_changes_no_mail(goodbye: Browser) -> None:
    an_animal(the_person(ANN), kind="", name="Pip")
    goodbye.get("/profile/animals")
    goodbye.press("Pip: No longer with us")
    assert "We’re sorry." in text(goodbye) and "You told us no kind, so no mail changed." in text(goodbye)
    assert standing(ANN) == ["yes customer"] * 2


def test_removing_the_gone_entry_hides_it_and_the_stop_stays(goodbye: Browser) -> None:
    goodbye.press(GONE)
    goodbye.press("Remove Juniper")
    assert "Juniper: was Horse → now not on your list" in text(goodbye)
    goodbye.get("/profile/animals")
    assert "Juniper" not in text(goodbye)
    assert standing(ANN) == ["no suppressed_topic"] * 2


def test_a_farewell_whose_entry_was_removed_is_not_undone_by_an_old_tab(goodbye: Browser) -> None:
    goodbye.press(GONE)
    shown = goodbye.page
    goodbye.press("Remove Juniper")
    goodbye.page = shown
    assert goodbye.press("Undo").status_code == 409
    assert "This was changed again since" in text(goodbye)
    assert standing(ANN) == ["no suppressed_topic"] * 2


def test_still_with_us_brings_the_animal_back_and_turns_nothing_on(goodbye: Browser) -> None:
    goodbye.press(GONE)
    goodbye.press("Juniper: Still with us")
    assert "Juniper: was no longer with you → now with you" in text(goodbye)
    assert standing(ANN) == ["no suppressed_topic"] * 2


def test_a_second_press_changes_nothing(goodbye: Browser) -> None:
    shown = goodbye.page
    goodbye.press(GONE)
    goodbye.page = shown
    goodbye.press(GONE)
    assert "Nothing was different." in text(goodbye)
    assert len([one for one in changes(the_person(ANN)) if one.field == "farewell"]) == 1


def test_a_clerk_on_the_phone_does_the_same_but_for_actor_and_method(page: Browser) -> None:
    said = {}
    for address, by in ((ANN, By("phone", "staff:3")), (BEA, By("profile_page"))):
        person = the_person(address)
        say_goodbye(person, an_animal(person), by)
        said[by.method] = [line for line in consent.entries(subjects=[person.subject_id]) if line.act_id == by.act_id]
    told = [[(one.purpose, one.channel, one.state, one.wording) for one in lines] for lines in said.values()]
    assert told[0] == told[1] and len(told[0]) == 2
    assert {one.actor for one in said["phone"]} == {"staff:3"}
    assert standing(ANN) == standing(BEA) == ["no suppressed_topic"] * 2


def test_undo_ends_after_half_an_hour(goodbye: Browser) -> None:
    goodbye.press(GONE)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert goodbye.press("Undo", follow=False).status_code != 200
    assert standing(ANN) == ["no suppressed_topic"] * 2


def test_a_correction_touches_neither_guesses_nor_the_switch(goodbye: Browser) -> None:
    person = the_person(ANN)
    animal = an_animal(person, name="Star")
    still_here(animal, By("profile_page"))
    assert not changes(person)
    assert (INFERENCE, ANY_CHANNEL) not in consent.current_states(person.subject_id)
