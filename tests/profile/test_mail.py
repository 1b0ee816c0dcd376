"""One mail about each act, to the address it belongs to. It says what was changed and never from what to what."""

from app import outbox
from app.core.database import session
from app.people import By, note_change
from app.profile import confirm, set_name
from app.profile.mail import KIND, compose
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import the_person
from tests.profile.knowing import an_animal


def posted() -> list[str]:
    found = session().query(outbox.Message).filter_by(kind=KIND).order_by(outbox.Message.id)
    return [message.reference for message in found]


def test_a_change_is_confirmed_without_the_name_itself(page: Browser) -> None:
    page.get("/profile/name")
    page.press("Save name", first_name="Anna")
    (reference,) = posted()
    letter = compose(reference)
    assert letter and letter.to == ANN and letter.context["changed"] == ["Name: changed"]
    assert "Anna" not in str(letter.context) and letter.context["by"] == "self"


def test_a_farewell_says_what_was_stopped(page: Browser) -> None:
    an_animal(the_person(ANN))
    page.get("/profile/animals")
    page.press("Juniper: No longer with us")
    letter = compose(posted()[0])
    assert letter and letter.context["changed"] == ["Horse: no longer with you"]
    assert [line.label for line in letter.context["stopped"]] == ["Horse deals", "Horse catalog"]


def test_an_act_that_changed_nothing_is_not_confirmed(page: Browser) -> None:
    page.get("/profile/name")
    page.press("Save name")
    assert posted() == []


def test_an_undo_is_not_confirmed_and_takes_the_mail_back_that_has_not_left(page: Browser) -> None:
    page.get("/profile/name")
    page.press("Save name", first_name="Anna")
    page.press("Undo")
    (reference,) = posted()
    assert compose(reference) is None


def test_answers_alone_are_confirmed_too(page: Browser) -> None:
    page.get("/profile/use/interests")
    page.press("Save answers", mail="no")
    letter = compose(posted()[0])
    assert letter and letter.context["changed"] == []
    assert [(line.old, line.new) for line in letter.context["stopped"]] == [("not answered", "no")]


def test_a_clerks_change_says_that_she_called(page: Browser) -> None:
    person, by = the_person(ANN), By("phone", "staff:3")
    set_name(person, "Anna", "Archer", by)
    note_change(person.id, "phone", {"number": "+13345550101"}, {"number": "+13345550199"}, by, "phone:1")
    confirm(person, by.act_id)
    letter = compose(posted()[0])
    assert letter and letter.context["by"] == "phone"
    assert letter.context["changed"] == ["Name: changed", "Phone: changed"]
    assert "5550199" not in str(letter.context)


def test_nobody_is_told_of_anothers_act_or_after_she_is_gone(page: Browser) -> None:
    page.get("/profile/name")
    page.press("Save name", first_name="Anna")
    act = posted()[0].partition("/")[2]
    assert compose(f"{the_person(BEA).id}/{act}") is None
    assert compose(f"999999/{act}") is None
