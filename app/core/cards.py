"""Payment card numbers in free text. The shop promises to store none (policy of 2018, sentence 42), so a number typed by
mistake is masked before it is kept; only its last four digits stay.

What counts as one: 13 to 19 digits that pass the Luhn check and begin like a card (ISO/IEC 7812-1: the check is its annex
B, the ranges are the card networks' own). Digits may be of any script, parted by up to three spaces, dots or
dashes.

- A single block of 16 digits or more needs only the check. Shorter ones need a known beginning too: 13 to 15 digits are
  mostly article numbers (EAN, ISBN, GTIN), animal chips and IMEIs.
- Parted digits are read in whole blocks, never from the middle of one. All blocks but the last hold four digits or more,
  the way cards are printed. Anything else counts only where no other digits stand beside, and a row of sizes ("30 32 34
  36 38 40 42 44" passes the check) never does: it only rises, or only falls.
- In a block of 20 digits or more a card may stand first or last (typed together with its date and code); all of it goes.
- Letters glued to a number do not save it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

MARK = "•••• "
_SHORTEST, _LONGEST, _PRINTED = 13, 19, 16
_BLOCK = 4  # digits in a block, as cards are printed
# Spaces of all kinds (\s), dots and dashes, and what nobody sees: soft hyphens and joiners of no width.
_PARTED = re.compile(r"[\s._\u00b7\uff0e\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u00ad\u200b-\u200d\u2060\ufeff]{1,3}")
# Our own mark is what an earlier masking left; it is no beginning of another number.
_TOKEN = re.compile(rf"(?P<mark>{MARK}\d{{4}}(?!\d))|\d+")
_MARKED = re.compile(rf"{MARK}\d{{4}}(?!\d)")

# First and last beginning, and the lengths in use. EAN of China (69) and Britain (50) have 13 digits, so Maestro has not.
_ISSUERS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("2200", "2204", frozenset({16, 17, 18, 19})),  # Mir
    ("2221", "2720", frozenset({16})),  # Mastercard
    ("30", "30", frozenset(range(14, 20))),  # Diners Club
    ("34", "34", frozenset({15})),  # American Express
    ("35", "35", frozenset(range(16, 20))),  # JCB
    ("36", "36", frozenset(range(14, 20))),  # Diners Club
    ("37", "37", frozenset({15})),  # American Express
    ("38", "39", frozenset(range(14, 20))),  # Diners Club
    ("4", "4", frozenset({13, 16, 18, 19})),  # Visa
    ("50", "50", frozenset(range(14, 20))),  # Maestro
    ("51", "55", frozenset({16})),  # Mastercard
    ("56", "69", frozenset(range(14, 20))),  # Maestro, Discover (6011, 64, 65), UnionPay (62)
)

Span = tuple[int, int]


def mask_cards(text: str) -> str:
    """The text with each card number as `•••• 1111`. Masking twice changes nothing more."""
    pieces, done = [], 0
    for start, end, last_four in _cards(_plain_digits(text)):
        pieces += [text[done:start], MARK, last_four]
        done = end
    return "".join([*pieces, text[done:]])


def has_card(text: str) -> bool:
    """Whether a whole card number stands in the text. What a masking left is none."""
    return next(_cards(_plain_digits(text)), None) is not None


def card_spans(text: str) -> list[Span]:
    """Where cards are or were: whole numbers, and the marks masking left. Sorted, never overlapping."""
    marks = [match.span() for match in _MARKED.finditer(_plain_digits(text))]
    return sorted([*marks, *((start, end) for start, end, _last in _cards(_plain_digits(text)))])


def _plain_digits(text: str) -> str:
    """The same text, as long, with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _cards(text: str) -> Iterator[tuple[int, int, str]]:
    for chain in _chains(text):
        yield from _cards_of(text, chain)


def _chains(text: str) -> Iterator[list[Span]]:
    """Blocks of digits that nothing but a gap parts from each other."""
    chain: list[Span] = []
    for match in _TOKEN.finditer(text):
        if match["mark"]:
            continue  # its bullets part the blocks around it
        if chain and not _PARTED.fullmatch(text, chain[-1][1], match.start()):
            yield chain
            chain = []
        chain.append(match.span())
    if chain:
        yield chain


def _cards_of(text: str, chain: list[Span]) -> Iterator[tuple[int, int, str]]:
    """The cards of one chain, from the left, the longest first. What lies between two is a chain of its own."""
    rest, at = 0, 0
    while at < len(chain):
        found = _block(text, chain[at]) or _printed(text, chain, at)
        if found is None:
            at += 1
            continue
        yield from _alone(text, chain[rest:at])
        yield found
        while at < len(chain) and chain[at][0] < found[1]:
            at += 1
        rest = at
    yield from _alone(text, chain[rest:])


def _block(text: str, block: Span) -> tuple[int, int, str] | None:
    """A block that is a card by itself, or holds one at either end."""
    start, end = block
    if _SHORTEST <= end - start <= _LONGEST:
        digits = text[start:end]
        known = _known(digits) or (len(digits) >= _PRINTED and not digits.startswith("0"))
        return (start, end, digits[-4:]) if known and _luhn(digits) else None
    if end - start > _LONGEST:
        for length in range(_LONGEST, _SHORTEST - 1, -1):
            for digits in (text[start : start + length], text[end - length : end]):
                if _known(digits) and _luhn(digits):
                    return start, end, digits[-4:]
    return None


def _printed(text: str, chain: list[Span], first: int) -> tuple[int, int, str] | None:
    """Several blocks that are together a card, as printed."""
    digits, found = "", None
    for start, end in chain[first : first + _LONGEST // _BLOCK + 1]:
        if len(digits) + end - start > _LONGEST:
            break
        digits += text[start:end]
        if _known(digits) and _luhn(digits):
            found = (chain[first][0], end, digits[-4:])
        if end - start < _BLOCK:
            break  # a shorter block can only be the last
    return found


def _alone(text: str, chain: list[Span]) -> Iterator[tuple[int, int, str]]:
    """A chain that is one card, however it was parted."""
    if not 1 < len(chain) <= _LONGEST:
        return
    blocks = [text[start:end] for start, end in chain]
    digits = "".join(blocks)
    if _known(digits) and _luhn(digits) and not _is_row(blocks):
        yield chain[0][0], chain[-1][1], digits[-4:]


def _is_row(blocks: list[str]) -> bool:
    """Numbers of one length that only rise or only fall."""
    if len({len(block) for block in blocks}) > 1:
        return False
    return all(a < b for a, b in pairwise(blocks)) or all(a > b for a, b in pairwise(blocks))


def _known(digits: str) -> bool:
    return any(len(digits) in lengths and low <= digits[: len(low)] <= high for low, high, lengths in _ISSUERS)


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (doubled + sum(map(int, digits[::-2]))) % 10 == 0
