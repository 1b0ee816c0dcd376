"""Which text may stand in a header: whatever somebody typed, it is written as given or refused."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outbox import UnsafeHeader, header_text
from app.outbox.composing import Envelope, Texts, compose
from app.outbox.read_back import raw_headers

AT = datetime(2026, 8, 15, 15, 31, tzinfo=UTC)
NAMES = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
# What people and attackers write: words, spaces of all kinds, scripts both ways, emoji, beginnings of codes and headers.
ENDS = ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029", "\x00", "\x7f", "\x1b", "\t"]
CODES = ["=?", "?=", "=?utf-8?q?x=0D=0ABcc:_v=40x.org?=", "\r\nBcc: v@x.org"]
UNSEEN = ["\u200b", "\u00ad", "\ufeff", "\u202e", "\u2066", "\u200f", "\ud800", "\U000e0041"]
SIGNS = ["=", "?", ":", "<", ">", "@", ",", ";", '"', "\\", "(", ")", "_", " ", "  ", "\u00a0", "\u3000"]
WORDS = ["Hi", "Zoë", "ß", "e\u0301", "x" * 90, "wort " * 30, "読みやすい件名", "שלום", "مرحب", "می\u200cروم"]
EMOJI = ["🐎", "👩\u200d🌾", "❤\ufe0f", "1\ufe0f\u20e3"]
PLAIN = [*SIGNS, *WORDS, *EMOJI]
PIECES = [*ENDS, *CODES, *UNSEEN, *PLAIN]
typed = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=120)
harmless = st.lists(st.sampled_from(PLAIN), max_size=30).map("".join).filter(lambda text: "=?" not in text)


def mail(subject: str = "A note", name: str = "Jeffers", to: str = "ann@example.com", **more: str) -> bytes:
    return compose(
        Envelope(name, "shop@example.com", to, "a1@example.com", AT, **more), Texts(subject, "Hi\n", "<p>Hi</p>")
    )


def parsed(content: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(content, policy=policy.default))


@settings(max_examples=300)
@given(typed, typed)
def test_whatever_was_typed_there_is_no_second_header(subject: str, name: str) -> None:
    try:
        content = mail(subject, name)
    except UnsafeHeader:
        return
    assert {each for each, _value in raw_headers(content)} == NAMES
    assert parsed(content)["Subject"] == subject


@settings(max_examples=300)
@given(harmless)
def test_what_is_harmless_is_written_as_given_and_in_short_lines(text: str) -> None:
    content = mail(text, text)
    assert parsed(content)["Subject"] == text
    coded = [line for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n") if b"=?utf-8?" in line]
    assert max(map(len, coded), default=0) <= 76


@given(typed)
def test_an_address_with_anything_in_it_is_one_address_or_none(text: str) -> None:
    for where in ("to", "reply_to"):
        try:
            content = mail(**{where: f"{text}@example.com"})
        except UnsafeHeader:
            continue
        assert {each for each, _value in raw_headers(content)} - {"Reply-To"} == NAMES


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200e", "\u061c", "\u200b", "\u00ad", "\ufeff", "\u2060"])
def test_what_nobody_sees_or_turns_the_order_is_refused(letter: str) -> None:
    with pytest.raises(UnsafeHeader):
        header_text("Subject", f"Jeffers{letter}Pet")
    assert header_text("Subject", "Jeffers Pet") == "Jeffers Pet"


@pytest.mark.parametrize("letter", ["\u200d", "\u200c", "\ufe0f", "\U000e0100"])
def test_a_joiner_stands_only_where_a_script_or_an_emoji_needs_it(letter: str) -> None:
    for text in (f"{letter}x", f"pay{letter}pal"):
        with pytest.raises(UnsafeHeader):
            header_text("From", text)
    assert header_text("From", f"葛{letter}飾")


@pytest.mark.parametrize("letter", ["\u3164", "\u115f", "\u2800", "\u034f", "\ud800", "\U000e0041"])
def test_fillers_tags_and_halves_of_letters_are_refused(letter: str) -> None:
    with pytest.raises(UnsafeHeader):
        header_text("Subject", f"葛{letter}飾")


def test_a_refusal_is_a_sentence_for_who_typed_it_and_never_says_what_was_typed() -> None:
    with pytest.raises(UnsafeHeader) as no:
        header_text("From", "Bea\r\nBcc: secret@example.com")
    assert "line breaks" in no.value.sentence
    assert no.value.header == "From"
    assert "secret" not in repr(no.value)


@pytest.mark.parametrize("name", ["Jeffers, Pet", 'Zoë "Z" Müller', "a.b", "O'Brien \\ Co", "Ünï " * 30 + "x"])
def test_a_display_name_is_read_as_it_was_given(name: str) -> None:
    content = mail(name=name)
    whole = dict(raw_headers(content))["From"]
    assert whole.endswith(" <shop@example.com>")
    assert re.sub(r"\s", "", parsed(content)["From"].addresses[0].display_name) == re.sub(r"\s", "", name)
