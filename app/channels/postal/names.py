"""Names on a label, as they are compared.

Titles and degrees go, and so do initials in the middle: a label has them or not. Whole middle names stay, and so do JR, SR
and numerals: father and son in one house decide each for himself.
"""

from __future__ import annotations

import re

from app.channels.postal.words import QUOTES, folded, plain, word_set

_TITLES = word_set("MR MRS MS MISS MX DR PROF REV HON MSGR SIR MADAM")
_DEGREES = word_set("MD DO PHD DDS DMD DVM VMD ESQ CPA RN JD MBA")
_GENERATIONS = {
    "JR": "JR", "JUNIOR": "JR", "SR": "SR", "SENIOR": "SR", "II": "2", "2ND": "2", "III": "3", "3RD": "3", "IV": "4",
    "4TH": "4", "V": "5", "5TH": "5",
}  # fmt: skip
_OR_CURRENT = re.compile(r"\s+OR (?:CURRENT|OUR|THE)\b.*")


def person_key(name: str) -> tuple[str, str]:
    """(The whole name as it is compared, the last name alone)."""
    name = folded(name)
    if " OR " in name:
        name = _OR_CURRENT.sub("", name)
    words, generation = _parted(_in_order(name) if "," in name else _words(name))
    last = len(words) - 1
    kept = [word for at, word in enumerate(words) if at in (0, last) or len(word) > 1]
    family = kept[-1] if kept else ""
    return "/".join([*kept, generation] if generation else kept), family


def _in_order(name: str) -> list[str]:
    """The last name behind the first; a comma before JR or a degree changes nothing."""
    family, comma, given = name.partition(",")
    words = _words(given)
    if not comma or not words or not _words(family) or all(word in _GENERATIONS or word in _DEGREES for word in words):
        return _words(name)
    behind = [word for word in words if word in _GENERATIONS or word in _DEGREES]
    return [*(word for word in words if word not in behind), *_words(family), *behind]


def _words(text: str) -> list[str]:
    found = (
        plain(word) for word in QUOTES.sub("", text).replace(".", " ").replace(",", " ").replace("&", " AND ").split()
    )
    return [word for word in found if word]


def _parted(words: list[str]) -> tuple[list[str], str]:
    """The words without titles and degrees, and the generation."""
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    while len(words) > 2 and words[-1] in _DEGREES:
        words = words[:-1]
    generation = ""
    if len(words) > 2 and words[-1] in _GENERATIONS:
        generation, words = _GENERATIONS[words[-1]], words[:-1]
    if len(words) > 2 and words[-2] == "MC":
        words = [*words[:-2], "MC" + words[-1]]
    return words, generation
