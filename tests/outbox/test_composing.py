"""The bytes of a mail: no header that nobody asked for, nothing folded that programs read."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest

from app.outbox import UnsafeHeader, header_text
from app.outbox.composing import Envelope, Texts, compose

AT = datetime(2026, 8, 15, 15, 31, tzinfo=UTC)
# An encoded word that the standard library would write out as a second header (CVE-2024-6923).
HIDDEN_BCC = "Hi =?utf-8?q?x=0D=0ABcc:_v=40x.org?= there"
CONTROLS = ["\r\nBcc: v@x.org", "\n", "\r", "\x00", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"]
NAMES = ["from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"]


def an_envelope(to: str = "ann@example.com", sender_name: str = "Jeffers Pet", **more: str) -> Envelope:
    return Envelope(sender_name, "shop@example.com", to, more.pop("message_id", "a1@example.com"), AT, **more)


def composed(subject: str = "A note", plain: str = "Hello\n", html: str = "<p>Hello</p>", **more: str) -> bytes:
    return compose(an_envelope(**more), Texts(subject, plain, html))


def parsed(content: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(content, policy=policy.default))


def test_a_mail_has_these_headers_and_no_other() -> None:
    mail = parsed(composed())
    assert sorted(name.lower() for name in mail) == sorted(NAMES)
    assert mail["From"] == "Jeffers Pet <shop@example.com>"
    assert mail["Date"] == "Sat, 15 Aug 2026 15:31:00 +0000"
    assert mail["Message-ID"] == "<a1@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_service_mail_offers_no_one_click_stop() -> None:
    assert b"list-unsubscribe" not in composed().lower()


def test_text_stands_before_html_and_both_say_what_was_given() -> None:
    mail = parsed(composed(plain="Zoë’s text\n", html="<p>Zoë’s page</p>"))
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["Zoë’s text", "<p>Zoë’s page</p>"]


@pytest.mark.parametrize("evil", [HIDDEN_BCC, *CONTROLS])
@pytest.mark.parametrize("where", ["subject", "sender_name", "to", "reply_to", "message_id"])
def test_no_text_brings_a_header_of_its_own(where: str, evil: str) -> None:
    with pytest.raises(UnsafeHeader) as no:
        composed(**{where: f"x{evil}y@example.com"})
    assert evil not in str(no.value)


@pytest.mark.parametrize("words", ["Déjà vu, Zoë! " * 12, "plain words " * 30, "読みやすい件名" * 12])
def test_a_long_subject_folds_into_words_of_at_most_75_letters(words: str) -> None:
    content = composed(words.strip())
    head = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(len(line) for line in head if line.startswith((b"Subject", b" "))) <= 76
    assert parsed(content)["Subject"] == words.strip()


def test_a_long_message_id_stays_literal() -> None:
    long = "a" * 120 + "@" + "shop." * 30 + "example.com"
    assert f"Message-ID: <{long}>\r\n".encode() in composed(message_id=long)


def test_an_address_beyond_ascii_is_written_as_it_is() -> None:
    content = composed(to="zoë@example.com")
    assert an_envelope("zoë@example.com").needs_smtputf8
    assert "To: zoë@example.com\r\n".encode() in content
    assert b"=?" not in content


@pytest.mark.parametrize("to", ["o'brien+x@example.com", "a.b-c_d@xn--bcher-kva.example", "=cmd@example.com"])
def test_an_odd_address_is_written_as_it_is(to: str) -> None:
    assert f"To: {to}\r\n".encode() in composed(to=to)


def test_lines_end_as_mail_wants_them_and_are_never_too_long() -> None:
    content = composed(plain="x" * 5000 + "\n", html="<p>" + "y" * 5000 + "</p>")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_ordinary_words_are_left_alone() -> None:
    assert header_text("Subject", "Zoë’s 482 913 = code?") == "Zoë’s 482 913 = code?"


def test_a_domain_beyond_ascii_goes_out_in_ascii() -> None:
    envelope = an_envelope("ann@müller.example", reply_to="bea@bücher.example")
    content = compose(envelope, Texts("x", "x\n", "<p>x</p>"))
    assert not envelope.needs_smtputf8
    assert b"To: ann@xn--mller-kva.example\r\nReply-To: bea@xn--bcher-kva.example\r\n" in content


STOP = "https://choices.example.com/u/" + "x" * 58


@pytest.mark.parametrize("length", [58, 208, 700])
@pytest.mark.parametrize("more", ["", ", <mailto:stop@shop.example.com?subject=" + "X" * 58 + ">"])
def test_a_stop_link_stands_literally_on_one_line_however_long(length: int, more: str) -> None:
    value = f"<https://choices.example.com/u/{'x' * length}>{more}"
    content = composed(unsubscribe=value)
    assert content.count(f"\r\nList-Unsubscribe: {value}\r\n".encode()) == 1
    assert content.count(b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n") == 1
    assert content.lower().count(b"list-unsubscribe:") == 1


@pytest.mark.parametrize("value", [STOP, f"<{STOP}", f"<{STOP}>\r\nBcc: v@x.org", f"<{STOP} x>", f"<{STOP}>, x", "<ü>"])
def test_what_is_no_link_in_brackets_is_no_list_header(value: str) -> None:
    with pytest.raises(UnsafeHeader) as no:
        composed(unsubscribe=value)
    assert no.value.header == "List-Unsubscribe"


def test_a_link_too_long_for_any_line_is_refused_and_not_broken() -> None:
    with pytest.raises(UnsafeHeader):
        composed(unsubscribe=f"<https://choices.example.com/u/{'x' * 1000}>")
