"""Between the gate's last answer and the end of a mail no stop is acknowledged, so none comes too late for it."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import consent, links, suppression
from app.core import settings
from app.core.database import session
from app.core.fingerprints import fingerprint, match_key
from app.core.messages import MessageKind
from app.outbox.jobs import _asking
from app.outbox.transports import Mail, StillWanted
from app.suppression import Scope, StoredFingerprint
from tests.makers import a_person
from tests.outbox.office import Writer

ANN, ALIAS = "ann@example.com", "ann+shop@example.com"
NOTE = MessageKind("recommendation", "at_most_once", lambda reference: None, asks="recommendation")


def last_word(address: str = ANN) -> StillWanted:
    return _asking(NOTE, Mail("name", "shop@example.com", address, b""))


def pressing(app: Flask, address: str) -> threading.Thread:
    """Somebody who presses stop now. It is acknowledged when the thread has ended."""
    started = threading.Event()

    def press() -> None:
        with app.app_context():
            mark = fingerprint(settings.current().fingerprint_keys, "email", match_key(address))
            act = consent.Act("one_click", "stop link", wording="Stop")
            started.set()
            consent.stop_by_fingerprint(links.StopLink(mark).fingerprint, 0, act)
            session().commit()

    thread = threading.Thread(target=press)
    thread.start()
    assert started.wait(5)
    return thread


@pytest.mark.parametrize("stops", [ANN, "ANN@example.com"])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_stop_waits_until_the_mail_has_left_and_holds_for_the_next(
    is_known: bool, stops: str, office: Flask, writer: Writer
) -> None:
    if is_known:
        a_person(ANN)
    with last_word()() as is_wanted:
        press = pressing(office, stops)
        press.join(0.5)
        assert is_wanted and press.is_alive()
    press.join(20)
    assert not press.is_alive()
    with last_word()() as is_wanted, last_word("bea@example.com")() as others:
        assert (is_wanted, others) == (False, True)


def test_a_stop_without_the_alias_waits_too(office: Flask, writer: Writer) -> None:
    with last_word(ALIAS)() as is_wanted:
        press = pressing(office, ANN)
        press.join(0.5)
        assert is_wanted and press.is_alive()
    press.join(20)
    with last_word(ALIAS)() as is_wanted:
        assert not is_wanted


def test_a_stop_under_way_is_waited_for(office: Flask, writer: Writer) -> None:
    answers: list[bool] = []

    def ask() -> None:
        with office.app_context(), last_word()() as is_wanted:
            answers.append(is_wanted)

    suppression.suppress(suppression.mark_for(ANN), Scope.RECOMMENDATIONS, "test", "0" * 32)
    asking = threading.Thread(target=ask)
    asking.start()
    asking.join(0.5)
    assert answers == []
    session().commit()
    asking.join(20)
    assert answers == [False]


def test_asking_leaves_no_mark_of_a_stranger(office: Flask, writer: Writer, tmp_path: Path) -> None:
    with last_word()():
        pass
    assert session().scalar(select(func.count()).select_from(StoredFingerprint)) == 0
