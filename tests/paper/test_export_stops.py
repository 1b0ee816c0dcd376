"""The suppression file: what a person, a household and an address stopped, once each."""

import pytest

from app.channels import post_keys
from app.channels.post_keys import Place
from app.consent import MARKETING, OFF, ON, Act, Change, record
from app.core.database import session
from app.people import Person, PostalAddress
from tests.makers import a_no, a_person, a_topic, says, the_person
from tests.paper.mailhouse import Handed, House, house, moves, stops_all_of

__all__ = ["house"]
ANA, ALF, BOB, CAL = (f"{name}@example.com" for name in ("ana", "alf", "bob", "cal"))


def lives(who: str, **subjects: str) -> None:
    """The newest address of hers has these subjects beside it."""
    person = the_person(who)
    for name, subject in subjects.items():
        setattr(person.postal_addresses[-1], f"{name}_subject", subject)
    session().commit()


@pytest.fixture(autouse=True)
def street(house: House) -> dict[str, Person]:
    """Ana and Alf Archer and Bob Baker at 1 Elm Street, Cal Cole at 2."""
    a_topic("catalog", channel="post", default="on_for_customers")
    a_topic("cards", channel="post", default="on_for_customers")
    names = {ANA: ("Ana", "Archer"), ALF: ("Alf", "Archer"), BOB: ("Bob", "Baker"), CAL: ("Cal", "Cole")}
    return {
        address: a_person(
            address, is_customer=True, first_name=first, last_name=last, street=f"{1 + (address == CAL)} Elm Street"
        )
        for address, (first, last) in names.items()
    }


def keys(person: Person) -> tuple[str, str]:
    """The household's key and the address's."""
    one: PostalAddress = person.postal_addresses[-1]
    place = Place(person.display_name, one.street, one.second_line, one.city, one.state, one.postal_code)
    return post_keys(place).household, post_keys(place).address


def told(handed: Handed) -> list[tuple[str, str, str, str]]:
    return [(row["scope"], row["topic"], row["name"], row["reason"]) for row in handed.stops]


def catalogs(handed: Handed) -> set[str]:
    return {name for name, topic in handed.pairs if topic == "catalog"}


def test_a_household_stops_for_its_people_once_and_the_neighbor_goes_on(
    house: House, street: dict[str, Person]
) -> None:
    assert catalogs(house.hand()) == {"Ana Archer", "Alf Archer", "Bob Baker", "Cal Cole"}
    subject = stops_all_of(keys(street[ANA])[0])
    lives(ANA, household=subject), lives(ALF, household=subject)
    found = house.hand()
    assert catalogs(found) == {"Bob Baker", "Cal Cole"}
    assert told(found) == [("household", "all", "Archer", "told")]


def test_an_address_stops_whoever_lives_there_and_stays_when_she_moves(house: House, street: dict[str, Person]) -> None:
    subject = stops_all_of(keys(street[ANA])[1], "catalog", "paper_report")
    for address in (ANA, ALF, BOB):
        lives(address, address=subject)
    found = house.hand()
    assert (catalogs(found), ("Ana Archer", "cards") in found.pairs) == ({"Cal Cole"}, True)
    assert [(*row, stop["street"]) for row, stop in zip(told(found), found.stops, strict=True)] == [
        ("address", "catalog", "", "told", "1 Elm Street")
    ]
    moves(the_person(ANA), "8 Far Road")
    assert catalogs(house.hand()) == {"Ana Archer", "Cal Cole"}


def test_a_label_stops_its_person_alone(house: House, street: dict[str, Person]) -> None:
    lives(ANA, label=stops_all_of("N|C1|36302", "catalog"))
    found = house.hand()
    assert catalogs(found) == {"Alf Archer", "Bob Baker", "Cal Cole"}
    assert told(found) == [("person", "catalog", "Ana Archer", "told")]


def test_her_own_stop_goes_with_her_when_she_moves(house: House, street: dict[str, Person]) -> None:
    a_no(ANA, a_topic("cats", channel="post", default="on_for_customers"))
    moves(the_person(ANA), "8 Far Road")
    (stop,) = house.hand().stops
    assert (stop["name"], stop["topic"], stop["street"]) == ("Ana Archer", "cats", "8 Far Road")


def test_an_order_of_the_postal_service_stands_there_and_no_tick_of_hers_lifts_it(
    house: House, street: dict[str, Person]
) -> None:
    says(BOB, MARKETING, OFF, channel="post", method="prohibitory_order")
    says(BOB, MARKETING, ON, channel="post")
    found = house.hand()
    assert told(found) == [("person", "all", "Bob Baker", "postal_order")]
    assert catalogs(found) == {"Ana Archer", "Alf Archer", "Cal Cole"}


def test_a_stop_without_a_mark_of_an_address_is_told_too(house: House, street: dict[str, Person]) -> None:
    record(street[CAL].subject_id, [Change(MARKETING, "post", OFF)], Act("phone", "desk", actor="staff:1"))
    session().commit()
    assert told(house.hand()) == [("person", "all", "Cal Cole", "asked")]


def test_stops_known_as_fingerprints_alone_are_counted_and_have_no_row(house: House) -> None:
    stops_all_of("H|NOBODY|1ELM|36302"), stops_all_of("A|9ELM|36302", "catalog")
    found = house.hand()
    assert (found.stops, found.manifest["stops_we_cannot_name"]) == ([], 2)


def test_the_strongest_reason_and_the_first_day_are_told(house: House, street: dict[str, Person]) -> None:
    a_no(BOB, a_topic("cats", channel="post", default="on_for_customers"), "import")
    first = house.hand().stops[0]
    assert (first["reason"], first["topic"]) == ("file", "cats")
    lives(BOB, label=stops_all_of("N|C2|36302", "cats"))
    again = house.hand().stops[0]
    assert (again["reason"], again["since"]) == ("told", first["since"])
