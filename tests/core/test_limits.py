"""Limits on mail, codes and caps."""

import multiprocessing
import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock, limits
from app.core.database import session
from app.core.limits import Limit, LimitBucket, network, take
from app.core.settings import Settings
from app.factory import create_app
from tests.makers import a_person, a_topic

THREE = Limit("codes", 3, timedelta(hours=1))
NOON = datetime(2026, 7, 8, 12, 0, tzinfo=UTC)


@pytest.mark.usefixtures("app_context")
def test_the_fourth_of_three_is_over_and_says_when_counting_starts_anew() -> None:
    with clock.set_to(NOON + timedelta(minutes=20)):
        taken = [take(THREE, "ann") for _ in range(4)]
    assert [one.within for one in taken] == [True, True, True, False]
    assert taken[3].retry_at == NOON + timedelta(hours=1)
    with clock.set_to(NOON + timedelta(hours=1)):
        assert take(THREE, "ann").within


@pytest.mark.usefixtures("app_context")
def test_one_limit_does_not_count_for_another_nor_for_somebody_else() -> None:
    for _ in range(3):
        take(THREE, "ann")
    assert not take(THREE, "ann").within
    assert take(THREE, "bea").within
    assert take(Limit("mails", 3, timedelta(hours=1)), "ann").within


@pytest.mark.usefixtures("app_context")
def test_what_was_taken_stays_taken_when_the_act_fails() -> None:
    take(THREE, "ann")
    session().rollback()
    assert take(THREE, "ann").count == 2


@pytest.mark.usefixtures("app_context")
def test_no_address_stands_in_a_bucket() -> None:
    take(THREE, "ann@example.com")
    rows = session().execute(select(LimitBucket.key)).scalars().all()
    assert len(rows) == 1
    assert b"ann" not in rows[0]


def test_threads_share_one_count(app: Flask) -> None:
    counts: list[int] = []

    def press() -> None:
        with app.app_context():
            counts.extend(take(THREE, "ann").count for _ in range(3))

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == list(range(1, 13))


def press_elsewhere(environ: dict[str, str], found: "multiprocessing.Queue[int]") -> None:
    with create_app(Settings.from_environ(environ)).app_context():
        for _ in range(5):
            found.put(take(THREE, "ann").count)


def test_processes_share_one_count(app: Flask) -> None:
    settings = app.extensions["settings"]
    keys = ",".join(key.decode() for key in settings.secret_keys)
    environ = {"DATABASE_URL": settings.database_url, "INSTANCE_PATH": str(settings.instance), "SECRET_KEYS": keys}
    spawn = multiprocessing.get_context("fork")
    found: multiprocessing.Queue[int] = spawn.Queue()
    workers = [spawn.Process(target=press_elsewhere, args=(environ, found)) for _ in range(2)]
    for worker in workers:
        worker.start()
    counts = [found.get(timeout=30) for _ in range(10)]
    for worker in workers:
        worker.join()
    assert sorted(counts) == list(range(1, 11))


@pytest.mark.usefixtures("app_context")
def test_a_limit_taken_after_a_write_is_refused_before_it_waits_for_itself() -> None:
    topic = a_topic()
    topic.title = "Changed"
    with pytest.raises(RuntimeError, match="before the first write"):
        take(THREE, "ann")


@pytest.mark.usefixtures("app_context")
def test_a_limit_never_commits_what_its_caller_wrote_so_far() -> None:
    person = a_person()
    person.first_name = "Changed"
    session().flush()
    with pytest.raises(RuntimeError, match="before the first write"):
        take(THREE, "ann")
    session().rollback()
    session().refresh(person)
    assert person.first_name == ""


@pytest.mark.parametrize(
    ("address", "net"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", "unknown"),
        (None, "unknown"),
        ("x", "unknown"),
    ],
)
def test_a_network_is_coarse(address: str | None, net: str) -> None:
    assert network(address) == net


@pytest.mark.usefixtures("app_context")
def test_windows_are_forgotten_a_day_after_they_end() -> None:
    with clock.set_to(NOON):
        take(THREE, "ann")
    with clock.set_to(NOON + timedelta(hours=25)):
        assert limits.forget_old() == 0
    with clock.set_to(NOON + timedelta(hours=26)):
        assert limits.forget_old() == 1
