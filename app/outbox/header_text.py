"""Which text may stand in a header, and how it is written there.

Refused in every header, whoever typed it:
- `=?`: the beginning of an encoded word (RFC 2047), in which this Python's mail package hid line breaks (CVE-2024-6923),
  and which a mail program shows as something else than what was checked;
- controls (C0, DEL, C1), the line and paragraph separators, lone surrogates: they end a line somewhere on the way;
- what turns the direction of writing (U+061C, U+200E, U+200F, U+202A-202E, U+2066-2069): a name written with one is shown
  in another order than it is spelt, beside our own name and address. Hebrew and Arabic need none in one line;
- other letters nobody sees (spaces of no width, soft hyphens, tags, fillers): two names that look alike and are not.
Left alone where a script or an emoji needs them: joiners and variation selectors behind a letter beyond ASCII (Persian,
Indic scripts, families), and the Arabic and Syriac signs that Unicode counts as formats although they are seen.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from app.core.refusals import BadQuestion

# A line of a header, and an encoded word in it (RFC 2047, 2): 75, the space before it makes 76.
LINE, WORD = 76, 75
_ENCODED_WORD = "=?"
_NEVER = ("Cc", "Cs", "Zl", "Zp")
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # fillers that count as letters or marks
_JOINERS = frozenset("\u200c\u200d")
_KEYCAPS = frozenset("0123456789#*")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_BYTES_IN_A_WORD = (WORD - len("=?utf-8?b??=")) // 4 * 3


class UnsafeHeader(BadQuestion):
    """A text that must not reach a header. `header` is the header's name; the text itself is carried nowhere."""

    def __init__(self, header: str) -> None:
        super().__init__(
            _l("This can’t stand at the top of an email. Leave out line breaks, invisible characters and “=?”.")
        )
        self.header = header


def header_text(name: str, text: str) -> str:
    """The text, if it may stand in the header of that name. Raises UnsafeHeader, with a sentence for who typed it."""
    if _ENCODED_WORD in text:
        raise UnsafeHeader(name)
    if not text.isascii() or not text.isprintable():
        before = ""
        for letter in text:
            if _is_refused(letter, before):
                raise UnsafeHeader(name)
            before = letter
    return text


def _is_refused(letter: str, before: str) -> bool:
    kind = unicodedata.category(letter)
    if kind in _NEVER or letter in _UNSEEN:
        return True
    if letter in _JOINERS:
        return not before or before.isascii()
    if _is_selector(letter):
        return not before or (before.isascii() and before not in _KEYCAPS)
    return kind == "Cf" and letter not in _SEEN_FORMATS


def _is_selector(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def unstructured(name: str, text: str) -> str:
    """The whole header, `Subject: …`, in lines of at most 76. Raises UnsafeHeader."""
    header_text(name, text)
    words = text.split(" ")
    if text.isascii() and text == text.strip() and max(map(len, words)) < LINE:
        return "\r\n".join(_folded(name, words))
    return f"{name}: " + "\r\n ".join(_encoded(text, len(name) + 2))


def phrase(name: str, text: str) -> str:
    """A display name as it stands before an address. Raises UnsafeHeader."""
    header_text(name, text)
    if _ATOM.match(text):
        return text
    if text.isascii():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "\r\n ".join(_encoded(text, len(name) + 2))


def _folded(name: str, words: list[str]) -> Iterator[str]:
    """Lines broken before a space that stands between two words, so that unfolding gives the text again."""
    line = f"{name}:"
    for number, word in enumerate(words):
        if number and word and words[number - 1] and len(line) + 1 + len(word) > LINE:
            yield line
            line = ""
        line += " " + word
    yield line


def _encoded(text: str, used: int) -> Iterator[str]:
    """Encoded words with nothing but folds between them: readers drop those, so each space stands inside a word.

    No letter is parted over two words (RFC 2047, 5). `used`: how much of the first line the name has taken.
    """
    room = (LINE - used - len("=?utf-8?b??=")) // 4 * 3
    part = b""
    for letter in text:
        raw = letter.encode()
        if len(part) + len(raw) > room:
            yield _word(part)
            part, room = b"", _BYTES_IN_A_WORD
        part += raw
    yield _word(part)


def _word(part: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(part).decode()}?="
