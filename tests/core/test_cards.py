"""Card numbers in free text. All numbers here are the networks' published test numbers."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.cards import card_spans, has_card, mask_cards

VISA = "4111111111111111"
CARDS = {
    "Visa": VISA,
    "Visa of 13": "4222222222222",
    "Visa of 19": "4000000000000000006",
    "Mastercard": "5555555555554444",
    "Mastercard, new range": "2223003122003222",
    "American Express": "378282246310005",
    "Discover": "6011111111111117",
    "Diners Club": "30569309025904",
    "JCB": "3530111333300000",
    "UnionPay": "6200000000000005",
    "Maestro of 19": "6799990100000000019",
}
DASHES = ["-", " ", ".", "\u00a0", "\u202f", "\u2011", "\u2013", "\u2212", "\u200b", " - "]
ZEROS = {"wide": 0xFF10, "Arabic": 0x0660, "Devanagari": 0x0966, "mathematical": 0x1D7CE}


def in_blocks(digits: str, parting: str, size: int = 4) -> str:
    return parting.join(digits[at : at + size] for at in range(0, len(digits), size))


@pytest.mark.parametrize("number", CARDS.values(), ids=CARDS.keys())
def test_a_card_of_each_network_is_masked_to_its_last_four(number: str) -> None:
    assert mask_cards(f"Charged {number} twice.") == f"Charged •••• {number[-4:]} twice."
    assert has_card(number) and not has_card(mask_cards(number))


@pytest.mark.parametrize("parting", DASHES)
@pytest.mark.parametrize("size", [1, 2, 4, 8])
def test_what_parts_the_digits_does_not_matter(parting: str, size: int) -> None:
    assert mask_cards(f"my card {in_blocks(VISA, parting, size)}, stolen") == "my card •••• 1111, stolen"


@pytest.mark.parametrize("zero", ZEROS.values(), ids=ZEROS.keys())
def test_digits_of_every_script_are_digits(zero: int) -> None:
    written = "".join(chr(zero + int(digit)) for digit in VISA)
    assert mask_cards(f"„{in_blocks(written, ' ')}“") == "„•••• 1111“"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("3782 822463 10005", "•••• 0005"),
        ("3056 930902 5904", "•••• 5904"),
        ("I bought 2. 4111 1111 1111 1111 12/27 was charged", "I bought 2. •••• 1111 12/27 was charged"),
        ("item 12 4111 1111 1111 1111", "item 12 •••• 1111"),
        (f"card{VISA}visa", "card•••• 1111visa"),
        (f"{in_blocks(VISA, ' ', 1)} 5555 5555 5555 4444", "•••• 1111 •••• 4444"),
        (f"•••• 4444 {in_blocks(VISA, ' ', 2)}", "•••• 4444 •••• 1111"),
        (f"{VISA} {VISA}", "•••• 1111 •••• 1111"),
        ("4242 4242 4242 4242 4242 4242 4242 4242", "•••• 4242 •••• 4242"),
        ("4111\n1111\n1111\n1111", "•••• 1111"),
        (f"with date and code: {VISA}1227123.", "with date and code: •••• 1111."),
        (f"{VISA}{CARDS['Mastercard']}", "•••• 1111"),
        (f"000000{VISA}", "•••• 1111"),
    ],
)
def test_the_card_is_found_and_what_stands_beside_it_stays(text: str, masked: str) -> None:
    assert mask_cards(text) == masked


CLEAN = {
    "a phone number": "Called 555-010-0173 and 1 (555) 010-0174 ext. 12",
    "two phone numbers": "555-010-0173 555-010-0174 or 555 010 0173 555 010 0175",
    "an order number that fails the check": "order 4111111111111112",
    "a long order number": "order 4111 1111 1111 1112 and 114-1234567-1234567",
    "an ISBN": "ISBN 9780306406157 and 978-0-306-40615-7",
    "an EAN that passes the check": "EAN 5011234567073, 6901234567090",
    "an animal's chip": "chip 985112345678903 and 900012345678902",
    "sizes": "We tried 30 32 34 36 38 40 42 44 and 12-14-16-18-20-22-24-26",
    "sizes from the top": "44 42 40 38 36 34 32 30",
    "days": "2024-10-12 2024-11-15, 10.12.2024 11.15.2024",
    "years": "2019 2020 2021 2022",
    "nothing but zeros": "0000000000000000 and 0000 0000 0000 0000",
    "money and weights": "$4,111.11 for 1,111 lb at 11:11",
    "a row with wide gaps": "4111    1111    1111    1111",
    "digits that are none": "⁴①②③⁴①②③⁴①②③⁴①②③",
    "a long number": "9400100000000000000000",
}


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN.keys())
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert mask_cards(text) == text
    assert not has_card(text) and not card_spans(text)


def test_where_a_card_is_and_where_one_was() -> None:
    text = f"•••• 1111 or {VISA}, not •••• 22223"
    assert [text[start:end] for start, end in card_spans(text)] == ["•••• 1111", VISA]


# Texts made to go wrong: digits, gaps, marks and whole cards in any order.
PIECES = [
    "•••• ",
    "••••",
    "1111",
    "4242",
    "4",
    "0",
    " ",
    "-",
    "  ",
    "\u00a0",
    "x",
    "5555",
    "\uff14\uff12\uff14\uff12",
    "42424242",
    *CARDS.values(),
]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text()


@given(texts)
@example("4242424242424242 424242424242")
@example("•••• 4242 4242 4242 4242")
def test_masking_twice_is_masking_once(text: str) -> None:
    masked = mask_cards(text)
    assert mask_cards(masked) == masked
    assert not has_card(masked)
    assert has_card(text) == (masked != text)


@given(st.text(), st.sampled_from(list(CARDS.values())), st.sampled_from(DASHES), st.text())
def test_no_card_as_printed_survives_between_other_words(before: str, number: str, parting: str, after: str) -> None:
    masked = mask_cards(f"{before}! {in_blocks(number, parting)} !{after}")
    assert in_blocks(number, parting) not in masked
    assert f"! •••• {number[-4:]} !" in masked


@given(st.integers(10**14, 10**19 - 1).map(str), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_no_card(number: str, last: str) -> None:
    right = [number[:-1] + digit for digit in "0123456789" if has_card(number[:-1] + digit)]
    assert len(right) <= 1


@given(texts)
def test_only_card_numbers_change(text: str) -> None:
    rest, done = mask_cards(text), 0
    for start, end in card_spans(text):
        kept = text[done:start]
        assert rest.startswith(kept)
        rest, done = rest[len(kept) + 9 :], end
    assert rest == text[done:]


def test_two_million_digits_are_read_in_one_go() -> None:
    began = time.perf_counter()
    assert len(mask_cards("4" * 2_000_000)) in (9, 2_000_000)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("piece", ["4 ", "4111-", "•••• 1111 ", "4111111111111112 ", " - ", "4242 4242 4242 4242 "])
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    began = time.perf_counter()
    mask_cards(piece * (300_000 // len(piece)))
    assert time.perf_counter() - began < 10
