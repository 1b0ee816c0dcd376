"""Finding bursts: what looks like a scanner is flagged, and what does not is not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.consent import ConsentEntry, LinkStop
from app.core.database import session
from app.stops.bursts import AFTER_SIGNING, APART, PEOPLE, find_bursts, runs
from app.stops.jobs import look_at_stops
from tests.browser import Browser
from tests.makers import may
from tests.stops.scanner import FIREFOX, SECOND, Mailing, a_press, stops_of

pytestmark = pytest.mark.usefixtures("app_context")
AT = datetime(2026, 7, 8, 15, tzinfo=UTC)


def lines() -> int:
    return session().scalar(select(func.count()).select_from(ConsentEntry)) or 0


def test_500_looks_change_nothing_and_the_presses_among_them_are_flagged(client: Browser) -> None:
    mailing = Mailing(AT, PEOPLE)
    before, scanner = lines(), client.application.test_client()
    with time_machine.travel(AT + 2 * SECOND, tick=False):
        for number in range(500):
            link = mailing.link(mailing.people[number % PEOPLE])
            assert (scanner.get, scanner.head)[number % 2](link).status_code == 200
    assert lines() == before
    assert mailing.look() == []
    mailing.pressed(client)
    assert lines() == before + PEOPLE
    (burst,) = mailing.look()
    assert (burst.sign, burst.value, burst.answer) == ("network", "203.0.113.0/24", None)
    assert [(one.seconds, one.verb, one.program) for one in stops_of(burst)][:2] == [
        (5, "one_click", "script"),
        (6, "one_click", "script"),
    ]


@pytest.mark.parametrize(
    "calm",
    [
        {"count": PEOPLE - 1},
        {"apart": APART.total_seconds() + 1},
        {"first": AFTER_SIGNING.total_seconds() + 1},
    ],
    ids=str,
)
def test_below_the_threshold_nothing_is_flagged(client: Browser, calm: dict[str, float]) -> None:
    mailing = Mailing(AT, PEOPLE)
    mailing.pressed(client, **calm)  # type: ignore[arg-type]
    assert mailing.look(20) == []
    assert may(mailing.people[0], mailing.topic) == "no suppressed_topic"


def test_people_in_browsers_everywhere_are_not_flagged(client: Browser) -> None:
    mailing = Mailing(AT, PEOPLE)
    for number, person in enumerate(mailing.people):
        with time_machine.travel(AT + number * SECOND, tick=False):
            a_press(client, mailing.link(person), f"198.51.{number}.1", FIREFOX)
    assert mailing.look() == []


def test_one_program_from_everywhere_is_flagged_by_its_kind(client: Browser) -> None:
    mailing = Mailing(AT, PEOPLE)
    for number, person in enumerate(mailing.people):
        with time_machine.travel(AT + number * SECOND, tick=False):
            a_press(client, mailing.link(person), f"198.51.{number}.1")
    (burst,) = mailing.look()
    assert (burst.sign, burst.value) == ("program", "script")


def test_one_person_who_presses_often_is_no_burst(client: Browser) -> None:
    mailing = Mailing(AT, 1)
    for second in range(20):
        with time_machine.travel(AT + second * SECOND, tick=False):
            a_press(client, mailing.link(mailing.people[0]) + "/stop")
    assert mailing.look() == []


def test_looking_again_changes_nothing_and_what_follows_joins_the_open_burst(client: Browser) -> None:
    mailing = Mailing(AT, 14)
    mailing.pressed(client, PEOPLE)
    (first,) = mailing.look()
    mailing.pressed(client, 14)
    (again,) = mailing.look()
    assert (again.id, len(stops_of(again))) == (first.id, 14)
    assert again.ended_at == AT + 18 * SECOND
    with time_machine.travel(AT + timedelta(minutes=6), tick=False):
        assert find_bursts() == 0


def test_workers_who_look_at_once_find_one_burst(app: Flask, client: Browser) -> None:
    mailing = Mailing(AT)
    mailing.pressed(client)
    session().commit()

    def looks(_number: int) -> str:
        with app.app_context():
            return look_at_stops()

    with time_machine.travel(AT + timedelta(minutes=5), tick=False), ThreadPoolExecutor(4) as workers:
        said = list(workers.map(looks, range(4)))
    assert sorted(said) == ["0 new bursts"] * 3 + ["1 new bursts"]
    assert len(stops_of(mailing.look()[0])) == 12


def a_stop_at(second: int, person: int = 0, network: str = "203.0.113.0/24", program: str = "script") -> LinkStop:
    return LinkStop(f"{second}-{person}", str(person), 1, AT + second * SECOND, "one_click", network, program, AT)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 15), st.sampled_from(["a", "b", "unknown"]))))
def test_each_run_keeps_the_rule_and_no_stop_is_in_two(found: list[tuple[int, int, str]]) -> None:
    stops = list({(s, p): a_stop_at(s, p, network) for s, p, network in found}.values())
    bursts = runs(stops)
    acts = [stop.act_id for burst in bursts for stop in burst.stops]
    assert len(acts) == len(set(acts))
    for burst in bursts:
        moments = [stop.at for stop in burst.stops]
        assert len({stop.subject_id for stop in burst.stops}) >= PEOPLE
        assert all(later - earlier <= APART for earlier, later in pairwise(moments))
        assert (burst.sign, burst.value) != ("network", "unknown")
