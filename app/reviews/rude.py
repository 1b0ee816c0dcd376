"""Rude words, from a list a shop can edit. What the file means stands at its head."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from app.core.refusals import BadSetting

FILE = Path(__file__).with_name("rude_words.toml")
Span = tuple[int, int]

_ENTRY = re.compile(r"[a-z]+(?: [a-z]+)*\*?\Z")
_ONE = re.compile(r"[a-z]+\*?\Z")
_PHRASE = re.compile(r"[a-z]+\*?(?: [a-z]+\*?)*\Z")
_STOP = re.compile(r"[.!?\n]")
_SENTENCE = 150  # characters on either side
_DISGUISE = {"a": "a4@", "b": "b8", "e": "e3", "i": "i1!", "o": "o0", "s": "s5$", "t": "t7", "u": "uv"}
_SHORTEST_DISGUISED = 4  # "455" is a number, not an ass
_ANY_ENDING = r"[^\W_]{0,20}"
_STARRED_ENDING = r"(?:[^\W_]|\*){0,20}"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_*])"


@dataclass(frozen=True)
class RudeWords:
    """The list, ready to look for."""

    entries: tuple[str, ...]
    words: re.Pattern[str]
    allowed: re.Pattern[str] | None
    near: Mapping[str, re.Pattern[str]]

    def spans(self, text: str) -> Iterator[Span]:
        """Where rude words stand, from the left, never overlapping."""
        plain = _plain(text)
        excused = [match.span() for match in self.allowed.finditer(plain)] if self.allowed else []
        for match in self.words.finditer(plain):
            entry = self.entries[int((match.lastgroup or "w0")[1:])]
            if _is_word(match[0]) and (" " in entry or not self._is_harmless(entry, plain, match.span(), excused)):
                yield match.span()

    def _is_harmless(self, entry: str, plain: str, span: Span, excused: list[Span]) -> bool:
        if any(start <= span[0] and span[1] <= end for start, end in excused):
            return True
        return entry in self.near and self.near[entry].search(_sentence_around(plain, span)) is not None


def rude_spans(text: str) -> Iterator[Span]:
    """Where rude words of our own list stand."""
    return rude_words().spans(text)


@cache
def rude_words() -> RudeWords:
    """The list, read once. Raises BadSetting (see load)."""
    return load(FILE)


def load(path: Path) -> RudeWords:
    """Read a list. Raises BadSetting naming the file, the entry and the mend."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadSetting(f"{path.name} is missing. It lists the words marked for the moderator.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise BadSetting(f"{path.name} is not readable TOML ({err}).") from None
    words = _table(path, raw, "words", {"list"})
    allowed = _table(path, raw, "allowed", {"near", "phrases"})
    if unknown := sorted(raw.keys() - {"words", "allowed"}):
        raise BadSetting(f"{path.name} has {', '.join(unknown)}. Its tables are [words], [allowed] and [allowed.near].")
    entries = _entries(path, "[words] list", words.get("list"), _ENTRY)
    phrases = _entries(path, "[allowed] phrases", allowed.get("phrases", []), _PHRASE)
    return RudeWords(entries, _words_pattern(entries), _any_of(phrases), _near(path, allowed.get("near", {}), entries))


def _table(path: Path, raw: dict[str, Any], name: str, knows: set[str]) -> dict[str, Any]:
    table = raw.get(name, {})
    if not isinstance(table, dict):
        raise BadSetting(f"{path.name}: write [{name}] as a table, its keys below it.")
    if unknown := sorted(table.keys() - knows):
        raise BadSetting(f"{path.name}: [{name}] has {', '.join(unknown)}. It knows {' and '.join(sorted(knows))}.")
    return table


def _entries(path: Path, where: str, listed: object, form: re.Pattern[str]) -> tuple[str, ...]:
    if not isinstance(listed, list):
        raise BadSetting(f'{path.name}: {where} is a list, like ["word", "other*"].')
    for entry in listed:
        if not isinstance(entry, str) or not form.match(entry):
            raise BadSetting(f"{path.name}: {where} has {entry!r}. Write small letters a to z, a * only at the end.")
        if listed.count(entry) > 1:
            raise BadSetting(f"{path.name}: {where} has {entry!r} twice. Take one out.")
    return tuple(listed)


def _near(path: Path, table: object, entries: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    if not isinstance(table, dict):
        raise BadSetting(f'{path.name}: write [allowed.near] as a table, like "word" = ["harmless"].')
    if strangers := sorted(table.keys() - set(entries)):
        raise BadSetting(f"{path.name}: [allowed.near] has {', '.join(strangers)}, which [words] list has not.")
    read = {word: _any_of(_entries(path, f"[allowed.near] {word}", near, _ONE)) for word, near in table.items()}
    return {word: pattern for word, pattern in read.items() if pattern}


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern for any of these phrases as they are, with or without hyphens."""
    if not phrases:
        return None
    written = (r"[\s-]{0,3}".join(word.replace("*", _ANY_ENDING) for word in phrase.split()) for phrase in phrases)
    return re.compile(f"{_BEFORE}(?:{'|'.join(written)})(?![^\\W_])")


def _words_pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for all entries, each a group of its own; phrases first, since they outrank their words."""
    numbered = sorted(enumerate(entries), key=lambda pair: " " not in pair[1])
    return re.compile("|".join(f"(?P<w{number}>{_entry_pattern(entry)})" for number, entry in numbered) or r"(?!)")


def _entry_pattern(entry: str) -> str:
    stem, star = entry.rstrip("*"), entry.endswith("*")
    words = r"[\s-]{1,3}".join(_word_pattern(word) for word in stem.split())
    patterns = [words + (_STARRED_ENDING if star else "")]
    if len(stem) >= _SHORTEST_DISGUISED and " " not in stem:
        patterns.append(r"[\s._*-]".join(stem))  # f u c k
    return f"{_BEFORE}(?:{'|'.join(patterns)}){_AFTER}"


def _word_pattern(word: str) -> str:
    """One word: letters may repeat, and in longer words be disguised or starred, all but the first."""
    disguised = len(word) >= _SHORTEST_DISGUISED
    parts: list[str] = []
    for letter, same in groupby(word):
        count = len(list(same))
        signs = _DISGUISE.get(letter, letter) if disguised else letter
        stars = "*#" if disguised and parts else ""
        parts.append(f"[{re.escape(signs + stars)}]{{{count},{count + 4}}}")
    return "".join(parts)


def _is_word(found: str) -> bool:
    """Whether enough of it is letters: half, or the first with stars behind (f***). "5$7!" is no word."""
    letters = sum(char.isalpha() for char in found)
    return 2 * letters >= len(found) or (found[0].isalpha() and all(char.isalpha() or char == "*" for char in found))


def _sentence_around(text: str, span: Span) -> str:
    """The sentence a word stands in, or as much of it as one has in mind."""
    before = _STOP.split(text[max(0, span[0] - _SENTENCE) : span[0]])[-1]
    return before + " " + _STOP.split(text[span[1] : span[1] + _SENTENCE])[0]


def _plain(text: str) -> str:
    """The same text, as long, in small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain_char, text))


def _plain_char(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 and base.isalnum() else char
