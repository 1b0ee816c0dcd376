"""The search box: what finds whom, always masked, and never by a name alone."""

from datetime import date

import pytest
from flask import Flask

from app.core import clock
from app.core.database import session
from app.people import Person
from app.purchases import Order
from tests.browser import Browser
from tests.cast import ANN, ann, bea
from tests.desk import MAX, MO, ROOT, SUE, a_member, sit_down
from tests.makers import a_person
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")


def an_order(person: Person, number: str = "W-20417") -> None:
    session().add(Order(number=number, person_id=person.id, ordered_on=date(2026, 6, 3), imported_at=clock.now()))
    session().commit()


def found(browser: Browser, text: str) -> str:
    browser.get("/staff")
    assert browser.press("Search", find=text).status_code == 200
    assert browser.page
    return browser.page.text


@pytest.fixture
def desk(client: Browser) -> Browser:
    """Sue's browser, with Ann and Bea in the shop."""
    sit_down(client, a_member(SUE))
    an_order(ann())
    bea()
    return client


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.com",
        " ANN@example.com ",
        "C-1001",
        "W-20417",
        "#W-20417",
        "archer 36302",
        "Ann Archer 36302",
        "ARCHER  ann, 36302-1234",
    ],
)
def test_each_of_these_finds_ann_and_not_bea(text: str, desk: Browser) -> None:
    page = found(desk, text)
    assert "Found 1 for" in page
    assert "A•• A•••••" in page and "a••@example.com" in page and "Dothan, AL 363••" in page


def test_the_reference_of_the_trail_finds_its_person(desk: Browser) -> None:
    (subject,) = session().query(Person.subject_id).filter_by(last_name="Archer").one()
    assert "Found 1 for" in found(desk, subject[:8])
    assert "Nothing found" in found(desk, subject[:6])


@pytest.mark.parametrize("text", ["Archer", "Ann Archer", "36302", "arch 36302", "ann@", "example.com", "%", "_ 36302"])
def test_a_name_alone_a_zip_alone_or_a_part_finds_nobody(text: str, desk: Browser) -> None:
    page = found(desk, text)
    assert "Nothing found" in page and "type the address" in page


@pytest.mark.parametrize(
    "text", ["\0", "a\0nn@exa\0mple.com", "9" * 5000, "’; DROP TABLE person --", "\uff21 36302", "\ud7ff" * 300]
)
def test_garbage_is_answered_and_breaks_nothing(text: str, desk: Browser) -> None:
    assert found(desk, text)


def test_an_empty_search_says_what_can_be_searched(desk: Browser) -> None:
    page = found(desk, "  ")
    assert "What are you looking for?" in page and "customer number" in page


def test_no_page_of_hits_shows_what_it_masks(desk: Browser) -> None:
    found(desk, "archer 36302")
    assert not [word for word in ("Archer", "Elm", "ann@example.com", "334-555") if word in desk.page.html]


def test_more_than_twenty_are_cut_and_it_says_so(desk: Browser) -> None:
    for number in range(25):
        a_person(f"e{number}@example.org", last_name="Example", street=f"{number} Elm Street")
    page = found(desk, "example 36302")
    assert "Found 20 for" in page and "There are more than 20" in page


def test_a_name_with_other_letters_is_found_in_either_case(desk: Browser) -> None:
    a_person("eva@example.org", first_name="Éva", last_name="Núñez", street="3 Fir Road")
    assert all("Found 1 for" in found(desk, text) for text in ("éva núñez 36302", "NÚÑEZ 36302", "Núñez 36302"))


@pytest.mark.parametrize("who", [MO, MAX, ROOT])
def test_who_may_not_look_at_people_finds_none(who: str, app: Flask, desk: Browser) -> None:
    other = Browser(app)
    sit_down(other, a_member(who))
    assert "Nothing found" in found(other, ANN)


def test_an_administrator_finds_members_and_support_does_not(app: Flask, desk: Browser) -> None:
    root = Browser(app)
    sit_down(root, a_member(ROOT))
    assert "Found 1 for" in found(root, SUE) and "customer support" in found(root, "sue")
    assert "Nothing found" in found(desk, ROOT)


def test_a_search_asks_the_same_few_questions_however_many_it_finds(app: Flask, desk: Browser) -> None:
    counts = []
    for more in (1, 15):
        for number in range(more):
            a_person(f"e{more}-{number}@example.org", last_name="Example", street=f"{number} Elm Street")
        with statements(app) as said:
            found(desk, "example 36302")
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_what_was_typed_stands_in_no_address_line(desk: Browser) -> None:
    found(desk, ANN)
    assert desk.get("/staff/search", query_string={"find": ANN}).status_code == 405
