"""Passwords: length first, the guessable refused with a reason, kept as argon2id."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.staff.joining import words_about
from app.staff.passwords import LONGEST, SHORTEST, WeakPassword, _refuse_weak, hash_new, matches, rehashed
from tests.staff.doors import PASSWORD, hashed


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def reason(password: str) -> str:
    """Why it is refused."""
    with pytest.raises(WeakPassword) as no:
        hash_new(password, words_about("maxine@acmefeeds.example"))
    return no.value.sentence


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", f"{SHORTEST} characters or more"),
        ("tr0ub4dor&3", f"{SHORTEST} characters or more"),
        ("copper bridle lantern " * 12, f"{LONGEST} characters or fewer"),
        ("password1234", "common passwords"),
        ("aaaaaaaaaaaaaaaa", "Repeats"),
        ("abcdefghijklmnop", "Rows like"),
        ("qwertyuiop[]asdf", "side by side"),
        ("12-05-1987 11", "Dates"),
        ("maxine@acmefeeds.example", "your address"),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(password: str, why: str) -> None:
    assert why in reason(password)


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "grün-Öhre-Čtyři-馬 7", "🐎🪵 fence lantern 4", "x9$kQ2!vb7Wz", "a b " + "thistle wagon " * 18],
)
def test_spaces_and_letters_of_the_world_are_welcome_and_no_kind_is_asked_for(password: str) -> None:
    kept = hash_new(password, ())
    assert matches(kept, password)
    assert not matches(kept, password + "x")


def test_the_same_word_is_the_same_however_a_keyboard_composed_it() -> None:
    kept = hash_new("caf\u00e9 bridle lantern", ())
    assert matches(kept, "cafe\u0301 bridle lantern")


def test_what_is_kept_is_argon2id_at_the_agreed_cost() -> None:
    found = extract_parameters(hashed())
    assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == ("ID", 19 * 1024, 2, 1)
    assert PASSWORD not in hashed()


def test_a_hash_of_a_lower_cost_is_made_anew_and_one_of_today_is_not() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    assert matches(rehashed(old, PASSWORD), PASSWORD)
    assert rehashed(old, PASSWORD) != old
    assert rehashed(hashed(), PASSWORD) == hashed()


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=1"])
def test_where_no_hash_is_nothing_matches(stored: str | None) -> None:
    assert not matches(stored, PASSWORD)
    assert not matches(stored, "nobody has this password")


def test_the_hardest_text_to_judge_takes_no_seconds() -> None:
    worst = "5|+<[%$8811457+<84[[+87!|3%296@@990|43$(+88!%@%3<06[115@(782(0%<11{|+(@2"
    began = time.perf_counter()
    hash_new(worst, ())
    assert time.perf_counter() - began < 3


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_whatever_is_typed_is_weak_or_strong_and_nothing_breaks(text: str) -> None:
    with suppress(WeakPassword):
        _refuse_weak(text, ["ann@example.com", "Jeffers Pet"])
