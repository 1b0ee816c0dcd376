"""What a person removed or corrected on her own pages stays so, however often the same files come again."""

import pytest
from sqlalchemy import select

from app.core.database import session
from app.people import Fact, phones_of, postal_address_of
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.exchange.desk import Desk
from tests.makers import a_person, the_person
from tests.sign_in import sign_in

pytestmark = pytest.mark.usefixtures("app_context")
PLACE = {"street": "9 Pine Road", "city": "Dothan", "state": "AL", "zip": "36303", "country": "US"}
PEOPLE = [
    {"email": ANN, "first_name": "Anne-Marie", "last_name": "Archr", "phone": "334-555-0131", **PLACE},
    {"email": BEA, "first_name": "Beatrice", "last_name": "Baker", "phone": "334-555-0132", **PLACE},
]
GUESS = {"kind": "inferred", "name": "often_needs", "value": "Horse wormer", "reason": "bought it twice"}
FACTS = [{"email": each, **GUESS} for each in (ANN, BEA)]


def bring(desk: Desk, *, bea: bool = True) -> None:
    """The same two files, by the commands, with Bea's rows or without."""
    rows = 2 if bea else 1
    desk.import_people(PEOPLE[:rows])
    desk.import_facts(FACTS[:rows])


def known(address: str) -> tuple[str, list[str], str | None, list[str]]:
    """Name, numbers, street and guesses as they stand."""
    session().expire_all()
    person, mine = the_person(address), select(Fact).where(Fact.removed_at.is_(None))
    place = postal_address_of(person)
    guesses = session().scalars(mine.where(Fact.person_id == person.id))
    numbers = [one.number for one in phones_of(person)]
    return person.display_name, numbers, place.street if place else None, [one.value for one in guesses]


def mend(page: Browser) -> None:
    """She removes the guess, the phone and the address, and corrects her name."""
    sign_in(page, ANN)
    for button in ("Remove Horse wormer", "Remove Phone", "Remove Mailing 9 Pine Road"):
        page.get("/profile")
        page.press(button)
    page.get("/profile/name")
    page.press("Save name", first_name="Ann", last_name="Archer")


@pytest.mark.parametrize("times", [1, 2])
def test_what_she_mended_stays_and_bea_gets_what_the_files_say(times: int, client: Browser, desk: Desk) -> None:
    a_person(ANN, is_customer=True, proven=True), a_person(BEA, is_customer=True, first_name="Bea")
    bring(desk, bea=False)
    assert known(ANN) == ("Anne-Marie Archr", ["+13345550131"], "9 Pine Road", ["Horse wormer"])
    mend(client)
    assert known(ANN) == ("Ann Archer", [], None, [])
    assert known(BEA) == ("Bea", [], None, [])
    for _each in range(times):
        bring(desk)
    assert known(ANN) == ("Ann Archer", [], None, [])
    assert known(BEA) == ("Beatrice Baker", ["+13345550132"], "9 Pine Road", ["Horse wormer"])
