"""The chain: its byte form is frozen, and each way of tampering has a name."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.core import chain
from app.core.chain import Link, Scalar
from app.core.keys import KeyRing

RING = KeyRing("SEAL_KEYS", {1: bytes(range(32))})
LINE: dict[str, Scalar] = {
    "subject": "ab" * 16, "seq": 1, "purpose": "topic:dog-deals", "channel": "email", "state": "off",
    "method": "one_click", "actor": "self", "wording": None, "at": "2026-07-08T12:00:00+00:00", "note": "Größe “ok”",
}  # fmt: skip
# Frozen: whoever kept a hash outside the database must find it again in ten years.
BYTES = (
    '{"actor":"self","at":"2026-07-08T12:00:00+00:00","channel":"email","method":"one_click","note":"Größe “ok”",'
    '"purpose":"topic:dog-deals","seq":1,"state":"off","subject":"abababababababababababababababab","wording":null}'
)
DIGESTS = (
    "b696d7632afc6c1c8d6c1407d8a822b9313f65f05d76f41bdf9b32f566c6948e",
    "4d5b43a76fe291937a377e8d7a82d964a0c57cf7e0fa9e5bfb8b18f5d9a8bd76",
)
MARKS = ("2115abe329e3dd0402621412e6a98962", "a766b1e7162649670201bccdc137e4d5")


def two_lines() -> tuple[Link, Link]:
    first = chain.link(RING, "consent", None, LINE)
    return first, chain.link(RING, "consent", first, LINE)


def test_the_canonical_bytes_are_frozen() -> None:
    assert chain.canonical(LINE) == BYTES.encode()


def test_hashes_and_marks_are_frozen() -> None:
    assert tuple(one.digest.hex() for one in two_lines()) == DIGESTS
    assert tuple(one.mark.hex() for one in two_lines()) == MARKS


scalars = st.none() | st.integers() | st.text()


@given(st.dictionaries(st.text(), scalars), st.dictionaries(st.text(), scalars))
def test_two_lines_share_their_bytes_only_when_they_say_the_same(a: dict[str, Scalar], b: dict[str, Scalar]) -> None:
    assert (chain.canonical(a) == chain.canonical(b)) == (a == b)


def test_an_untouched_chain_has_no_fault() -> None:
    first, second = two_lines()
    assert chain.fault(RING, "consent", None, first, LINE) is None
    assert chain.fault(RING, "consent", first, second, LINE) is None


def test_each_way_of_tampering_has_its_words() -> None:
    first, second = two_lines()
    forged = bytes(16)
    found = [
        chain.fault(RING, "consent", None, first, {**LINE, "state": "on"}),
        chain.fault(RING, "consent", None, second, LINE),
        chain.fault(RING, "consent", first, first, LINE),
        chain.fault(RING, "consent", replace(first, digest=bytes(32)), second, LINE),
        chain.fault(RING, "consent", None, replace(first, mark=forged), LINE),
        chain.fault(RING, "consent", None, replace(first, key_id=9), LINE),
        chain.fault(RING, "audit", None, first, LINE),
    ]
    assert found == [
        "line 1 was changed",
        "line 1 is missing",
        "line 1 stands twice",
        "line 2 does not follow the line before it",
        *["line 1 was not written by this site"] * 3,
    ]


def test_a_rotation_of_the_key_does_not_break_the_chain() -> None:
    first, _second = two_lines()
    rotated = KeyRing("SEAL_KEYS", {**RING.keys, 2: bytes(32)})
    second = chain.link(rotated, "consent", first, LINE)
    assert second.key_id == 2
    assert chain.fault(rotated, "consent", None, first, LINE) is None
    assert chain.fault(rotated, "consent", first, second, LINE) is None
