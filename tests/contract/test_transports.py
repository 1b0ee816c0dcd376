"""Every transport keeps the same promises."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.core.settings import Settings
from app.outbox.transports import HeldBack, Mail, Transport, TryAgain, Unwanted, make_transport
from tests.databases import KEYS
from tests.mail_server import mail_server, self_made_certificate

KINDS = ("smtp", "starttls", "smtps", "folder", "inbox")


@dataclass
class Way:
    """A transport under test, the bytes that came out at its other end, and how to break it."""

    transport: Transport
    arrived: Callable[[], list[bytes]]
    broken: Callable[[], Transport]


def made(folder: Path, **environ: str) -> Transport:
    return make_transport(Settings.from_environ(KEYS | environ, instance=folder))


def a_mail(number: int = 1, to: str = "ann@example.com") -> Mail:
    content = f"To: {to}\r\nSubject: {number}\r\n\r\n.leading dot\r\n..two\r\n\r\nend\r\n".encode()
    return Mail(f"20260101T000000000000-{number:024x}", "shop@example.com", to, content)


def files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.eml"))]


@pytest.fixture(params=KINDS)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    """Each transport in turn."""
    kind = request.param
    if kind in ("folder", "inbox"):
        target = tmp_path / "inbox"
        url = "inbox:" if kind == "inbox" else f"folder://{target}"
        transport = made(tmp_path, MAIL_URL=url)
        (tmp_path / "broken").touch()
        yield Way(transport, lambda: files(target), lambda: made(tmp_path, MAIL_URL=f"folder://{tmp_path}/broken/in"))
        return
    tls = (
        {}
        if kind == "smtp"
        else {"tls_context" if kind == "starttls" else "ssl_context": self_made_certificate(tmp_path)}
    )
    with mail_server(**tls) as server:
        url = server.url.replace("smtp", "smtps") if kind == "smtps" else server.url
        transport = made(tmp_path, MAIL_URL=url)
        yield Way(
            transport,
            lambda: [bytes(mail.original_content or b"") for mail in server.mails],
            lambda: made(tmp_path, MAIL_URL="smtp://127.0.0.1:1"),
        )
        transport.close()


def test_a_mail_arrives_as_it_was_handed_over(way: Way) -> None:
    way.transport.send(a_mail())
    assert way.arrived() == [a_mail().content]


def test_many_mails_arrive_each_once(way: Way) -> None:
    for number in range(20):
        way.transport.send(a_mail(number))
    assert sorted(way.arrived()) == sorted(a_mail(number).content for number in range(20))


def test_several_threads_may_send_at_once(way: Way) -> None:
    numbers = range(8)
    threads = [threading.Thread(target=way.transport.send, args=(a_mail(number),)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(way.arrived()) == sorted(a_mail(number).content for number in numbers)


def test_a_closed_transport_opens_again(way: Way) -> None:
    way.transport.send(a_mail(1))
    way.transport.close()
    way.transport.send(a_mail(2))
    assert len(way.arrived()) == 2


def test_a_way_out_that_is_not_there_is_worth_another_try(way: Way) -> None:
    with pytest.raises(TryAgain) as no:
        way.broken().send(a_mail())
    assert no.value.is_away
    assert way.arrived() == []


def test_a_mail_that_was_stopped_on_its_way_does_not_arrive_and_the_next_one_does(way: Way) -> None:
    with pytest.raises(Unwanted):
        way.transport.send(a_mail(1), lambda: nullcontext(enter_result=False))
    way.transport.send(a_mail(2), lambda: nullcontext(enter_result=True))
    assert way.arrived() == [a_mail(2).content]


@pytest.mark.parametrize("kind", ["folder", "smtp"])
def test_in_a_rehearsal_only_those_named_get_mail(kind: str, tmp_path: Path) -> None:
    with mail_server() as server:
        url = server.url if kind == "smtp" else f"folder://{tmp_path}/out"
        transport = made(tmp_path, MAIL_URL=url, MAIL_ONLY_TO="Ann@example.com, shop.example")
        transport.send(a_mail(1, "ann@example.com"))
        transport.send(a_mail(2, "anyone@shop.example"))
        for stranger in ("bea@example.com", "x@not-shop.example", "ann@example.com.evil.example"):
            with pytest.raises(HeldBack):
                transport.send(a_mail(3, stranger))
        transport.close()
        assert len(server.mails or files(tmp_path / "out")) == 2


@pytest.mark.parametrize("kind", ["folder", "inbox"])
def test_a_mail_whose_last_question_breaks_leaves_no_draft_behind(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "inbox"
    transport = made(tmp_path, MAIL_URL="inbox:" if kind == "inbox" else f"folder://{target}")

    def unanswered() -> AbstractContextManager[bool]:
        raise TryAgain

    with pytest.raises(TryAgain):
        transport.send(a_mail(), unanswered)
    assert list(target.iterdir()) == []
    transport.send(a_mail())
    assert [path.suffix for path in target.iterdir()] == [".eml"]
