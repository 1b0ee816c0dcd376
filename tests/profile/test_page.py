"""The page says all we know, where we got it, when, and what it is used for."""

from datetime import date

from app.people import By, LookReason, note_change, note_look
from app.profile import set_name
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import a_person, the_person
from tests.profile.knowing import a_fact, an_animal, an_origin, html, text
from tests.sign_in import sign_in
from tests.statements import statements


def test_a_stranger_is_asked_to_sign_in_and_comes_back_here(client: Browser) -> None:
    assert client.get("/profile").location == "/sign-in?next=profile.page"


def test_the_page_shows_names_numbers_and_addresses(page: Browser) -> None:
    for words in ("Ann Archer", ANN, "(334) 555-0101", "C-1001", "1 Elm Street", "Not given", "We don’t need it"):
        assert words in text(page)
    assert "2 Oak Avenue" not in text(page)


def test_two_people_with_different_sources_see_different_sources(page: Browser) -> None:
    an_origin(the_person(ANN), "name", "trade_show", obtained_on=date(2025, 2, 3))
    an_origin(the_person(BEA), "name", "company", source_detail="an address service", obtained_on=date(2026, 1, 9))
    page.get("/profile")
    assert "You told us at a trade show, February 3, 2025" in text(page)
    other = Browser(page.application)
    sign_in(other, BEA)
    other.get("/profile")
    assert "From another company: an address service, January 9, 2026" in text(other)
    assert "trade show" not in text(other)


def test_what_nobody_told_us_the_source_of_says_so(page: Browser) -> None:
    assert "We don’t know where we got this. In our files since" in text(page)


def test_a_source_that_is_none_of_ours_is_unknown(page: Browser) -> None:
    an_origin(the_person(ANN), "name", "martians")
    assert page.get("/profile").status_code == 200
    assert "martians" not in text(page)


def test_what_animals_are_used_for_depends_on_the_answers(page: Browser) -> None:
    assert "Used for nothing, because you have not answered whether we may." in text(page)
    page.get("/profile/use/animals")
    page.press("Save answers", mail="yes", ads="no")
    assert "Used to pick what we send you, because you said Yes to that. Not used for ads on other sites." in text(page)
    page.get("/profile/use/animals")
    page.press("Save answers", mail="no", ads="no")
    assert "Used for nothing, because you said No." in text(page)


def test_looks_and_changes_by_others_are_told_without_a_name(page: Browser) -> None:
    person = the_person(ANN)
    note_look(person, "staff:3", "support", LookReason.CALL)
    set_name(person, "Anna", "Archer", By("phone", "staff:3"))
    note_change(person.id, "phone", None, {"number": "+13345550199", "kind": "home"}, By("import", "import"), "phone:9")
    page.get("/profile")
    assert "Customer support looked at your record, because of your call" in text(page)
    assert "Customer support, after your call" in text(page)
    assert "Name: was Ann Archer → now Anna Archer" in text(page)
    assert "A file of ours" in text(page) and "staff:3" not in html(page)


def test_her_own_changes_are_no_news_from_others(page: Browser) -> None:
    set_name(the_person(ANN), "Anna", "Archer", By("profile_page"))
    page.get("/profile")
    assert "Nobody but you." in text(page) and "Nobody so far." in text(page)


def test_a_person_of_whom_nothing_is_known_but_the_address(app_context: None, client: Browser) -> None:
    a_person("new@example.com", source="email_entry")
    sign_in(client, "new@example.com")
    client.get("/profile")
    assert text(client).count("We hold none.") == 7
    assert "You told us here" in text(client)


def test_very_long_values_and_two_hundred_guesses_stand_on_the_page(page: Browser) -> None:
    person = the_person(ANN)
    person.first_name, person.last_name = "A" * 80, "B" * 80
    for number in range(200):
        a_fact(person, value=f"{number} " + "x" * 190, reason="r" * 200)
    assert page.get("/profile").status_code == 200
    assert "Removes all 200 and keeps new ones out." in text(page) and "Show 188 more" in text(page)


def test_the_page_asks_the_database_as_often_whatever_it_shows(page: Browser) -> None:
    with statements(page.application) as few:
        page.get("/profile")
    person = the_person(ANN)
    for number in range(30):
        an_animal(person, name=f"Horse {number}")
        a_fact(person, value=f"guess {number}")
        a_fact(person, kind="observed", name="visit", value=f"visit {number}")
        note_look(person, "staff:3", "support", LookReason.CALL)
        set_name(person, f"Ann {number}", "Archer", By("phone", "staff:3"))
    with statements(page.application) as many:
        page.get("/profile")
    assert len(many) == len(few) <= 20


def test_visits_and_devices_are_told_in_plain_words_and_not_removed_here(page: Browser) -> None:
    a_fact(the_person(ANN), kind="observed", name="device", value="A phone with Android", source="visit")
    a_fact(the_person(BEA), kind="observed", name="device", value="A tablet", source="visit")
    page.get("/profile")
    assert "A phone with Android" in text(page) and "Your visit to our store’s site" in text(page)
    assert "A tablet" not in text(page) and "Remove A phone" not in text(page)
