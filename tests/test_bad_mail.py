"""The misbehaving mail server does what its modes say, and its journal holds what it accepted and nothing else."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.outbox.transports import Mail, MaybeHandedOver, NotHandedOver, Refused, TryAgain
from app.outbox.transports.smtp import Smtp
from tests.bad_mail import BadMail
from tests.processes import eventually

HEAD = "From: shop@example.com\r\nSubject: x\r\nMessage-ID: <{}@example.com>\r\n\r\n"


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[BadMail]:
    server = BadMail(tmp_path / "bad").start()
    yield server
    server.kill()
    assert server.said() == ""


@pytest.fixture
def smtp(bad: BadMail) -> Iterator[Smtp]:
    transport = Smtp(bad.url, "choices.example.com")
    yield transport
    transport.close()


def mail(number: int = 1) -> Mail:
    content = HEAD.format(number).encode() + b"A line of text.\r\n" * 50
    return Mail(f"name{number}", "shop@example.com", f"ann{number}@example.com", content)


def sent(smtp: Smtp, number: int = 1) -> type[NotHandedOver] | None:
    """How it ended for us."""
    try:
        smtp.send(mail(number))
    except NotHandedOver as no:
        return type(no)
    return None


def test_a_healthy_server_takes_each_mail_once(bad: BadMail, smtp: Smtp) -> None:
    assert [sent(smtp, number) for number in range(20)] == [None] * 20
    taken = list(bad.accepted())
    assert [line.message_id for line in taken] == [f"{number}@example.com" for number in range(20)]
    assert [line.to for line in taken] == [(f"ann{number}@example.com",) for number in range(20)]
    assert len({line.digest for line in taken}) == 20


@pytest.mark.parametrize(
    ("mode", "ends"),
    [
        ("defers", {TryAgain}),
        ("refuses", {Refused, TryAgain}),
        ("full", {TryAgain}),
        ("down", {TryAgain}),
    ],
)
def test_who_says_no_took_nothing(mode: str, ends: set[type[NotHandedOver]], bad: BadMail, smtp: Smtp) -> None:
    bad.behave(mode)
    assert {sent(smtp, number) for number in range(20)} <= ends
    assert not list(bad.accepted())


def test_a_line_that_drops_inside_data_took_nothing(bad: BadMail, smtp: Smtp) -> None:
    bad.behave("drops_in_data")
    assert None not in {sent(smtp, number) for number in range(5)}
    assert [line.what for line in bad.lines()] == ["dropped"] * 5


def test_a_lost_reply_took_the_mail(bad: BadMail, smtp: Smtp) -> None:
    bad.behave("loses_reply")
    assert sent(smtp) is MaybeHandedOver
    assert [line.reply for line in bad.accepted()] == ["lost"]


def test_a_delayed_reply_ends_with_its_mode(bad: BadMail, smtp: Smtp) -> None:
    bad.behave("delays_reply")
    ended: list[type[NotHandedOver] | None] = []
    sending = threading.Thread(target=lambda: ended.append(sent(smtp)))
    sending.start()
    assert eventually(lambda: [line.reply for line in bad.accepted()] == ["late"])
    assert not ended
    bad.behave("healthy")
    sending.join(5)
    assert ended == [None]


def test_garbage_is_no_answer_and_only_after_the_dot_a_mail(bad: BadMail, smtp: Smtp) -> None:
    bad.behave("garbage")
    ended = [sent(smtp, number) for number in range(40)]
    assert {TryAgain, MaybeHandedOver} <= set(ended)
    garbled = [line for line in bad.accepted() if line.reply == "garbage"]
    assert 0 < len(garbled) <= ended.count(MaybeHandedOver)


def test_the_journal_outlives_its_server(bad: BadMail, smtp: Smtp) -> None:
    assert sent(smtp, 1) is None
    bad.kill()
    assert sent(smtp, 2) is TryAgain
    bad.start()
    assert sent(smtp, 3) is None
    assert [line.message_id for line in bad.accepted()] == ["1@example.com", "3@example.com"]
