"""How an author is shown beside her review: never more of her last name than its first letter.

What she typed is kept as it is; this makes what others see. A name that looks like an address or a number of hers, or is a
rude word, is not shown at all: it can change while the review is public, and nobody reads it before. Text of the other
direction belongs into `<bdi>` on the page.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum, unique

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.reviews.rude import rude_spans

A_SHOPPER = _l("A shopper")
LONGEST = 30  # characters of a first name that are shown
_LONGEST_READ = 200
_MOST_DIGITS = 2  # "Sam 2nd" is a name, "Sam 0173" is a way to call her
_MOST_MARKS = 4  # accents on one letter
_JOINERS = "\u200c\u200d"  # names of India and Iran need them


@unique
class NameFormat(StrEnum):
    """How the author wants to be shown. Alphabetical."""

    ANONYMOUS = "anonymous"
    FIRST_INITIAL = "first_initial"
    INITIALS = "initials"


IN_WORDS: dict[NameFormat, LazyString] = {
    NameFormat.ANONYMOUS: A_SHOPPER,
    NameFormat.FIRST_INITIAL: _l("First name and last initial"),
    NameFormat.INITIALS: _l("Initials"),
}

_CONTACT = re.compile(r"[@<>]|://|\bwww\b|[\[({<]\s*(?:at|dot)\s*[\])}>]|\bat\b.+\bdot\b", re.IGNORECASE)
# "sam.ellis" and "Sam_Ellis" are two words; "J.R." is one.
_GLUE = re.compile(r"(?<=[^\W_]{2})[._/\\|+](?=[^\W_]{2})|_")
_BEFORE_NAME = frozenset(("dr", "miss", "mr", "mrs", "ms", "mx", "prof", "rev", "sir"))
_AFTER_NAME = frozenset(("dvm", "esq", "ii", "iii", "iv", "jr", "md", "phd", "sr", "vmd"))


def shown_name(full_name: str, name_format: NameFormat) -> str:
    """ "Sam E.", "S. E." or "A shopper" (in the language of the page). A single word is taken for a first name."""
    words = _words(full_name)
    if not words or name_format is NameFormat.ANONYMOUS:
        return str(A_SHOPPER)
    if name_format is NameFormat.INITIALS:
        return " ".join(_initial(word) for word in (words[:1] + words[1:][-1:]))
    if any(rude_spans(words[0])):
        return str(A_SHOPPER)
    return " ".join([_cut(words[0]), *(_initial(word) for word in words[1:][-1:])])


def _words(full_name: str) -> list[str]:
    """The words of a name, first name first, without titles; none where it is no name."""
    # NFKC takes wide letters, ligatures and look-alikes of @ for what they are.
    text = unicodedata.normalize("NFKC", full_name[:_LONGEST_READ])
    if _CONTACT.search(text) or sum(unicodedata.category(char)[0] == "N" for char in text) > _MOST_DIGITS:
        return []
    last, comma, first = text.partition(",")
    if comma and _bare(first) not in _AFTER_NAME:
        text = f"{first} {last}"  # Ellis, Sam
    words = [_tidy(word) for word in _GLUE.sub(" ", _visible(text)).replace(",", " ").split()]
    words = [word for word in words if any(_is_letter(char) for char in word)]
    while len(words) > 1 and _bare(words[-1]) in _AFTER_NAME:
        words = words[:-1]
    while len(words) > 2 and _bare(words[0]) in _BEFORE_NAME:  # "Mr. Ellis" keeps his title: Ellis is a last name
        words = words[1:]
    return words


def _visible(text: str) -> str:
    """Without what steers the writing and cannot be seen; a space of no width is a space."""
    kept, marks = [], 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if category in ("Cc", "Zl", "Zp", "Zs") or char == "\u200b":
            kept.append(" ")
        elif (category[0] != "C" or char in _JOINERS) and marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _tidy(word: str) -> str:
    """Without quotes and brackets around it; a full stop behind an initial stays."""
    return word.strip("\"'“”‘’«»()[]{}<>*~-–—:;!?").lstrip(".")


def _bare(word: str) -> str:
    return word.strip(" .,").lower().replace(".", "")


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] == "L"


def _initial(word: str) -> str:
    """The first letter with its accents, and a full stop."""
    at = next(place for place, char in enumerate(word) if _is_letter(char))
    end = at + 1
    while end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1
    letter = word[at:end]
    capital = letter.upper()
    return (capital if len(capital) == len(letter) else letter) + "."


def _cut(word: str) -> str:
    """The word, or its beginning; a letter keeps its accents."""
    end = LONGEST
    while end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1
    return word if len(word) <= end else word[:end] + "…"
