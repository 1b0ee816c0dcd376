"""The stricter of two, and random lives of two records: after a merge the gate answers as the stricter of both."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import consent
from app.consent import MARKETING, METHODS, NO_PAUSE, OFF, ON, PACE, PAUSE, UNSET, Standing, stricter
from app.consent.merge import restrictiveness
from app.core.database import session
from app.topics import Topic, every_topic
from tests.cast import ANN, ann
from tests.conftest import Shop
from tests.databases import Databases
from tests.dossier.merged import OTHER, history, merged, other_ann, parted, sound
from tests.makers import a_topic, says

STATES = ((ON, OFF, UNSET), ("all", "week", "month", UNSET), (NO_PAUSE, "2026-12-24", "2027-03-14", UNSET))
kinds = st.sampled_from(STATES)
pairs = kinds.flatmap(lambda states: st.tuples(*[st.sampled_from(states)] * 3))
# What is said of one record: purpose, channel, state, method.
PURPOSES = (("tips", (ON, OFF)), ("offers", (ON, OFF)), (MARKETING, (ON, OFF)), (PACE, STATES[1]), (PAUSE, STATES[2]))
methods = st.sampled_from(
    [one.name for one in METHODS if one.name not in ("merge", "undo", "scanner_restore", "erasure")]
)
acts = st.sampled_from(PURPOSES).flatmap(lambda one: st.tuples(st.just(one[0]), st.sampled_from(one[1]), methods))
lives = st.lists(st.tuples(st.sampled_from([ANN, OTHER]), acts), max_size=8)


@given(pairs)
def test_stricter_is_commutative_associative_and_idempotent(three: tuple[str, str, str]) -> None:
    a, b, c = three
    assert stricter(a, b) == stricter(b, a)
    assert stricter(stricter(a, b), c) == stricter(a, stricter(b, c))
    assert stricter(a, a) == a


@given(pairs)
def test_stricter_is_never_less_strict_than_either_that_said_something(three: tuple[str, str, str]) -> None:
    a, b, _c = three
    both = stricter(a, b)
    assert both in (a, b)
    assert all(restrictiveness(both) >= restrictiveness(one) for one in (a, b) if one != UNSET)
    assert (both == OFF) == (OFF in (a, b))


@given(pairs)
def test_never_asked_gives_way(three: tuple[str, str, str]) -> None:
    assert stricter(three[0], UNSET) == stricter(UNSET, three[0]) == three[0]


def live(life: list[tuple[str, tuple[str, str, str]]]) -> None:
    for address, (name, state, method) in life:
        purpose = name if name in (MARKETING, PACE, PAUSE) else f"topic:{name}"
        says(address, purpose, state, method=method)


def strict_of_both(one: Standing, other: Standing) -> Standing:
    """What the gate would know of a destination for which both were said."""
    places = {*one.states, *other.states}
    states = {place: stricter(one.state(*place), other.state(*place)) for place in places}
    return Standing(
        is_customer=one.is_customer or other.is_customer,
        suppressions=one.suppressions | other.suppressions,
        states=states,
    )


def answers(standing: Standing) -> list[bool]:
    topics: list[Topic] = [topic for topic in every_topic() if topic.channel == "email"]
    return [consent.decide(standing, topic).allowed for topic in topics]


@contextmanager
def a_shop(make: Shop) -> Iterator[Flask]:
    app = make()
    with app.app_context():
        yield app
        session().rollback()


@pytest.fixture
def fresh(databases: Databases, tmp_path_factory: pytest.TempPathFactory, make_app: Shop) -> Shop:
    """A shop over a database of its own, for each example."""

    def make(**_environ: str) -> Flask:
        return make_app(DATABASE_URL=databases.fresh(tmp_path_factory.mktemp("shop")))

    return make


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=lives, between=lives)
def test_the_gate_answers_as_the_stricter_of_both(before: list[object], between: list[object], fresh: Shop) -> None:
    with a_shop(fresh):
        a_topic("tips"), a_topic("offers", default="on_for_customers")
        kept, gone = ann(), other_ann()
        live(before)  # type: ignore[arg-type]  # as drawn above
        expected = answers(strict_of_both(*consent.standings([ANN, OTHER])))
        own = [history(one.subject_id) for one in (kept, gone)]
        row = merged(kept, gone)
        assert [answers(one) for one in consent.standings([ANN, OTHER])] == [expected, expected]
        assert [history(one.subject_id, without=row.act_id) for one in (kept, gone)] == own
        live(between)  # type: ignore[arg-type]
        parted(row)
        assert history(gone.subject_id) == own[1]
        assert sound()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=lives)
def test_parting_at_once_gives_both_their_answers_back(before: list[object], fresh: Shop) -> None:
    with a_shop(fresh):
        a_topic("tips"), a_topic("offers", default="on_for_customers")
        kept, gone = ann(), other_ann()
        live(before)  # type: ignore[arg-type]
        answered = [answers(one) for one in consent.standings([ANN, OTHER])]
        assert parted(merged(kept, gone))
        assert [answers(one) for one in consent.standings([ANN, OTHER])] == answered
        assert sound()
