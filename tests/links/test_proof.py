"""Proof links: short, for one purpose, once."""

from datetime import timedelta

import pytest

from app.core import claims, clock, signing
from app.core.database import session
from app.core.signing import BadToken, TokenEnded
from app.links import is_used, lifetimes, prove, read_proof, use
from app.links.proof import KINDS, AlreadyUsed, ProofKind

pytestmark = pytest.mark.usefixtures("app_context")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_link_lives_as_long_as_the_table_says_and_not_a_second_longer(kind: ProofKind) -> None:
    name, life = kind.name, kind.lives_for
    born = clock.now().replace(microsecond=0)
    with clock.set_to(born):
        token = prove(name, {"x": 1})
    with clock.set_to(born + life):
        assert read_proof(name, token).payload == {"x": 1}
    with clock.set_to(born + life + SECOND), pytest.raises(TokenEnded):
        read_proof(name, token)


def test_a_link_for_one_purpose_opens_nothing_else() -> None:
    for kind in KINDS:
        for other in KINDS:
            if other is not kind:
                with pytest.raises(BadToken):
                    read_proof(other.name, prove(kind.name, {}))


def test_a_purpose_that_is_not_in_the_list_cannot_be_signed() -> None:
    with pytest.raises(KeyError):
        prove("anything", {})


def test_a_link_works_once_however_its_string_is_twisted() -> None:
    token = prove("sign-in", {"who": "x"})
    twins = [twin for end in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop" if (twin := token[:-1] + end) != token]
    read = [read_proof("sign-in", twin) for twin in [token, *twins, token + "=", token + "=="] if verifies(twin)]
    assert len(read) > 1, "the library became stricter: this test proves nothing any more"
    assert not is_used(read[0])
    use(read[0])
    for twin in read:
        assert is_used(twin)
        with pytest.raises(AlreadyUsed):
            use(twin)


def verifies(token: str) -> bool:
    try:
        read_proof("sign-in", token)
    except BadToken:
        return False
    return True


def test_two_links_for_the_same_thing_are_two_links() -> None:
    one, two = (read_proof("undo", prove("undo", {"act": "x"})) for _ in range(2))
    use(one)
    assert not is_used(two)
    assert len(one.jti) >= 22


def test_looking_at_a_link_does_not_use_it_up() -> None:
    proof = read_proof("undo", prove("undo", {}))
    for _ in range(3):
        assert not is_used(proof)
    use(proof)
    session().rollback()
    use(proof)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_used_link_stays_used_as_long_as_it_could_still_be_read(kind: ProofKind) -> None:
    proof = read_proof(kind.name, prove(kind.name, {}))
    use(proof)
    with clock.set_to(clock.now() + kind.lives_for):
        claims.forget_old()
        assert is_used(proof)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é", "." * 20_000, "eyJ9.x.y", "\0"])
def test_what_we_did_not_sign_is_refused(text: str) -> None:
    with pytest.raises(BadToken):
        read_proof("sign-in", text)


def test_a_payload_changed_in_any_byte_is_refused() -> None:
    token = signing.sign("undo", {"act": "x"})
    body, rest = token.split(".", 1)
    for place in range(len(body)):
        other = "B" if body[place] == "A" else "A"
        with pytest.raises(BadToken):
            signing.read("undo", f"{body[:place]}{other}{body[place + 1 :]}.{rest}", max_age=None)


def test_the_table_of_lifetimes_is_the_promised_one() -> None:
    hours, minutes = timedelta(hours=1), timedelta(minutes=1)
    found = (lifetimes.SIGN_IN, lifetimes.UNDO, lifetimes.IDLE, lifetimes.SESSION, lifetimes.INVITATION)
    assert found == (10 * minutes, 30 * minutes, 30 * minutes, 8 * hours, 72 * hours)
