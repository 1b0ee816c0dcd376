"""Facts out: only for what she said Yes to, and what changed since."""

from datetime import timedelta

from app.consent import ANIMALS_ADS, ANIMALS_MAIL, ANY_CHANNEL, INFERENCE, INTERESTS_ADS, INTERESTS_MAIL, OFF, ON
from app.core import clock
from app.core.database import session
from app.people import Animal, By, note_change
from tests.cast import ANN, BEA, ann, bea
from tests.exchange.desk import Desk, from_csv
from tests.exchange.test_facts import a_guess, an_interest, facts
from tests.makers import a_stop, says, the_person


def export(desk: Desk, *options: str) -> list[tuple[str, str, str, str]]:
    rows = from_csv(desk.run("facts", "export", *options).stdout)
    return [(row["email"], row["name"], row["value"], row["state"]) for row in rows]


def answers(address: str, purpose: str, state: str) -> None:
    says(address, purpose, state, channel=ANY_CHANNEL, method="profile_page")


def cursor(desk: Desk) -> str:
    line = desk.run("facts", "export").stderr.strip().splitlines()[-1]
    return line.removeprefix("next cursor: ")


def known(desk: Desk) -> None:
    ann(), bea()
    desk.import_facts([an_interest(), an_interest(BEA), a_guess(), a_guess(BEA)])


RIDING, WORMER = ("interest", "Trail riding", "current"), ("often_needs", "Horse wormer", "current")


def test_what_she_said_goes_out_only_under_her_yes_to_that_use(desk: Desk) -> None:
    known(desk)
    answers(ANN, INTERESTS_MAIL, ON)
    assert export(desk) == [(ANN, *RIDING), (ANN, *WORMER), (BEA, *WORMER)]
    assert export(desk, "--for", "ads") == []
    answers(BEA, INTERESTS_ADS, ON)
    assert export(desk, "--for", "ads") == [(BEA, *RIDING), (BEA, *WORMER)]


def test_a_no_keeps_guesses_out_too_and_another_persons_go_on(desk: Desk) -> None:
    known(desk)
    answers(ANN, INTERESTS_MAIL, OFF)
    assert export(desk) == [(BEA, *WORMER)]


def test_who_stopped_guesses_has_none_in_the_export(desk: Desk) -> None:
    known(desk)
    answers(ANN, INTERESTS_MAIL, ON), answers(ANN, INFERENCE, OFF)
    assert export(desk) == [(ANN, *RIDING), (BEA, *WORMER)]


def test_who_stopped_all_email_is_handed_to_no_ad_platform(desk: Desk) -> None:
    known(desk)
    answers(ANN, INTERESTS_ADS, ON), answers(BEA, INTERESTS_ADS, ON)
    a_stop(ANN)
    assert export(desk, "--for", "ads") == [(BEA, *RIDING), (BEA, *WORMER)]


def an_animal(address: str, name: str) -> Animal:
    row = {"person_id": the_person(address).id, "kind": "dog", "name": name, "created_at": clock.now()}
    found = Animal(**row, source="self")
    session().add(found)
    session().commit()
    return found


def test_animals_have_an_answer_of_their_own(desk: Desk) -> None:
    ann(), bea()
    an_animal(ANN, "Biscuit"), an_animal(BEA, "Rex")
    answers(ANN, ANIMALS_MAIL, ON), answers(BEA, ANIMALS_ADS, ON), answers(BEA, ANIMALS_MAIL, OFF)
    assert export(desk) == [(ANN, "animal", "Biscuit", "current")]
    assert export(desk, "--for", "ads") == [(BEA, "animal", "Rex", "current")]


def test_what_was_removed_since_is_told_and_what_did_not_change_is_not(desk: Desk) -> None:
    known(desk)
    since = (clock.now() + timedelta(seconds=1)).isoformat()
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        guess = facts()[1]
        guess.removed_at = guess.changed_at = clock.now()
        session().commit()
        assert export(desk, "--changed", "--since", since) == [(ANN, "often_needs", "Horse wormer", "removed")]


def test_what_may_be_used_no_more_is_withheld_without_its_values(desk: Desk) -> None:
    known(desk)
    an_animal(ANN, "Biscuit")
    answers(ANN, INTERESTS_MAIL, ON), answers(ANN, ANIMALS_MAIL, ON)
    since = (clock.now() + timedelta(seconds=1)).isoformat()
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        answers(ANN, ANIMALS_MAIL, OFF)
        found = export(desk, "--changed", "--since", since)
    assert found == [(ANN, *RIDING), (ANN, *WORMER), (ANN, "animal", "", "withheld")]


def test_what_she_set_right_goes_back_to_the_retailer_whatever_the_use(desk: Desk) -> None:
    ann(), bea()
    since = clock.now().isoformat()
    by = By("profile_page")
    note_change(the_person(ANN).id, "phone", "+13345550101", None, by, "phone:1")
    note_change(the_person(ANN).id, "gender", None, "woman", by)
    note_change(the_person(BEA).id, "gender", None, "woman", By("import", "import"))
    session().commit()
    assert export(desk, "--for", "ads", "--changed", "--since", since) == [
        (ANN, "phone", "", "removed"), (ANN, "gender", "woman", "corrected"),
    ]  # fmt: skip


def test_a_cursor_goes_with_changed_and_must_be_one(desk: Desk) -> None:
    assert "go together" in desk.run("facts", "export", "--changed", code=2).output
    assert "--since is the cursor" in desk.run("facts", "export", "--changed", "--since", "soon", code=2).output
    ann()
    assert export(desk, "--changed", "--since", cursor(desk)) == []
