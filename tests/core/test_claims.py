"""Things that may happen once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.core import claims, clock
from app.core.database import session

KEEP = timedelta(hours=1)


@pytest.mark.usefixtures("app_context")
def test_the_second_claim_of_an_id_loses() -> None:
    assert not claims.is_claimed("one")
    assert claims.claim("one", "undo", KEEP)
    assert not claims.claim("one", "undo", KEEP)
    assert claims.is_claimed("one")
    assert claims.claim("another", "undo", KEEP)


@pytest.mark.usefixtures("app_context")
def test_a_claim_whose_transaction_failed_can_be_made_again() -> None:
    assert claims.claim("one", "undo", KEEP)
    session().rollback()
    assert claims.claim("one", "undo", KEEP)


def test_of_many_at_once_exactly_one_wins(app: Flask) -> None:
    won: list[bool] = []
    start = threading.Barrier(6)

    def press() -> None:
        with app.app_context():
            start.wait()
            won.append(claims.claim("one", "undo", KEEP))
            session().commit()

    together(press, 6)
    assert sorted(won) == [False] * 5 + [True]


def together(act: Callable[[], None], times: int) -> None:
    threads = [threading.Thread(target=act) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("app_context")
def test_a_claim_is_forgotten_only_after_its_time() -> None:
    claims.claim("one", "undo", KEEP)
    session().commit()
    assert claims.forget_old() == 0
    with clock.set_to(clock.now() + KEEP + timedelta(seconds=1)):
        assert claims.forget_old() == 1
    assert not claims.is_claimed("one")
