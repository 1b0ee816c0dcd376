"""Who is the same person, and how a destination is kept when it may not be read back."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core import fingerprints
from app.core.fingerprints import (
    NotAnAddress,
    all_fingerprints,
    canonical_email,
    fingerprint,
    limit_key,
    mailbox_key,
    mask,
    match_key,
    post_match_key,
)
from app.core.keys import KeyRing

RING = KeyRing("FINGERPRINT_KEYS", {1: bytes(range(32)), 2: bytes(range(32, 64))})

# Frozen: stored fingerprints and links in old mail depend on every byte of it. A change is a new normaliser version.
KEYS = [
    ("Sam.Smith+Horse@Example.COM", "sam.smith+horse@example.com", "sam.smith@example.com"),
    (" sam@EXAMPLE.com ", "sam@example.com", "sam@example.com"),
    ("+sam@example.com", "+sam@example.com", "+sam@example.com"),
    ("İ@example.com", "İ@example.com", "İ@example.com"),
    ("ß@example.com", "ß@example.com", "ß@example.com"),
    ("SÄM@example.com", "sÄm@example.com", "sÄm@example.com"),
    ("sam@Bücher.example", "sam@xn--bcher-kva.example", "sam@xn--bcher-kva.example"),
    ("O'Neil@example.com", "o'neil@example.com", "o'neil@example.com"),
    ("cafe\u0301@example.com", "caf\u00e9@example.com", "caf\u00e9@example.com"),
]
VALUES = [
    ("email", "sam@example.com", 1, "23d605721d290d37d104c8f97210acf1"),
    ("email", "sam@example.com", 2, "aee5c28d6d9a3491b381258769b69208"),
    ("email", "sam+x@xn--bcher-kva.example", 1, "25a6524fdbd7486505276052c69554a7"),
    ("email", "sam+x@xn--bcher-kva.example", 2, "deab1079cae1cbd458dd40450932600c"),
    ("post", "ONEIL|12MAINSTAPT4|36302", 1, "7b5cbffdceb393baf49f6d555e3aa11a"),
    ("post", "ONEIL|12MAINSTAPT4|36302", 2, "2afc9c2bc0b6bdc1aa8d552062a39336"),
]


@pytest.mark.parametrize(("typed", "match", "limit"), KEYS)
def test_the_keys_of_an_address_are_frozen(typed: str, match: str, limit: str) -> None:
    assert match_key(canonical_email(typed)) == match
    assert limit_key(canonical_email(typed)) == limit


@pytest.mark.parametrize(
    ("typed", "mailbox"),
    [
        ("B.E.A+x@GoogleMail.com", "bea@gmail.com"),
        ("b.ea@gmail.com", "bea@gmail.com"),
        ("b.ea+x@example.com", "b.ea@example.com"),
        ("b.ea@mail.gmail.com", "b.ea@mail.gmail.com"),
    ],
)
def test_the_key_of_a_mailbox_is_frozen(typed: str, mailbox: str) -> None:
    assert mailbox_key(canonical_email(typed)) == mailbox


@pytest.mark.parametrize(("channel", "key", "key_id", "value"), VALUES)
def test_fingerprints_are_frozen(channel: str, key: str, key_id: int, value: str) -> None:
    assert fingerprint(RING, channel, key, key_id=key_id).value.hex() == value


def test_the_postal_key_ignores_what_two_clerks_write_differently() -> None:
    frozen = "ANNONEIL|12MAINSTAPT4|36302"
    assert post_match_key("Ann O'Neil", "12 Main St., Apt 4", "36302-1234") == frozen
    assert post_match_key("ANN ONEIL", "12 MAIN ST APT 4", "36302") == frozen
    assert post_match_key("Ann O'Neil", "12 Main St., Apt 5", "36302") != frozen
    assert post_match_key("Bea O'Neil", "12 Main St., Apt 4", "36302") != frozen


def test_a_new_key_writes_and_every_old_one_is_still_looked_up() -> None:
    assert fingerprint(RING, "email", "sam@example.com").key_id == 2
    found = all_fingerprints(RING, "email", "sam@example.com")
    assert [one.key_id for one in found] == [2, 1]
    assert [one.value.hex() for one in found] == [VALUES[1][3], VALUES[0][3]]


def test_the_same_text_on_two_channels_has_two_fingerprints() -> None:
    assert fingerprint(RING, "email", "x").value != fingerprint(RING, "post", "x").value


atoms = st.text("abcXYZ019_-+.'!ß", min_size=0, max_size=70)
labels = st.sampled_from(
    ["a", "example", "EXAMPLE", "x-y", "-x", "x-", "a--b", "xn--bcher-kva", "XN--A", "1", "test", "contest", "b" * 63]
)
ends = st.sampled_from(["com", "COM", "c", "1a", "a1", "example", "test", "local", "xn--p1ai", "co.uk", "b" * 64, ""])
addresses = st.builds(
    lambda local, domain, end: f"{local}@{'.'.join([*domain, end])}", atoms, st.lists(labels, max_size=5), ends
)


@given(addresses | st.emails())
@example("a" * 64 + "@example.com")
@example("a" * 65 + "@example.com")
@example("a@" + ".".join(["b" * 63] * 3) + "." + "c" * 57 + ".com")
@example("a@" + ".".join(["b" * 63] * 3) + "." + "c" * 58 + ".com")
def test_the_fast_path_answers_as_email_validator_does(text: str) -> None:
    assert answer(canonical_email, text) == answer(fingerprints._validated, text)


def answer(function: Callable[[str], str], text: str) -> str | None:
    try:
        return function(text)
    except NotAnAddress:
        return None


@given(addresses | st.emails())
def test_a_canonical_address_stays_as_it_is(text: str) -> None:
    found = answer(canonical_email, text)
    if found is not None:
        assert canonical_email(found) == found
        assert match_key(match_key(found)) == match_key(found)


@pytest.mark.parametrize(
    "text", ["", "@", "sam", "sam@", "@example.com", "a b@example.com", "sam@localhost", "a@b@c.com"]
)
def test_what_is_no_address_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NotAnAddress, match="like sam@"):
        canonical_email(text)


def test_a_mask_shows_the_owner_and_nobody_else() -> None:
    assert mask("sam@example.com") == "s••@example.com"
