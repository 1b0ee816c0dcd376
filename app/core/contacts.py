"""Where a text says how to reach somebody: email addresses, web addresses, phone numbers.

Each rule gives spans (start, end) in the text as it is. They are simple on purpose: a moderator sees every find, and one
that is missed is still read by a person. Times are linear; all repeats are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatch, PhoneNumberMatcher

Span = tuple[int, int]

# The endings of web addresses people write without http. Those that are words (me, us, pet, shop) need a path behind them,
# or "good for me.Pet it" would be one.
_ENDING = r"(?:com|net|org|edu|gov|mil|biz|info|io|co|ca|uk|de|eu|fr|nl|au|nz|ru|cn|tv|xyz|ly|gg|dev)"
_WORDY = r"(?:me|us|so|in|it|to|be|is|pet|dog|horse|shop|store|online|site|link|club|app|live|page)"
_LABEL = r"\w(?:[\w-]{0,61}\w)?"
_REST = r"[^\s<>\"“”]{0,2000}"

_AT = r"\s{0,3}[\[({<]\s?(?:at|@)\s?[\])}>]\s{0,3}"
_DOT = r"(?:\s{0,3}[\[({<]\s?(?:dot|\.)\s?[\])}>]\s{0,3}|\s{1,3}dot\s{1,3}|\.)"
_SAID_DOT = r"(?:\s{0,3}[\[({<]\s?(?:dot|\.)\s?[\])}>]\s{0,3}|\s{1,3}dot\s{1,3})"
_LOCAL = r"(?P<local>\w[\w.+%'-]{0,63}(?:\s{1,3}dot\s{1,3}\w[\w+-]{0,63}){0,3})"
_PROVIDER = r"(?:gmail|googlemail|yahoo|hotmail|outlook|aol|icloud|proton(?:mail)?|msn|live|comcast|verizon|att)"

_EMAIL = re.compile(r"\w[\w.+%'&-]{0,63}(?: ?@ ?|@)(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_HIDDEN_EMAILS = (
    # sam (at) example.com, sam[at]example[dot]com
    re.compile(rf"{_LOCAL}{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,8}}[^\W\d_]{{2,24}}\b", re.IGNORECASE),
    # sam at example dot com
    re.compile(
        rf"{_LOCAL}\s{{1,3}}at\s{{1,3}}(?:[\w-]{{1,63}}{_DOT}){{0,8}}[\w-]{{1,63}}{_SAID_DOT}{_ENDING}\b",
        re.IGNORECASE,
    ),
    # sam at gmail.com
    re.compile(rf"{_LOCAL}\s{{1,3}}at\s{{1,3}}{_PROVIDER}\.(?:com|net|me)\b", re.IGNORECASE),
    # dr.sample at example.com: a name with a dot or a digit in it is no word before "at"
    re.compile(
        rf"(?P<local>[^\W\d_]\w{{0,30}}[.+_\d][\w.+-]{{1,31}})\s{{1,3}}at\s{{1,3}}(?:{_LABEL}\.){{1,8}}{_ENDING}\b",
        re.IGNORECASE,
    ),
)
# "I found it at Chewy dot com" names a shop, not an inbox.
_BEFORE_AT = re.compile(
    r"(?:all|anywhere|are|available|back|bought|buy|by|cheaper|chat|cost|costs|elsewhere|everything|find|found"
    r"|here|is|it|items|less|line|look|me|mine|more|much|not|now|one|ones|online|only|order|ordered|out|people"
    r"|price|priced|same|saw|shop|shopped|shopping|sold|someone|staff|stock|stuff|team|that|them|there|these"
    r"|they|thing|things|this|those|up|us|was|we|were|you)\Z",
    re.IGNORECASE,
)

_URL = re.compile(rf"\b(?:https?|hxxps?|ftp)://{_REST}|\bwww\.\w{_REST}", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![\w@-])(?<!\w\.)(?P<host>(?:{_LABEL}\.){{1,8}})"
    rf"(?:(?P<ending>{_ENDING})(?![\w-]|\.\w)(?::\d{{1,5}})?(?:/{_REST})?|{_WORDY}/\w{_REST})",
    re.IGNORECASE,
)
_SAID = re.compile(rf"\b[\w-]{{1,63}}{_SAID_DOT}(?:com|net|org|edu|info|biz|co|us)\b", re.IGNORECASE)
_TAIL = ".,;:!?'\"’”)]}…*"

# A number after one of these is no phone number; neither is one before a unit.
_LABELED = re.compile(
    r"(?:order|item|sku|upc|ean|isbn|lot|batch|model|part|style|tracking|serial|invoice|chip|number of|no\.?|[#$€£])"
    r"\s{0,2}(?:number|no\.?|code|is|was|\#|:){0,2}\s{0,2}[:#(]?\s{0,2}$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s?-?\s?(?:lbs?|pounds?|oz|ounces?|kgs?|g|mg|mcg|ml|cc|iu|inch(?:es)?|in\.|ft|feet|cm|mm|gal(?:lons?)?|count|ct"
    r"|tablets?|watts?|btu|sq|percent|stars?|horses?|dogs?|cows?|head|[\"”%°])(?!\w)",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"\b(?:call(?:ed|ing)?|phoned?|tel(?:ephone)?|text(?:ed)?|cell|mobile|fax|dial(?:ed)?|ring|rang|reach|(?:my|our|their|this|phone)\s{1,3}number)\b[^.!?]{0,25}$",
    re.IGNORECASE,
)
# North American numbers as they are written (NANP): 3-3-4, with or without a 1.
_WRITTEN = re.compile(r"(?<![\w$#])(?:\+?1[\s.\-/–]{0,2})?\(?[2-9]\d{2}\)?[\s.\-/–]{1,3}\d{3}[\s.\-–]{1,3}\d{4}(?!\d)")
_SHAPES = {(3, 3, 4), (1, 3, 3, 4), (4, 3, 4), (3, 7), (1, 3, 7), (6, 4), (10,), (1, 10), (11,)}
_LOCAL_SHAPES = {(3, 4), (7,), (1,) * 10}


def emails(text: str) -> Iterator[Span]:
    """Addresses as they are, and as people disguise them: sam (at) example.com, sam at example dot com."""
    yield from (match.span() for match in _EMAIL.finditer(text))
    for pattern in _HIDDEN_EMAILS:
        for match in pattern.finditer(text):
            if not _BEFORE_AT.match(match["local"]):
                yield match.span()


def links(text: str) -> Iterator[Span]:
    """URLs, bare domains, and domains said in words."""
    for match in (*_URL.finditer(text), *_BARE.finditer(text), *_SAID.finditer(text)):
        if match.re is not _BARE or not _is_sentence_end(match):
            yield match.start(), match.start() + len(match[0].rstrip(_TAIL))


def _is_sentence_end(match: re.Match[str]) -> bool:
    """Whether it is a full stop with its space forgotten: "works great.Net weight is right"."""
    ending = match["ending"] or ""
    return ending.istitle() and ending not in ("Com", "Org") and match["host"].islower()


def phones(text: str) -> Iterator[Span]:
    """Phone numbers of anywhere with a +, else as they are written in the United States."""
    for found in PhoneNumberMatcher(text, "US", leniency=Leniency.POSSIBLE):
        if _is_phone(text, found):
            yield found.start, found.end
    for match in _WRITTEN.finditer(text):
        if not _is_labeled(text, *match.span()):
            yield match.span()


def _is_phone(text: str, found: PhoneNumberMatch) -> bool:
    raw = found.raw_string
    if raw.startswith(("+", "\uff0b", "011")):
        return True
    if _is_labeled(text, found.start, found.end):
        return False
    shape = _shape(raw, found.number.extension)
    if shape in _LOCAL_SHAPES:
        return _PHONE_WORD.search(text[max(0, found.start - 40) : found.start]) is not None
    # No area code begins with 0 or 1.
    return shape in _SHAPES and str(found.number.national_number)[0] in "23456789" and _nsn_length(found) == 10


def _nsn_length(found: PhoneNumberMatch) -> int:
    return len(str(found.number.national_number))


def _shape(raw: str, extension: str | None) -> tuple[int, ...]:
    """The lengths of the blocks of digits, without the extension."""
    blocks = re.findall(r"\d+", raw)
    if extension and blocks and blocks[-1] == extension:
        blocks.pop()
    return tuple(len(block) for block in blocks)


def _is_labeled(text: str, start: int, end: int) -> bool:
    """Whether the words beside a number say that it is something else."""
    before = text[max(0, start - 30) : start]
    named = _LABELED.search(before) is not None and _PHONE_WORD.search(before) is None
    return named or _UNIT.match(text, end) is not None
