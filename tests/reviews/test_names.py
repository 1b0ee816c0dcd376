"""How an author is shown."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.reviews.names import IN_WORDS, LONGEST, NameFormat, shown_name

FIRST, INITIALS, ANONYMOUS = NameFormat.FIRST_INITIAL, NameFormat.INITIALS, NameFormat.ANONYMOUS

SHOWN = {
    "Sam Ellis": ("Sam E.", "S. E."),
    "  sam \u00a0 ellis ": ("sam E.", "S. E."),
    "Sam E.": ("Sam E.", "S. E."),
    "Cher": ("Cher", "C."),
    "Mary Ann Smith": ("Mary S.", "M. S."),
    "Anna van der Berg": ("Anna B.", "A. B."),
    "Anne-Marie Smith-Jones": ("Anne-Marie S.", "A. S."),
    "J.R. Smith": ("J.R. S.", "J. S."),
    "Sam O’Brien": ("Sam O.", "S. O."),
    "“Sam” (Ellis)": ("Sam E.", "S. E."),
    "Ellis, Sam": ("Sam E.", "S. E."),
    "Sam Ellis, Jr.": ("Sam E.", "S. E."),
    "Dr. Sam Ellis DVM": ("Sam E.", "S. E."),
    "Mr. Ellis": ("Mr. E.", "M. E."),
    "sam.ellis": ("sam E.", "S. E."),
    "Sam_Ellis": ("Sam E.", "S. E."),
    "🐴 Sam Ellis 👍🏽": ("Sam E.", "S. E."),
    "Jose\u0301 N\u0303un\u0303ez": ("José Ñ.", "J. Ñ."),
    "Q\u0323\u0307 Q\u0323\u0307uill": ("Q\u0323\u0307 Q\u0323\u0307.", "Q\u0323\u0307. Q\u0323\u0307."),
    "שרה כהן": ("שרה כ.", "ש. כ."),
    "\u202eSam\u202c \u2066Ellis\u2069": ("Sam E.", "S. E."),
    "Sam\u200bEllis": ("Sam E.", "S. E."),
    "Sam\0Ellis": ("Sam E.", "S. E."),
    "Sam \ufb01sher": ("Sam F.", "S. F."),
    "Sam ßtrauß": ("Sam ß.", "S. ß."),
    "Sam 2nd Ellis": ("Sam E.", "S. E."),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_name_is_shown_with_an_initial_or_as_initials(name: str) -> None:
    assert (shown_name(name, FIRST), shown_name(name, INITIALS)) == SHOWN[name]
    assert shown_name(name, ANONYMOUS) == "A shopper"


NOBODY = [
    "",
    " \u00a0\t",
    "🐴",
    "!?",
    "123",
    "sam@example.com",
    "Sam sam\uff20example.com",
    "sam (at) example.com",
    "sam at example dot com",
    "https://example.com",
    "www.example.com",
    "555-010-0173",
    "Sam 555",
    "Sam \u0665\u0665\u0665 0173",
    "<b>Sam</b>",
    "\ud800",
]


@pytest.mark.parametrize("name", NOBODY)
@pytest.mark.parametrize("name_format", NameFormat)
def test_no_name_an_address_and_a_number_are_a_shopper(name: str, name_format: NameFormat) -> None:
    assert shown_name(name, name_format) == "A shopper"


words = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn"]), min_size=1, max_size=12)


@given(words, st.lists(words, max_size=3), words, st.sampled_from([" ", "\u00a0", "  ", "\t", "\u200b", "\u3000"]))
def test_of_the_last_name_nothing_but_its_first_letter_is_shown(
    first: str, middle: list[str], last: str, space: str
) -> None:
    full = shown_name(space.join([first, *middle, last]), FIRST)
    alone = shown_name(first, FIRST)
    assume(alone != "A shopper" and shown_name(last, FIRST) != "A shopper" and not full.startswith("A shopper"))
    assert full == f"{alone} {shown_name(last, INITIALS)}"
    assert len([char for char in shown_name(last, INITIALS) if char.isalpha()]) == 1


@given(
    st.text()
    | st.lists(st.sampled_from(["sam", "@", ".", "example.com", " ", "5550", "-", "at", "\uff20"])).map("".join)
)
@example("a" * 1000)
@example("e" + "\u0301" * 1000)
@example("at " * 1000)
def test_whatever_was_typed_what_is_shown_is_short_and_tells_no_address(name: str) -> None:
    for name_format in NameFormat:
        shown = shown_name(name, name_format)
        assert 0 < len(shown) <= 3 * LONGEST
        assert "@" not in shown and "<" not in shown and shown.isprintable()
        assert sum(char.isdecimal() for char in shown) <= 2


@pytest.mark.parametrize("name", ["Shit-Shop Ellis", "fuck_you all", "F*cking Ellis"])
def test_a_rude_first_name_is_not_shown(name: str) -> None:
    assert shown_name(name, FIRST) == "A shopper"


@pytest.mark.parametrize(("name", "shown"), [("Ann Cock", "Ann C."), ("Sam Coon", "Sam C."), ("Dick Ellis", "Dick E.")])
def test_a_last_name_is_nobodys_rude_word(name: str, shown: str) -> None:
    assert shown_name(name, FIRST) == shown


def test_a_very_long_name_is_cut() -> None:
    assert shown_name("W" * 100 + " Ellis", FIRST) == "W" * LONGEST + "… E."
    assert shown_name("Sam " + "Ellis " * 1000, FIRST) == "Sam E."


def test_each_format_has_words_for_the_form() -> None:
    assert set(IN_WORDS) == set(NameFormat)
    assert list(NameFormat) == sorted(NameFormat)
