"""What a moderator is shown about a text, and what hiding does to it."""

import inspect
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reviews.findings import HIDEABLE, RANK, RULES, WHY, Finding, Kind, find, hide, segments, suggestion
from tests.reviews.sentences import ANIMALS, CLEAN, FOUND, RUDE

# Texts in which things are found, side by side and inside each other.
PIECES = [text for _kind, text, _found in FOUND] + [text for text, _found in RUDE]
PIECES += [
    " ",
    ", ",
    "@",
    ".",
    "-",
    "1",
    "\n",
    "\0",
    "👍🏽",
    "www.",
    "at",
    " dot com",
    "12 Oak Road",
    "x@shit.com/555-010-0173",
]
texts = st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(max_size=60)


def shown(text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, text[finding.start : finding.end]) for finding in find(text)]


@pytest.mark.parametrize("text", CLEAN)
def test_what_people_write_about_things_for_animals_is_clean(text: str) -> None:
    assert shown(text) == []
    assert shown(f"{text} {text}") == []


@pytest.mark.parametrize("text", ANIMALS)
def test_a_bitch_is_a_dog(text: str) -> None:
    assert shown(text) == []
    assert shown(text.upper()) == []


@pytest.mark.parametrize(("kind", "text", "found"), FOUND)
def test_what_tells_how_to_reach_somebody_is_found(kind: str, text: str, found: str) -> None:
    assert shown(text) == [(kind, found)]
    assert shown(f"So-so. {text}\nStill whole.") == [(kind, found)]


@pytest.mark.parametrize(("text", "found"), RUDE)
def test_a_rude_word_is_found_in_its_disguises(text: str, found: str) -> None:
    assert shown(text) == [("rude", found)]


def test_everything_in_one_text_is_found_in_order() -> None:
    text = "Shit. Call 555-010-0173 or write sam@example.com, see example.org, PO Box 100, Dothan, AL 36302. •••• 1111"
    assert [kind for kind, _ in shown(text)] == ["rude", "phone", "email", "link", "postal", "card"]


def test_each_kind_has_its_rule_its_reason_and_its_place() -> None:
    assert list(Kind) == sorted(Kind)
    assert set(RULES) == set(WHY) == set(RANK) == set(Kind)
    assert str(find("Called 555-010-0173.")[0].why) == "Phone number found."
    assert set(Kind) - HIDEABLE == {Kind.RUDE}


@pytest.mark.parametrize(("text", "found"), [("x@shit.com", "email"), ("shit.com/555-010-0173", "link")])
def test_of_what_overlaps_the_kind_that_stands_first_in_rank_stays(text: str, found: str) -> None:
    assert shown(text) == [(found, text)]


def test_lines_of_one_address_are_one_find_and_two_phones_are_two() -> None:
    assert shown("at 12 Oak Road\nDothan, AL 36302") == [("postal", "12 Oak Road\nDothan, AL 36302")]
    assert [kind for kind, _ in shown("555-010-0173, 555-010-0174")] == ["phone", "phone"]


@given(texts)
@example("sam@example.com555-010-0173")
def test_finds_lie_in_order_and_apart_and_leave_out_nothing_that_a_rule_found(text: str) -> None:
    found = find(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    covered = {place for each in found for place in range(each.start, each.end)}
    for rule in RULES.values():
        assert all(set(range(*span)) <= covered for span in rule(text))


def test_hiding_is_suggested_only_for_what_can_be_hidden() -> None:
    assert suggestion(find("Called 555-010-0173.")) == "hide"
    assert suggestion(find("shit")) == suggestion(find("Good.")) == ""
    assert suggestion(find("shit, sam@example.com")) == "hide"


@pytest.mark.parametrize("function", [find, suggestion, segments, hide])
def test_no_rule_can_see_the_stars(function: object) -> None:
    assert callable(function)
    assert set(inspect.signature(function).parameters) <= {"text", "findings", "spans"}


@given(texts)
def test_the_pieces_together_are_the_text(text: str) -> None:
    found = find(text)
    pieces = segments(text, found)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert [finding for _, finding in pieces if finding] == list(found)


def test_the_pieces_carry_their_finds() -> None:
    text = "Call 555-010-0173 now"
    phone = Finding(Kind.PHONE, 5, 17)
    assert segments(text, [phone]) == [("Call ", None), ("555-010-0173", phone), (" now", None)]
    assert segments("", []) == []


spans = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60)).map(sorted).filter(lambda s: s[0] < s[1]).map(tuple))


@given(st.text(st.characters(exclude_characters="[]"), min_size=60, max_size=60), spans)
def test_hiding_leaves_every_other_character_as_it_was(text: str, hidden: list[tuple[int, int]]) -> None:
    covered = {place for span in hidden for place in range(*span)}
    after = hide(text, hidden)
    assert after.replace("[removed]", "") == "".join(char for place, char in enumerate(text) if place not in covered)
    assert bool(hidden) <= after.count("[removed]") <= len(hidden)


@given(texts)
def test_hiding_nothing_changes_nothing(text: str) -> None:
    assert hide(text, []) == text


def test_the_number_is_hidden_and_the_words_stay() -> None:
    text = "Tore on day two. Called 555-010-0173 and nobody picked up."
    assert hide(text, [each.span for each in find(text)]) == "Tore on day two. Called [removed] and nobody picked up."
    assert hide("abcdef", [(3, 5), (1, 4), (1, 4)]) == "a[removed]f"


@pytest.mark.parametrize("span", [(-1, 2), (0, 5), (2, 2), (3, 1), (4, 5)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not in a text of 4 characters"):
        hide("text", [span])
    with pytest.raises(ValueError, match="is not in a text of 4 characters"):
        segments("text", [Finding(Kind.PHONE, *span)])


def test_overlapping_finds_make_no_pieces() -> None:
    with pytest.raises(ValueError, match="overlap"):
        segments("sam@example.com", [Finding(Kind.EMAIL, 0, 15), Finding(Kind.LINK, 4, 15)])


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "a.", "A ", "f*", "bitch ", "a at b dot ", "555-010-0173 ", "12 Oak ", "\0"]
)
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    began = time.perf_counter()
    find(piece * (20_000 // len(piece)))
    assert time.perf_counter() - began < 10
