"""The postal keys of version 2: what meets, what does not, and that nothing breaks them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels import POST_VERSION, Place, PostKeys, label_key, post_keys, standard_address
from tests.channels.spellings import DIFFER, MEET, place

VECTORS = Path(__file__).with_name("vectors_post_v2.csv")
APP = Path(__file__).parents[2] / "app" / "channels"


def test_the_tables_are_as_long_as_promised() -> None:
    assert len(MEET) >= 60 and len(DIFFER) >= 20


@pytest.mark.parametrize(("section", "one", "other"), MEET)
def test_spellings_of_one_address_meet(section: str, one: str, other: str) -> None:
    assert post_keys(place(one)) == post_keys(place(other)), section


@pytest.mark.parametrize(("section", "one", "other"), DIFFER)
def test_two_addresses_stay_apart(section: str, one: str, other: str) -> None:
    assert post_keys(place(one)).address != post_keys(place(other)).address, section


@pytest.mark.parametrize(
    "name", ["ANN ARCHER", "Archer, Ann", "Mrs. Ann B. Archer", "Dr Ann Archer, DVM", "Ánn Archer or Current Resident"]
)
def test_one_name_written_differently_is_one_person(name: str) -> None:
    assert post_keys(place("12 Main St", name)) == post_keys(place("12 Main St", "Ann Archer"))


@pytest.mark.parametrize("name", ["Ann Archer Jr", "Bea Archer", "Ann Lee Archer", "Archer Ann"])
def test_another_name_is_another_person(name: str) -> None:
    assert post_keys(place("12 Main St", name)).person != post_keys(place("12 Main St", "Ann Archer")).person


def test_father_and_son_are_two_people_of_one_household() -> None:
    senior, junior = (post_keys(place("12 Main St", f"Al Archer{end}")) for end in (" Sr.", ", Jr."))
    assert senior.person != junior.person and senior.household == junior.household


def test_the_code_of_the_keys_holds_none_of_these_addresses() -> None:
    """Rules and tables alone: a key that knew its examples would prove nothing."""
    code = " ".join(path.read_text(encoding="utf-8") for path in APP.rglob("*.py")).upper()
    lines = {line.strip().upper() for _section, *pair in [*MEET, *DIFFER] for each in pair for line in each.split("|")}
    assert not [line for line in lines if " " in line and any(map(str.isdigit, line)) and line in code]


def test_three_keys_of_one_address_never_meet() -> None:
    keys = post_keys(place("12 Main St", ""))
    assert len({keys.person, keys.household, keys.address, label_key("", "36303")}) == 4


@pytest.mark.parametrize("code", ["36303", "36303-1234", " 36303 1234 ", "363031234"])
def test_a_label_is_its_customer_number_and_five_digits(code: str) -> None:
    assert label_key("c-1001", code) == "N|C1001|36303" != label_key("C-1002", code)


def test_an_address_elsewhere_keeps_its_letters_and_its_country() -> None:
    tokyo = Place("山田", "千代田区1-1", "", "東京都", "", "100-0001", "JP")
    keys = post_keys(tokyo)
    assert "千代田区1-1" in keys.address and keys != post_keys(Place(**{**vars(tokyo), "country": "TW"}))
    assert keys.address != post_keys(Place(**{**vars(tokyo), "street": "千代田区11"})).address
    assert standard_address(tokyo) == tokyo


def test_a_territory_written_as_a_country_is_the_same_place() -> None:
    here = Place("Ann", "150 Calle A", "", "San Juan", "PR", "00926", "US")
    assert post_keys(here) == post_keys(Place("Ann", "150 CALLE A", "", "San Juan", "", "00926", "PR"))


def vectors() -> list[list[str]]:
    """Name, street, second line, city, state, ZIP, country; then the three keys."""
    with VECTORS.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def test_version_2_is_frozen() -> None:
    """Stored marks depend on every byte. Whoever must change a key makes version 3 and leaves this file as it is."""
    assert POST_VERSION == 2
    assert len(vectors()) > 100
    for row in vectors():
        assert post_keys(Place(*row[:7])) == PostKeys(*row[7:])


anything = st.text(max_size=80) | st.sampled_from(
    ["", "\0", "\ud800", "🏠", "#", "APT", "BOX", "RR", "1/2", "x" * 100_000, "# # #", "PO BOX"]
)


@given(st.builds(Place, anything, anything, anything, anything, anything, anything, anything | st.just("US")))
def test_no_text_breaks_a_key(odd: Place) -> None:
    keys = post_keys(odd)
    assert all(key.encode() and len(key) < 2000 for key in (keys.person, keys.household, keys.address))
    assert post_keys(standard_address(odd)) == keys


@pytest.mark.parametrize("street", ["🏠", "???", "東京都", "Ελλάδα"])
def test_a_street_without_latin_letters_is_still_that_street(street: str) -> None:
    assert post_keys(place(street)).address != post_keys(place("#")).address != post_keys(place("🐴")).address
