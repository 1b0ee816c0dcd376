"""References: read out, written down, typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phone_desk.references import initials, new_reference, read_reference, spelled

pytestmark = pytest.mark.usefixtures("app_context")
REFERENCES = st.from_regex(r"[A-Z]{1,3}-S-[2-9A-HJKMNP-TV-Z]{4}-[1-9][0-9]", fullmatch=True)


def test_a_reference_is_spelled_in_groups() -> None:
    assert spelled("JP-S-7Q2M-40") == "J P, S, 7 Q 2 M, 4 0"


@given(REFERENCES)
def test_as_it_was_read_out_it_is_found_again(reference: str) -> None:
    ways = (reference, reference.lower(), spelled(reference), reference.replace("-", ""))
    assert {read_reference(text) for text in ways} == {reference}


@pytest.mark.parametrize(
    "text", ["", "JP", "ann@example.com", "C-1001", "W-20417", "archer 36302", "JP-X-7Q2M-40", "\u0660" * 9]
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert read_reference(text) is None


def test_new_ones_are_of_the_brand_and_read_as_themselves() -> None:
    made = {new_reference() for _each in range(50)}
    assert len(made) > 45 and all(one.startswith("JP-S-") and read_reference(one) == one for one in made)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Jeffers Pet", "JP"), ("Example Feed and Tack", "EFT"), ("épicerie", "X"), ("A B C D", "ABC")],
)
def test_a_brand_gives_its_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
