"""Servers that cut the line, crawl, or talk nonsense: what is known of a mail afterwards, and that a talk always ends."""

import dataclasses
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress

import pytest

from app.outbox.transports import Mail, MaybeHandedOver, NotHandedOver, Refused, TryAgain, Unwanted
from app.outbox.transports import talk as talks
from app.outbox.transports.base import StillWanted, always
from app.outbox.transports.smtp import Smtp
from tests.outbox.rude import HANG_UP, Rude, drip, rude

MAIL = Mail("name", "shop@example.com", "ann@example.com", b"Subject: x\r\n\r\n" + b".body\r\n" * 40)
ONCE = dataclasses.replace(MAIL, leaves_once=True)
NONSENSE = [
    b"hello there\r\n",
    b"\x00\xff\xfe\r\n",
    "250 日本語 ✓\r\n".encode()[2:],
    b"2" * 70_000 + b"\r\n",
    b"250-more\r\n" * 9_000 + b"250 end\r\n",
    b"999 what\r\n",
    b"\r\n",
    b"100 well\r\n",
]


@pytest.fixture
def server() -> Iterator[Rude]:
    with rude() as running:
        yield running


@pytest.fixture
def smtp(server: Rude) -> Iterator[Smtp]:
    transport = Smtp(server.url, "choices.example.com")
    yield transport
    transport.close()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody wants to wait a minute for a test."""
    monkeypatch.setattr(talks, "STEP", 0.3)
    monkeypatch.setattr(talks, "TALK", 0.6)
    monkeypatch.setattr(talks, "ANSWER", 1.0)


def refusal(smtp: Smtp, mail: Mail = MAIL, still_wanted: StillWanted = always) -> NotHandedOver:
    with pytest.raises(NotHandedOver) as no:
        smtp.send(mail, still_wanted)
    return no.value


@pytest.mark.parametrize("word", ["hello", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_before_the_final_dot_means_later_and_the_next_mail_goes(
    word: str, nonsense: bytes, server: Rude, smtp: Smtp
) -> None:
    server.says[word] = nonsense
    assert type(refusal(smtp)) is TryAgain
    smtp.send(MAIL)
    assert len(server.taken) == 1


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_for_capabilities_breaks_nothing(nonsense: bytes, server: Rude, smtp: Smtp) -> None:
    server.says["EHLO"] = nonsense
    with suppress(TryAgain):  # some servers know the older greeting only
        smtp.send(MAIL)
    smtp.send(MAIL)
    assert server.taken


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_after_the_final_dot_leaves_it_open(nonsense: bytes, server: Rude, smtp: Smtp) -> None:
    server.says["."] = nonsense
    assert type(refusal(smtp)) is MaybeHandedOver
    smtp.send(MAIL)


@pytest.mark.parametrize("word", ["hello", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_line_cut_before_the_final_dot_means_later(word: str, server: Rude, smtp: Smtp) -> None:
    server.says[word] = HANG_UP
    assert type(refusal(smtp)) is TryAgain
    smtp.send(MAIL)


@pytest.mark.parametrize("limit", [1, 100, 250])
def test_a_line_cut_inside_a_mail_that_leaves_once_is_no_doubt(limit: int, server: Rude, smtp: Smtp) -> None:
    server.body_limit = limit
    assert type(refusal(smtp, ONCE)) is TryAgain
    smtp.send(ONCE)
    assert len(server.taken) == 1


def test_a_line_cut_after_the_final_dot_is_one(server: Rude, smtp: Smtp) -> None:
    server.says["."] = HANG_UP
    assert type(refusal(smtp, ONCE)) is MaybeHandedOver


def test_what_the_server_says_before_the_final_dot_counts(server: Rude, smtp: Smtp) -> None:
    server.says["DATA"] = b"354 go\r\n552 too big\r\n"
    no = refusal(smtp)
    assert (type(no), no.reply_code, server.taken) == (Refused, 552, [])


def test_a_reply_too_many_is_never_taken_for_the_next_one(server: Rude, smtp: Smtp) -> None:
    server.says["RCPT"] = b"450 later\r\n250 ok\r\n"
    assert type(refusal(smtp)) is TryAgain
    server.says["."] = b"550 no\r\n"
    assert type(refusal(smtp)) is Refused


@pytest.mark.parametrize("word", ["hello", "EHLO", "MAIL", "RCPT", "DATA", "."])
def test_a_tarpit_holds_nobody_for_long(word: str, hurried: None, server: Rude, smtp: Smtp) -> None:
    server.says[word] = drip
    began = time.monotonic()
    no = refusal(smtp)
    assert time.monotonic() - began < 3
    assert (type(no), no.is_away) == (MaybeHandedOver if word == "." else TryAgain, True)


def test_a_reply_heard_late_is_a_reply(hurried: None, server: Rude, smtp: Smtp) -> None:
    def late(connection: object) -> None:
        time.sleep(0.7)
        connection.sendall(b"250 taken\r\n")  # type: ignore[attr-defined]

    server.says["."] = late
    smtp.send(MAIL)
    smtp.send(MAIL)
    assert len(server.taken) == 2


def test_a_mail_stopped_on_its_way_is_taken_back_before_its_end(server: Rude, smtp: Smtp) -> None:
    assert type(refusal(smtp, MAIL, lambda: nullcontext(enter_result=False))) is Unwanted
    smtp.send(MAIL)
    assert len(server.taken) == 1
