"""The finished bytes are read again, and what is not as it was meant does not leave."""

from dataclasses import replace

import pytest

from app.outbox import UnsafeHeader
from app.outbox.composing import Envelope, Texts, _intended, compose
from app.outbox.read_back import check
from tests.outbox.test_header_text import AT

ENVELOPE = Envelope(
    "Jeffers Pet", "shop@example.com", "ann@example.com", "a1@example.com", AT, "bea@example.com", "<https://x>"
)
TEXTS = Texts("Zoë’s note", "Hello\n", "<p>Hello</p>")
MAIL = compose(ENVELOPE, TEXTS)


def fault(content: bytes, envelope: Envelope = ENVELOPE, texts: Texts = TEXTS) -> str:
    with pytest.raises(UnsafeHeader) as no:
        check(content, _intended(envelope, texts))
    return no.value.header


def test_a_mail_as_it_was_meant_passes() -> None:
    check(MAIL, _intended(ENVELOPE, TEXTS))


@pytest.mark.parametrize("name", ["Bcc", "Cc", "Sender", "X-Anything", "Resent-To", "Content-Disposition"])
def test_a_header_nobody_asked_for_is_found_and_not_repeated(name: str) -> None:
    assert fault(f"{name}: v@x.org\r\n".encode() + MAIL) == "the finished mail"


@pytest.mark.parametrize("name", ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-Unsubscribe"])
def test_each_header_stands_once(name: str) -> None:
    line = next(line for line in MAIL.split(b"\r\n") if line.startswith(name.encode() + b":"))
    assert fault(line + b"\r\n" + MAIL) == name
    assert fault(MAIL.replace(line + b"\r\n", b"", 1)) == name


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("To", b"To: ann@", b"To: eve@"),
        ("To", b"To: ann@example.com", b"To: ann@example.com, eve@example.com"),
        ("Reply-To", b"Reply-To: bea@", b"Reply-To: eve@"),
        ("From", b"Jeffers Pet <", b"Jeffers Bank <"),
        ("From", b"<shop@", b"<eve@"),
        ("Subject", b"Subject: =?utf-8?b?", b"Subject: x =?utf-8?b?"),
        ("Message-ID", b"<a1@", b"<a2@"),
        ("Auto-Submitted", b"auto-generated", b"no"),
        ("List-Unsubscribe", b"<https://x>", b"<https://y>"),
        ("Date", b"15:31:00", b"15:32:00"),
    ],
)
def test_each_value_is_the_one_that_was_meant(name: str, old: bytes, new: bytes) -> None:
    assert MAIL.count(old) == 1
    assert fault(MAIL.replace(old, new)) == name


@pytest.mark.parametrize("bad", [b"\n", b"\r", b"\r\n\r\n"])
def test_lines_end_in_one_way_and_the_headers_in_one_place(bad: bytes) -> None:
    assert fault(MAIL.replace(b"To: ann", bad + b"To: ann", 1))


def test_no_line_is_longer_than_servers_take() -> None:
    assert fault(MAIL.replace(b"Hello\r\n", b"x" * 999 + b"\r\n")) == "the finished mail"


def test_a_header_that_was_not_meant_is_found_though_it_is_allowed() -> None:
    assert fault(MAIL, replace(ENVELOPE, reply_to=None)) == "Reply-To"
