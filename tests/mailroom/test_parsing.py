"""What a mail says, whatever is wrong with it."""

import io

import pytest

from app.mailroom import EventKind
from app.mailroom.automatic import Program
from app.mailroom.parsing import Mail, behind_plus, parse
from app.mailroom.reading import KEPT, LONGEST, Unreadable, read_bytes, read_stream
from app.mailroom.reports import Report
from tests.mailroom.letters import SHOP, a_complaint, a_letter, a_report

TOKEN = "A" * 58
ID = "abc@jefferspet.com"


def read(content: bytes, to: str = "") -> Mail:
    return parse(read_bytes(content), to)


def report(content: bytes) -> Report:
    found = read(content).report
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", EventKind.BOUNCED),
        ("FAILED ", " 5.1.1 (bad mailbox)", EventKind.BOUNCED),
        ("failed", "4.4.7", EventKind.DEFERRED),
        ("delayed", "4.2.2", EventKind.DEFERRED),
        ("delayed", "", EventKind.DEFERRED),
        ("delivered", "2.0.0", None),
        ("relayed", "2.0.0", None),
        ("failed", "", None),
    ],
)
def test_a_delivery_report_by_action_and_status(action: str, status: str, kind: EventKind | None) -> None:
    assert report(a_report(action=action, status=status)).kind == kind


def test_a_report_of_several_recipients_is_for_good_only_where_all_of_them_are() -> None:
    both = a_report(groups=2)
    assert report(both).kind is EventKind.BOUNCED
    assert report(both.replace(b"Action: failed", b"Action: delivered", 1)).kind is EventKind.DEFERRED


def test_a_status_that_is_missing_is_read_from_the_servers_reply() -> None:
    found = report(a_report().replace(b"Status: 5.1.1\r\n", b""))
    assert (found.kind, found.status) == (EventKind.BOUNCED, "5.1.1")


@pytest.mark.parametrize("original", ["text/rfc822-headers", "message/rfc822", "message/global"])
def test_the_quoted_mail_says_which_it_was(original: str) -> None:
    found = report(a_report(message_id=ID, stop_token=TOKEN, original=original))
    assert (found.message_ids, found.stop_tokens) == ((ID,), (TOKEN,))


def test_a_report_that_quotes_nothing_says_what_it_answers() -> None:
    content = a_report().replace(b"text/rfc822-headers", b"text/plain")
    content = content.replace(b"Subject: Und", f"In-Reply-To: <{ID}>\r\nSubject: Und".encode())
    assert report(content).message_ids == (ID,)


def test_a_redacted_complaint_is_told_by_our_own_token_in_the_headers_or_the_text() -> None:
    assert report(a_complaint(stop_token=TOKEN)).stop_tokens == (TOKEN,)
    found = report(a_complaint(in_body=f"Stop: https://choices.example.com/u/{TOKEN} today"))
    assert (found.kind, found.stop_tokens) == (EventKind.COMPLAINED, (TOKEN,))


@pytest.mark.parametrize(("kind", "is_one"), [("Abuse", True), ("fraud", True), ("not-spam", False), ("virus", False)])
def test_a_complaint_by_its_type(kind: str, is_one: bool) -> None:
    assert (report(a_complaint(kind=kind)).kind is EventKind.COMPLAINED) == is_one


def test_the_envelope_says_where_it_went_and_then_nothing_else_does() -> None:
    content = a_letter("x", "y", "Delivered-To: Box@Choices.example.com", to="a@example.com, B <b@example.com>")
    assert read(content).recipients == ("Box@choices.example.com", "a@example.com", "b@example.com")
    assert read(content, "c+tok@example.com").recipients == ("c+tok@example.com",)
    assert read(content, "no address").recipients == read(content).recipients


def test_what_stands_behind_the_plus() -> None:
    assert behind_plus(("x@example.com", "Box+Abc@choices.example.com"), "box@choices.example.com") == "Abc"
    assert behind_plus(("box@choices.example.com",), "box@choices.example.com") == ""
    assert behind_plus(("box@choices.example.com",), "") is None and behind_plus((), "box@example.com") is None


@pytest.mark.parametrize(
    "sender", ["a@example.com, b@example.com", "nobody", "", "<>", "=?utf-8?q?ann=40example.com?="]
)
def test_a_mail_of_two_writers_or_none_has_none(sender: str) -> None:
    assert read(a_letter(sender=sender)).sender == ""


@pytest.mark.parametrize(
    ("header", "program"),
    [
        ("Auto-Submitted: auto-replied (vacation)", Program.ANSWER),
        ("Auto-Submitted: no", Program.NONE),
        ("Precedence: Bulk", Program.BULK),
        ("Precedence: auto_reply", Program.ANSWER),
        ("List-Id: <x.example.com>", Program.BULK),
        ("X-Auto-Response-Suppress: All", Program.BULK),
        ("X-Autoreply: yes", Program.ANSWER),
        ("X-Other: yes", Program.NONE),
    ],
)
def test_whether_a_program_wrote_it(header: str, program: Program) -> None:
    assert read(a_letter("Hello", "Hello", header)).program is program


@pytest.mark.parametrize(
    "subject", ["Out of Office: Re: Deals", "Automatic reply: x", "Abwesenheitsnotiz", "Auto-Reply"]
)
def test_vacation_subjects_are_a_programs(subject: str) -> None:
    assert read(a_letter(subject)).program is Program.ANSWER


def test_letters_in_many_charsets_and_none() -> None:
    assert read(a_letter("=?iso-8859-1?q?J=F6rg?=")).subject == "Jörg"
    assert read(a_letter("=?punycode?q?abc?= =?x-none?b?////?=")).subject
    broken = a_letter(text="x").replace(b"charset=utf-8\r\n\r\nx", b"charset=idna\r\n\r\nSt\xf6p \x00")
    assert read(broken).words.startswith("St")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (b"no headers at all, only words\r\n", "no_headers"),
        (b"X: " + b"y" * 200_000, "headers"),
        (b"X: y\r\n" * 2000 + b"\r\nz", "headers"),
        (b"Content-Type: message/rfc822\r\n\r\n" * 500, "nesting"),
        (b"From: " + b"(" * 9000 + b"\r\n\r\nx", "broken"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert caught.value.reason == reason


def test_a_mail_of_many_megabytes_is_read_at_its_beginning() -> None:
    content = a_report(message_id=ID) + b"x" * (5 * KEPT)
    found = read_stream(io.BytesIO(content))
    assert (len(found.kept), found.size) == (KEPT, len(content))
    assert found.digest == read_bytes(content).digest


def test_a_mail_beyond_the_limit_is_too_large() -> None:
    with pytest.raises(Unreadable, match="too_large"):
        read(a_letter() + b"x" * LONGEST)


def test_the_same_mail_by_another_way_is_the_same() -> None:
    content = a_letter("Stop")
    by_pipe = b"From ann@example.com Mon Nov 30\nReturn-Path: <ann@example.com>\nReceived: by x\n\tfor y\n"
    assert read_bytes(by_pipe + content.replace(b"\r\n", b"\n")).digest == read_bytes(content).digest
    assert read_bytes(a_letter("Stop", to=SHOP.upper())).digest != read_bytes(content).digest
