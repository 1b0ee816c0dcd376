"""The fields of an address, country by country, and what is said when one is wrong."""

import pytest
from flask import Flask

from app.channels import UnknownCountry, address_errors, cleaned_address, country_names, post_form

HERE = {"street": "12 Main St", "city": "Dothan", "state": "AL", "postal_code": "36301"}


@pytest.fixture(autouse=True)
def spoken(app: Flask) -> object:
    """Sentences are said in a language, so a request is needed."""
    with app.test_request_context():
        yield


def names(country: str) -> list[str]:
    return [one.name for one in post_form(country).fields]


def test_each_country_asks_for_its_own_fields_in_its_own_order() -> None:
    assert names("US") == ["street", "second_line", "city", "state", "postal_code"]
    assert names("DE") == ["street", "second_line", "postal_code", "city"]
    assert "postal_code" not in names("HK")


def test_labels_are_the_words_of_the_country() -> None:
    labels = {one.name: str(one.label) for one in post_form("US").fields}
    assert (labels["state"], labels["postal_code"]) == ("State", "ZIP code")
    assert {str(one.label) for one in post_form("CA").fields} >= {"Province", "Postal code"}
    assert "Eircode" in {str(one.label) for one in post_form("IE").fields}


def test_states_stand_in_a_list_each_once() -> None:
    states = next(one for one in post_form("CA").fields if one.name == "state").choices
    assert ("AB", "Alberta") in states and len(dict(states)) == len(states)
    assert ("北海道", "Hokkaido") in next(one for one in post_form("JP").fields if one.name == "state").choices


def test_a_good_address_is_kept() -> None:
    assert address_errors("US", HERE) == {}
    assert address_errors("US", {**HERE, "postal_code": "36301-1234"}) == {}
    assert address_errors("DE", {"street": "Weg 1", "city": "Berlin", "postal_code": "10115"}) == {}


@pytest.mark.parametrize("code", ["", "3630", "abcde", "36301-12", "٣٦٣٠١", "36301 OR 1=1"])
def test_a_broken_zip_code_is_told_what_one_looks_like(code: str) -> None:
    assert address_errors("US", {**HERE, "postal_code": code}) == {
        "postal_code": "Enter a ZIP code of five digits, like 36301"
    }


def test_what_is_missing_is_named_beside_its_field() -> None:
    assert address_errors("US", {}) == {
        "street": "Enter the street and house number, or the PO box",
        "city": "Enter the city",
        "state": "Choose the state",
        "postal_code": "Enter a ZIP code of five digits, like 36301",
    }


def test_a_zip_code_of_another_state_is_asked_about() -> None:
    assert "Alabama don’t go together" in address_errors("US", {**HERE, "postal_code": "10001"})["postal_code"]


def test_a_state_that_is_not_on_the_list_is_refused() -> None:
    assert address_errors("US", {**HERE, "state": "Atlantis"}) == {"state": "Choose the state"}


def test_what_is_too_long_says_by_how_much() -> None:
    assert address_errors("US", {**HERE, "street": "x" * 121}) == {"street": "Shorten it by 1 character"}


@pytest.mark.parametrize("code", ["ZZ", "", "us", "../../etc", "\0", "ALL", "QQ"])
def test_a_country_nobody_knows_is_refused(code: str) -> None:
    with pytest.raises(UnknownCountry):
        post_form(code)


def test_home_stands_first_in_the_list_and_every_country_has_a_form() -> None:
    known = country_names()
    assert next(iter(known.items())) == ("US", "United States") and len(known) > 200
    assert all(post_form(code).fields for code in known)


def test_a_field_the_country_does_not_have_stays_empty() -> None:
    kept = cleaned_address("DE", {**HERE, "postal_code": "10115"})
    assert (kept["state"], kept["street"]) == ("", "12 Main St")
    assert cleaned_address("CA", {"postal_code": "h3z 2y7"})["postal_code"] == "H3Z 2Y7"
