"""Codes on labels: short, forgiving to read, the same when asked again."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import suppression
from app.core.database import session
from app.core.fingerprints import Fingerprint, fingerprint
from app.core.settings import current
from app.suppression import LabelCode, label_codes, read_label_code
from app.suppression.codes import ALPHABET, LENGTH
from tests.makers import a_topic

pytestmark = pytest.mark.usefixtures("app_context")


def a_mark(name: str = "Ann") -> Fingerprint:
    return fingerprint(current().fingerprint_keys, "post", name, version=2)


def a_code(name: str = "Ann", campaign_id: int = 7) -> tuple[str, int]:
    topic = a_topic(channel="post")
    code = label_codes([a_mark(name)], topic.id, campaign_id)[a_mark(name)]
    session().commit()
    return code, topic.id


def test_a_code_stands_for_mark_topic_and_campaign() -> None:
    code, topic_id = a_code()
    assert len(code) == LENGTH and set(code) <= set(ALPHABET)
    assert read_label_code(code) == LabelCode(code, a_mark(), topic_id, 7)


def test_the_same_question_gives_the_same_code_and_another_another() -> None:
    topic = a_topic(channel="post")
    first = label_codes([a_mark(), a_mark("Bea")], topic.id, 7)
    assert label_codes([a_mark()], topic.id, 7)[a_mark()] == first[a_mark()]
    others = {label_codes([a_mark()], topic.id, 8)[a_mark()], label_codes([a_mark()], topic.id, 0)[a_mark()]}
    assert len({*first.values(), *others}) == 4


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(seed=st.integers(), campaign_id=st.integers(0, 9))
def test_a_code_is_read_however_a_hand_writes_it(seed: int, campaign_id: int) -> None:
    code, hand = a_code("Ann", campaign_id)[0], random.Random(seed)
    looks = {"0": "0Oo", "1": "1IiLl"}
    typed = (hand.choice(looks.get(sign, sign + sign.lower())) + hand.choice(["", " ", "-", " - "]) for sign in code)
    found = read_label_code(" " + "".join(typed))
    assert found is not None and found.code == code


@pytest.mark.parametrize(
    "typed", ["", "\0", "0" * 12, "0" * 13, "é" * 12, "U" * 12, "x" * 10_000, "\u0661" * 12, "ABC"]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    a_code()
    assert read_label_code(typed) is None


def test_a_code_outlives_the_row_of_its_mark() -> None:
    code, _topic = a_code()
    assert read_label_code(code)
    assert suppression.marks_of_subject("nobody", "post") == []
