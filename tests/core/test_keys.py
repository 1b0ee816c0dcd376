"""Keyrings."""

import pytest

from app.core.keys import KeyRing, decode_key, derive, key_hint, new_key, parse_ring
from app.core.refusals import BadSetting


def test_a_ring_writes_with_the_highest_id_wherever_it_stands() -> None:
    old, new = new_key(), new_key()
    ring = parse_ring("FIELD_KEYS", f" 2:{new} , 1:{old},")
    assert (ring.newest_id, ring.newest) == (2, decode_key("", new))
    assert ring.of(1) == decode_key("", old)


@pytest.mark.parametrize(
    "text", ["", ",", "x", "1", "0:{}", "256:{}", "-1:{}", "a:{}", "1:{0},1:{0}", "1:", "1:short", "1:{}!", "1 {}"]
)
def test_a_bad_ring_is_one_clear_line(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        parse_ring("SEAL_KEYS", text.format(new_key()))
    assert refused.value.sentence.startswith("SEAL_KEYS")
    assert "\n" not in refused.value.sentence


def test_a_key_that_rows_need_is_asked_for_by_its_number() -> None:
    with pytest.raises(BadSetting, match="FIELD_KEYS has no key 7"):
        KeyRing("FIELD_KEYS", {1: bytes(32)}).of(7)


def test_a_key_never_does_two_jobs() -> None:
    assert derive(bytes(32), "x").hex() == "d72ab2781199f58a5a079e8e863a43a38d949e923cf2f6798c960897c0323279"
    assert derive(bytes(32), "x") != derive(bytes(32), "y")


def test_the_hint_of_a_secret_is_frozen_because_links_carry_it() -> None:
    assert key_hint(bytes(32)) == 158
