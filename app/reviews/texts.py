"""What people type, made plain: one kind of line end, no control characters, nothing that turns the writing around."""

from __future__ import annotations

import re
import unicodedata

# All that ends a line somewhere: they would count differently in a form, in a mail and in JSON.
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
# Overrides and embeddings of direction reach past the text into the page; spaces of no width only make a text look longer.
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER = ("Cc", "Cs")  # control characters; halves of a character, which no database takes


def plain_text(typed: str | None) -> str:
    """Lines of text as they are kept and counted. Doing it twice changes nothing more."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", typed or "")).replace("\t", " ")
    text = "".join(char for char in text if char == "\n" or _is_kept(char))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def plain_line(typed: str | None) -> str:
    """The same as one line: a name, a search."""
    return " ".join(plain_text(typed).split())


def says_something(text: str) -> bool:
    """Whether anything in it can be seen."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)


def _is_kept(char: str) -> bool:
    return char not in _UNSEEN and unicodedata.category(char) not in _NEVER
