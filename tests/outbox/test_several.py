"""Several workers: each message leaves once, whatever carries the bell, and a queue that dies loses nothing."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import outbox
from app.core.database import session
from app.identity.asking import Wish, ask
from app.outbox import Outcome
from app.outbox.models import JobRun
from tests.mail_server import MailServer
from tests.outbox.workers import Start, eventually, workers
from tests.redis import RedisServer

Make = Callable[..., Flask]


@pytest.fixture
def start(database: str, tmp_path: Path) -> Iterator[Start]:
    with workers(database, tmp_path) as begin:
        yield begin


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


def wait(app: Flask, count: int, first: int = 0) -> list[str]:
    """Sign-in mails to so many addresses."""
    addresses = [f"p{number}@example.com" for number in range(first, first + count)]
    with app.app_context():
        for number, address in enumerate(addresses, first):
            ask(Wish(address), f"network-{number // 10}")
            session().commit()
    return addresses


def who_got(server: MailServer) -> Counter[str]:
    return Counter(str(mail.rcpt_tos[0]) for mail in server.mails)


@pytest.mark.parametrize("bell", ["database", "redis"])
def test_two_workers_hand_each_message_over_once(
    bell: str, database: str, make_app: Make, server: MailServer, start: Start, redis_server: RedisServer
) -> None:
    by_bell = {"QUEUE_URL": redis_server.url} if bell == "redis" else {}
    if bell == "database" and database.startswith("postgresql"):
        by_bell = {"QUEUE_URL": database}
    app = make_app(MAIL_URL=server.url, **by_bell)
    addresses = wait(app, 120)
    both = [start(MAIL_URL=server.url, **by_bell) for _ in range(2)]
    addresses += wait(app, 40, first=120)
    assert eventually(lambda: len(server.mails) >= 160, within=180)
    assert who_got(server) == Counter(addresses)
    assert all(ends_well(worker) for worker in both)
    with app.app_context():
        assert set(session().scalars(select(outbox.Message.outcome))) == {Outcome.HANDED_OVER}
        names = list(session().scalars(select(JobRun.name)))
        assert len(names) == len(set(names)) > 5
        outbox.bell().huey.storage.close()


def ends_well(worker) -> bool:  # type: ignore[no-untyped-def]
    worker.send_signal(signal.SIGTERM)
    return bool(worker.wait(20) == 0)


def test_a_redis_that_restarts_loses_bells_and_no_mail(
    make_app: Make, server: MailServer, start: Start, redis_server: RedisServer
) -> None:
    app = make_app(MAIL_URL=server.url, QUEUE_URL=redis_server.url)
    start(MAIL_URL=server.url, QUEUE_URL=redis_server.url)
    wait(app, 1)
    assert eventually(lambda: len(server.mails) == 1)
    redis_server.kill()
    wait(app, 2, first=1)
    assert eventually(lambda: len(server.mails) == 3)
    redis_server.start()
    wait(app, 1, first=3)
    assert eventually(lambda: len(server.mails) == 4)


def test_a_redis_of_flood_limits_that_is_away_stops_no_page(make_app: Make, redis_server: RedisServer) -> None:
    app = make_app(LIMITS_URL=redis_server.url)
    redis_server.kill()
    began = time.monotonic()
    for _ in range(70):
        last = app.test_client().post("/sign-in", data={"email": "nobody"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert last.status_code == 429
    assert time.monotonic() - began < 20


def test_flood_limits_are_counted_in_redis(make_app: Make, redis_server: RedisServer) -> None:
    first, second = (make_app(LIMITS_URL=redis_server.url) for _ in range(2))
    for app in (first, second) * 40:
        last = app.test_client().post("/sign-in", data={"email": "nobody"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert last.status_code == 429
