"""What a note may hold, and what a name is."""

from contextlib import suppress

import pytest

from app.outbox import header_text
from app.tell_a_friend import BadWords
from app.tell_a_friend.rules import friend_name, note_text, sender_name


def wide(text: str) -> str:
    """The same in letters of double width, as East Asian keyboards type them."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


pytestmark = pytest.mark.usefixtures("app_context")


@pytest.mark.parametrize(
    "name",
    [
        "Sam",
        "Sam Ellis",
        "Anne-Marie O’Neil",
        "Sam 2nd",
        "Siân Ó Briain",
        "Žofie",
        "李小龙",
        "J. R. Ellis",
        "O'Hara",
        "Ellis, Sam",
    ],
)
def test_names_are_names(name: str) -> None:
    assert sender_name(name) == name
    assert sender_name(f"  {name}\t") == name


@pytest.mark.parametrize(
    "name",
    [
        "=?utf-8?q?x=0D=0ABcc:_v?=", "Sam <sam@example.com>", "sam@example.com", "Win: www.example.com",
        "example.com", "Sam 334 555 0101", "Sam;Bcc", "Sam\\n", "\"Sam\"", "$ave", wide("Sam@example.com"), "**Sam**",
    ],
)  # fmt: skip
def test_what_could_become_a_header_a_link_or_markup_is_no_name(name: str) -> None:
    for rule in (sender_name, friend_name):
        with pytest.raises(BadWords, match="letters, spaces"):
            rule(name)


@pytest.mark.parametrize("char", ["\x00", "\r\n", "\n", "\x7f", "\x85", "\u2028", "\u2029", "\t", "\u00a0"])
def test_controls_and_separators_in_a_name_become_one_space(char: str) -> None:
    assert sender_name(f"Sam{char}Ellis") == "Sam Ellis"


@pytest.mark.parametrize("char", ["\u202e", "\u200b", "\u2066", "\ufeff", "\ue000", "\U000e0041"])
def test_what_nobody_sees_is_dropped(char: str) -> None:
    assert sender_name(f"Sam{char} Ellis") == "Sam Ellis"
    assert note_text(f"Look{char} here") == "Look here"


@pytest.mark.parametrize("name", ["Jeffers Pet", "JEFFERS  PET", "Your Jeffers Pet team", wide("Jeffers Pet")])
def test_nobody_signs_as_the_shop(name: str) -> None:
    with pytest.raises(BadWords, match="not the shop"):
        sender_name(name)
    assert sender_name("Jeff Petty") == "Jeff Petty"


@pytest.mark.parametrize("name", ["", "  ", None, "123", "-", "’"])
def test_a_name_is_asked_for(name: str | None) -> None:
    with pytest.raises(BadWords, match="Enter"):
        friend_name(name)


def test_a_name_has_an_end() -> None:
    assert friend_name("x" * 30) and sender_name("x" * 40)
    for rule, longest in ((friend_name, 30), (sender_name, 40)):
        with pytest.raises(BadWords, match=f"to {longest} characters"):
            rule("x" * (longest + 1))


@pytest.mark.parametrize(
    "note",
    [
        "Mine lasted two winters.", "", "I <3 this one", "20 qt. holds 5 gal, 1,000 lbs", "It’s $14.99 & worth it",
        "Line one\nLine two", "At 7 a.m. e.g. no.1", "ENOUGH!!! :-)", "1 < 2 and 3 > 2", "[sic] fine",
    ],
)  # fmt: skip
def test_plain_words_pass(note: str) -> None:
    assert note_text(note) == note


@pytest.mark.parametrize(
    "note",
    [
        "https://example.com/x", "see www.example.com", "go to example.com", "bit.ly/abc",
        "evil.top", "Evil.Top", "xn--e1a4c.xn--p1ai", "1.2.3.4",
        "example dot com",
        "hxxps://example.com", wide("www.example.com"), "example。com", "exa\u200dmple.com", "shop.me/x", "EXAMPLE.COM",
        "<a href=x>y</a>", "<b>bold</b>", "[click](x)", "[url=x]y[/url]", "<script>", "<!-- x",
    ],
)  # fmt: skip
def test_links_and_markup_are_refused(note: str) -> None:
    with pytest.raises(BadWords, match="links"):
        note_text(f"Look here: {note}")


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("write to eve@example.com", "links|email"), ("eve (at) example (dot) com", "links|email"),
        ("call 334-555-0101", "phone"), ("+44 20 7946 0123", "phone"), ("(334) 555 0101 now", "phone"),
    ],
)  # fmt: skip
def test_ways_to_reach_somebody_are_refused(note: str, what: str) -> None:
    with pytest.raises(BadWords, match=what):
        note_text(note)


def test_a_note_has_300_characters() -> None:
    assert len(note_text("word " * 60)) == 299
    assert note_text("é" * 300) == "é" * 300
    with pytest.raises(BadWords, match="It has 301"):
        note_text("x" * 301)


def test_a_card_number_is_masked() -> None:
    assert note_text("mine is 4111 1111 1111 1111") == "mine is •••• 1111"


def test_lines_stay_and_piles_of_them_do_not() -> None:
    assert note_text(" a \r\n\r\n\r\n\r\nb\x00c\rd ") == "a\n\nb c\nd"


@pytest.mark.parametrize(
    "name", ["\u3164", "Sam\u3164", "Sam\u200d", "Sa\u200cm", "Sam\ufe0f", "\u115f\u1160", "Sam\U000e0100"]
)
def test_what_cannot_stand_in_a_header_is_no_name(name: str) -> None:
    for rule in (sender_name, friend_name):
        with pytest.raises(BadWords, match="letters, spaces"):
            rule(name)


def test_every_letter_that_is_taken_as_a_name_can_leave_in_a_subject() -> None:
    for letter in map(chr, range(0x20, 0x3400)):
        with suppress(BadWords):
            assert header_text("Subject", sender_name(f"Sam{letter}"))


@pytest.mark.parametrize("name", ["Juniper \u0430nd Pine", "S\u0430m", "\u0391nna", "P\u03bfstmaster"])
def test_letters_of_two_scripts_in_one_word_are_no_name(name: str) -> None:
    with pytest.raises(BadWords, match="letters, spaces"):
        sender_name(name)


@pytest.mark.parametrize("name", ["Анна", "Άννα", "Anna Анна", "佐藤さん", "Δ. Sam"])
def test_names_of_any_one_script_are_names(name: str) -> None:
    assert sender_name(name) == name
