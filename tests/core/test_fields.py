"""Sealed fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.fields import Unreadable, open_text, seal_text
from app.core.keys import KeyRing
from app.core.refusals import Refusal

OLD = KeyRing("FIELD_KEYS", {1: bytes(32)})
NEW = KeyRing("FIELD_KEYS", {1: bytes(32), 2: bytes(range(32))})


@given(st.text())
def test_what_was_sealed_opens_again(text: str) -> None:
    assert open_text(NEW, "kept", seal_text(NEW, "kept", text)) == text


def test_two_seals_of_one_text_tell_nobody_that_they_are_the_same() -> None:
    assert seal_text(NEW, "kept", "sam@example.com") != seal_text(NEW, "kept", "sam@example.com")
    assert b"sam" not in seal_text(NEW, "kept", "sam@example.com")


def test_a_field_sealed_before_a_rotation_opens_after_it() -> None:
    assert open_text(NEW, "kept", seal_text(OLD, "kept", "sam@example.com")) == "sam@example.com"
    assert seal_text(NEW, "kept", "x")[0] == 2


def test_a_field_sealed_for_one_purpose_does_not_open_for_another() -> None:
    with pytest.raises(Unreadable):
        open_text(NEW, "sign-in", seal_text(NEW, "kept", "sam@example.com"))


@given(st.data())
def test_a_field_changed_in_any_byte_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(seal_text(NEW, "kept", "sam@example.com"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refusal):
        open_text(NEW, "kept", bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 5, 13, 20])
def test_a_field_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(Unreadable):
        open_text(NEW, "kept", seal_text(NEW, "kept", "sam@example.com")[:length])
