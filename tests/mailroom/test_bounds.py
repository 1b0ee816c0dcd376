"""Work on a mail is bounded, whatever somebody sends: each of these kept a parser busy for long, or would."""

import pytest

from app.mailroom import reading
from app.mailroom.parsing import parse
from app.mailroom.reading import LINES, Unreadable, parseable, read_bytes

LEVELS = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(50))


def reason(content: bytes) -> str:
    try:
        parse(read_bytes(content))
    except Unreadable as why:
        return why.reason
    return "read"


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_no_more_than_so_many_lines_are_looked_at(end: bytes) -> None:
    content = b"From: a@example.net\r\n\r\n" + end * 900_000
    assert len(parseable(read_bytes(content))) <= 30 + LINES * len(end)
    assert reason(b"From: a@example.net\r\n" + LEVELS + end * 900_000) == "read"


@pytest.mark.parametrize(
    "content",
    [
        b'Content-Type: text/plain; a="' + b";" * 100_000,
        b'X: y\r\n\r\n--b\rcontent-type: text/plain; a="' + b";" * 1000,
        b"Content-Type: text/plain" + b";\r\n a=b" * 60,
        b"Content-Type: text/plain; a=" + b"x" * 5000,
    ],
)
def test_a_description_of_a_part_with_many_parameters_is_not_parsed(content: bytes) -> None:
    assert reason(content + b"\r\n\r\nx") == "headers"


LONG = {
    "subject": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 9000,
    "submitted": lambda: b"Auto-Submitted: " + b";" * 90_000,
    "quotes": lambda: b"".join(b"From: " + b'"\\' * 5000 + b"\r\n" for _each in range(12)),
    "groups": lambda: b"".join(b"To: " + b":;" * 5000 + b"\r\n" for _each in range(12)),
    "html": lambda: b"Content-Type: text/html\r\n\r\n" + b"<style" * 160_000,
    "uuencode": lambda: b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n" + b"M" * 900_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_garbage_is_read_or_refused(name: str) -> None:
    assert reason(LONG[name]() + b"\r\n\r\nx") in ("read", "broken")


def test_the_bounds_are_what_the_docs_say() -> None:
    assert (reading.KEPT, reading.LONGEST) == (1024 * 1024, 30 * 1024 * 1024)
