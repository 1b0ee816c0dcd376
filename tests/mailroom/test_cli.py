"""`flask mail receive`: a mail on standard input, and an exit status that mail servers understand."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select, text

from app.core.database import session
from app.mailroom.models import MailAside, ReceivedMail
from tests.cast import ANN, BEA, ann, bea
from tests.mailroom.letters import STOPS, a_letter, a_report
from tests.mailroom.sent import a_mail, a_stop_token, gate, undeliverable_at

Receives = Callable[..., tuple[int, str]]


@pytest.fixture
def receives(shop: Flask) -> Receives:
    def receive(content: bytes, *options: str) -> tuple[int, str]:
        result = FlaskCliRunner(shop).invoke(args=["mail", "receive", *options], input=content)
        session().rollback()
        session().expire_all()
        return result.exit_code, result.output.strip()

    return receive


def test_a_bounce_on_a_pipe(receives: Receives) -> None:
    ann(), bea()
    assert receives(a_report(token=a_mail(ANN).token)) == (0, "event")
    assert undeliverable_at(ANN) and not undeliverable_at(BEA)


def test_the_envelopes_recipient_is_told_by_an_option(receives: Receives) -> None:
    ann(), bea()
    to = STOPS.replace("@", f"+{a_stop_token(ANN)}@")
    assert receives(a_letter("", "", to="hidden@example.com"), "--to", to) == (0, "stop")
    assert gate(ANN) == "no suppressed_marketing" and gate(BEA) == "yes customer"


def test_a_mail_server_may_deliver_twice(receives: Receives) -> None:
    content = a_letter("Privacy Information Request")
    assert [receives(content)[1] for _each in range(2)] == ["draft", "repeated"]


def test_garbage_is_kept_aside_and_the_mail_server_is_done_with_it(receives: Receives) -> None:
    assert receives(b"\x00\xff" * 5000) == (0, "aside")
    assert session().scalars(select(MailAside.size)).all() == [10_000]


def test_without_a_database_the_mail_server_is_asked_to_try_again(receives: Receives) -> None:
    session().execute(text("ALTER TABLE mail_received RENAME TO elsewhere"))
    session().commit()
    assert receives(a_letter("STOP"))[0] == 75
    session().execute(text("ALTER TABLE elsewhere RENAME TO mail_received"))
    session().commit()
    assert session().scalars(select(ReceivedMail)).all() == []
    assert receives(a_letter("STOP")) == (0, "proposal")
