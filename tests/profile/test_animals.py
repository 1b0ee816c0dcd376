"""Adding and changing animals, and the two questions that go with them."""

import pytest

from app import consent
from app.consent import ANIMALS_ADS, ANIMALS_MAIL, ANY_CHANNEL, INTERESTS_MAIL, OFF, ON
from app.profile.births import NotAMonth, read_month
from app.profile.came import today
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import says, the_person
from tests.profile.knowing import an_animal, changes, html, text

SAVE = "Save animal"


@pytest.fixture
def animals(page: Browser) -> Browser:
    """The page of Ann's animals."""
    page.get("/profile/animals")
    return page


def answers(address: str = ANN) -> list[str | None]:
    states = consent.current_states(the_person(address).subject_id)
    return [states.get((purpose, ANY_CHANNEL)) for purpose in (ANIMALS_MAIL, ANIMALS_ADS)]


def checked(page: Browser) -> list[tuple[str | None, str | None]]:
    assert page.page
    radios = [field for field in page.page.all("input") if field.get("type") == "radio"]
    return [(one.get("name"), one.get("value")) for one in radios if one.get("checked") is not None]


def test_an_animal_is_kept_with_its_source_and_used_for_nothing_without_a_yes(animals: Browser) -> None:
    animals.press(SAVE, kind="dog", name="Biscuit", born="May 2021")
    assert "Biscuit: was not on your list → now Dog, born May 2021" in text(animals)
    assert "You told us here" in text(animals) and answers() == [None, None]
    animals.get("/profile")
    assert "Used for nothing, because you have not answered whether we may." in text(animals)
    assert "Biscuit" in text(animals)


def test_both_questions_start_unanswered_and_are_kept_with_their_words(animals: Browser) -> None:
    assert checked(animals) == []
    animals.press(SAVE, kind="horse", mail="yes", ads="no")
    assert answers() == [ON, OFF] and answers(BEA) == [None, None]
    said = consent.explained(the_person(ANN).subject_id)[ANIMALS_MAIL, ANY_CHANNEL]
    assert said.wording and "May we use your animals to pick what we send you? Yes" in said.wording
    assert "May we use your animals for ads on other sites? No" in said.wording


def test_an_answer_in_force_is_filled_in_and_as_easily_changed(animals: Browser) -> None:
    animals.press(SAVE, kind="horse", mail="yes")
    assert checked(animals) == [("mail", "yes")]
    animals.get("/profile/use/animals")
    assert checked(animals) == [("mail", "yes")]
    animals.press("Save answers", mail="no", ads="no")
    assert answers() == [OFF, OFF]
    animals.press("Undo")
    assert "Undone at" in text(animals) and answers() == [ON, "unset"]


def test_an_old_tab_does_not_bring_back_a_yes(animals: Browser) -> None:
    animals.press(SAVE, kind="horse", mail="yes")
    animals.get("/profile/animals")
    old = animals.page
    says(ANN, ANIMALS_MAIL, OFF, channel=ANY_CHANNEL)
    animals.page = old
    animals.press(SAVE, kind="dog")
    assert answers() == [OFF, None]


def test_animals_and_interests_are_asked_apart(animals: Browser) -> None:
    animals.press(SAVE, kind="horse", mail="yes", ads="yes")
    assert (INTERESTS_MAIL, ANY_CHANNEL) not in consent.current_states(the_person(ANN).subject_id)


def test_adding_and_answering_are_one_act_and_one_undo(animals: Browser) -> None:
    animals.press(SAVE, kind="horse", name="Star", mail="yes")
    animals.press("Undo")
    assert "Star" not in text(animals).replace("Star: was", "") and answers() == ["unset", None]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Say at least one of kind, name or birth month"),
        ({"kind": "dragon"}, "Choose a kind from the list, or leave it open"),
        ({"name": "x" * 61}, "Shorten it by 1 character"),
        ({"born": "last spring"}, "Enter a month and year, like May 2021, or the year alone"),
        ({"born": "5/2999"}, "Enter a month that has begun"),
        ({"born": "1850"}, "Enter a year in the last 100"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    animals: Browser, fields: dict[str, str], sentence: str
) -> None:
    assert animals.press(SAVE, **{"name": "", "mail": "yes", **fields}).status_code == 422
    assert text(animals).count(sentence) == 2 and animals.page and animals.page.title.startswith("Error:")
    assert checked(animals) == [("mail", "yes")] and fields.get("born", "") in html(animals)
    assert not changes(the_person(ANN))


def test_a_double_press_adds_one_and_two_alike_can_be_had_on_purpose(animals: Browser) -> None:
    shown = animals.page
    animals.press(SAVE, kind="horse")
    animals.page = shown
    animals.press(SAVE, kind="horse")
    assert len(changes(the_person(ANN))) == 1
    animals.get("/profile/animals")
    animals.press(SAVE, kind="horse")
    assert len(changes(the_person(ANN))) == 2


def test_changing_one_makes_it_hers_and_undo_brings_its_source_back(animals: Browser) -> None:
    animal = an_animal(the_person(ANN), born_in="2009-04")
    animals.get(f"/profile/animals/{animal.id}")
    assert 'value="April 2009"' in html(animals)
    animals.press(SAVE, name="Juno")
    assert "You told us here" in text(animals)
    animals.press("Undo")
    assert "You told us at a trade show, February 1, 2025" in text(animals) and "Juniper" in text(animals)


def test_removing_one_is_no_farewell(animals: Browser) -> None:
    animal = an_animal(the_person(ANN))
    animals.get(f"/profile/animals/{animal.id}")
    animals.press("Remove")
    assert "Juniper: was Horse → now not on your list" in text(animals)
    assert not consent.current_states(the_person(ANN).subject_id)
    animals.press("Undo")
    animals.get("/profile/animals")
    assert "Juniper" in text(animals)


@pytest.mark.parametrize("what", ["", "/gone", "/back", "/remove"])
def test_anothers_animal_is_as_good_as_not_there(animals: Browser, what: str) -> None:
    hers = an_animal(the_person(BEA), name="Thunder")
    token = next(one.get("value") for one in animals.page.all("input") if one.get("name") == "csrf_token")  # type: ignore[union-attr]
    for number in (hers.id, 999, 2_147_483_647):
        address = f"/profile/animals/{number}{what}"
        data = {"csrf_token": str(token), "name": "Mine"}
        assert animals.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
    assert animals.get(f"/profile/animals/{hers.id}").status_code == 404
    assert hers.name == "Thunder" and hers.gone_at is None and not changes(the_person(BEA))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("May 2021", "2021-05"),
        ("may, 2021", "2021-05"),
        ("Sept. 2019", "2019-09"),
        ("2021-05", "2021-05"),
        ("5/2021", "2021-05"),
        ("05.2021", "2021-05"),
        ("2021", "2021"),
        ("", ""),
    ],
)
@pytest.mark.usefixtures("app_context")
def test_months_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert read_month(typed) == kept


@pytest.mark.parametrize(
    "typed", ["13/2021", "0/2021", "ma 2021x", "j 2021", "may", "20210", "۲۰۲۱", "\x00", "9" * 400]
)
@pytest.mark.usefixtures("app_context")
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(NotAMonth):
        read_month(typed)


def test_a_month_of_this_year_that_is_over_is_fine(animals: Browser) -> None:
    animals.press(SAVE, born=f"1/{today().year}")
    assert "Animal, born January" in text(animals)
