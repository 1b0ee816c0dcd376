"""Addresses with a street: USPS Publication 28, sections 232 to 237 and 29, Appendixes D and F."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.channels.postal.suffixes import PRIMARY, SUFFIXES
from app.channels.postal.words import DIRECTIONS, NUMBER_WORDS, ONES, STATE_NAMES, ordinal, with_numerals, word_set

_HIGHWAY = "(?:HIGHWAY|HIGHWY|HIWAY|HIWY|HWAY|HYWY|HWY)"
_COUNTY = "(?:COUNTY|CNTY|CTY|CO)"
_ROUTE = "(?:ROUTE|RTE|RT)"
# Appendix F: how each kind of road is spelled, and what it is written as.
_ROADS = (
    ("COUNTY HIGHWAY", rf"{_COUNTY} {_HIGHWAY}"),
    ("COUNTY ROAD", rf"{_COUNTY} (?:ROAD|RD)|CR"),
    ("COUNTY ROUTE", rf"{_COUNTY} {_ROUTE}"),
    ("STATE HIGHWAY", rf"(?:STATE|ST) {_HIGHWAY}|SH"),
    ("STATE ROUTE", rf"(?:STATE|ST) {_ROUTE}"),
    ("STATE ROAD", r"(?:STATE|ST) (?:ROAD|RD)|SR"),
    ("US HIGHWAY", rf"(?:US|U S|UNITED STATES)(?: (?:{_HIGHWAY}|{_ROUTE}))?"),
    ("INTERSTATE", rf"(?:INTERSTATE|IH|I)(?: {_HIGHWAY})?"),
    ("FM", r"(?:FM|FARM (?:TO )?(?:MARKET|MKT))(?: (?:ROAD|RD))?"),
    ("RANCH ROAD", r"RANCH (?:TO MARKET )?(?:ROAD|RD)"),
    ("TOWNSHIP ROAD", r"(?:TOWNSHIP|TWP|TSR)(?: (?:ROAD|RD))?"),
    ("HIGHWAY", _HIGHWAY),
    ("ROUTE", _ROUTE),
    ("ROAD", "ROAD|RD"),
    ("LOOP", "LOOP|LP"),
    ("BYPASS", "BYPASS|BYP"),
)
_FIRST_WORDS = word_set(
    "BYP BYPASS CNTY CO COUNTY CR CTY FARM FM HIGHWAY HIGHWY HIWAY HIWY HWAY HWY HYWY I IH INTERSTATE LOOP LP OLD RANCH RD"
    " ROAD ROUTE RT RTE SH SR ST STATE TOWNSHIP TSR TWP U UNITED US"
)
_STATES = STATE_NAMES | {name: name for name in STATE_NAMES.values()}
_STATE_WORDS = frozenset(spelling.split()[0] for spelling in _STATES)
_ANY_ROAD = re.compile(
    "(OLD )?(?:"
    + "|".join(f"({spellings})" for _name, spellings in _ROADS)
    + r")(?: NO| NUMBER| #)? ([0-9]\S*|[A-Z]{1,2})(?: (.*))?"
)
# Section 29: in Puerto Rico the kind of street stands before its name.
_SPANISH = {
    "CALLE": "CALLE", "CLL": "CALLE", "CL": "CALLE", "C": "CALLE", "AVE": "AVE", "AVENIDA": "AVE", "AVDA": "AVE",
    "AVD": "AVE", "AV": "AVE", "CARRETERA": "CARR", "CARR": "CARR", "CALLEJON": "CALLEJON", "CAMINO": "CAMINO",
    "PASEO": "PASEO", "PASAJE": "PASAJE", "PLAZA": "PLAZA", "PARQUE": "PARQUE", "VEREDA": "VEREDA", "VISTA": "VISTA",
    "VIA": "VIA", "PATIO": "PATIO", "CALETA": "CALETA", "MARGINAL": "MARGINAL", "BLVD": "BLVD", "BULEVAR": "BLVD",
    "BOULEVARD": "BLVD",
}  # fmt: skip
_BLOCK = frozenset({"BLQ", "BLOQUE", "BLOQ"})
_HOUSE = NUMBER_WORDS | {"CASA", "NUMERO", "LOTE"}
_NUMERAL = re.compile("[0-9]+(?:ST|ND|RD|TH)")
_GRID = re.compile("([NSEW][0-9]+) ?([NSEW][0-9]+)")


class Street(NamedTuple):
    """The parts of a delivery line. `pre` and `post`: directionals. `road`: a highway of Appendix F, with its number in
    `name`; or a Spanish kind of street, which stands before its name."""

    number: str
    pre: str
    road: str
    name: tuple[str, ...]
    suffix: str
    post: str

    @property
    def line(self) -> str:
        parts = (self.number, self.pre, self.road, *self.name, self.suffix, self.post)
        return " ".join(part for part in parts if part)

    @property
    def key(self) -> str:
        """The parts as they are compared: words of the name run together, and abbreviations within it are written out."""
        name = "".join(_name_words(self.name, self.suffix))
        return "/".join(
            (self.number.replace(" ", "_"), self.pre, self.road.replace(" ", ""), name, self.suffix, self.post)
        )


def read_street(words: list[str], *, is_spanish: bool) -> Street:
    """Read a line without its units."""
    number, rest = _house_number(words, is_spanish)
    if is_spanish and rest and rest[0] in _SPANISH and len(rest) > 1:
        return _spanish(number, rest)
    if found := _road(rest):
        return Street(number, "", *found)
    if rest and rest[0] in DIRECTIONS and (found := _road(rest[1:])):
        return Street(number, DIRECTIONS[rest[0]], *found)
    return _named(number, rest)


def _named(number: str, rest: list[str]) -> Street:
    rest, post = _direction_behind(rest)
    pre, rest = _direction_before(rest)
    suffix = SUFFIXES.get(rest[-1], "") if len(rest) > 1 else ""
    name = rest[:-1] if suffix else rest
    if suffix:
        name = _standard_name(name)
    return Street(number, pre, "", tuple(name), suffix, post)


def _standard_name(name: list[str]) -> list[str]:
    """7, SEVENTH → 7TH; of two suffixes the first is written out (section 234)."""
    numeral = with_numerals(name)
    if len(numeral) == 1:
        return (
            [ordinal(int(numeral[0]))] if numeral[0].isdecimal() and len(numeral[0]) < 5 else _if_numeral(numeral, name)
        )
    last = name[-1]
    return [*name[:-1], PRIMARY.get(last, last) if last in SUFFIXES else last]


def _if_numeral(numeral: list[str], name: list[str]) -> list[str]:
    return numeral if _NUMERAL.fullmatch(numeral[0]) else name


def _name_words(name: tuple[str, ...], suffix: str) -> list[str]:
    words = with_numerals(list(name))
    if len(words) + bool(suffix) < 2:
        return words
    first = "SAINT" if words[0] == "ST" else PRIMARY.get(words[0], words[0])
    return [first, *(PRIMARY.get(word, word) for word in words[1:])]


def _house_number(words: list[str], is_spanish: bool) -> tuple[str, list[str]]:
    """`12`, `12 1/2`, `112-10`, `N6W23001`, and what follows. Empty where the line has none (Appendix D)."""
    if len(words) > 1 and words[0] in NUMBER_WORDS and words[1][0].isdigit():
        words = words[1:]
    if not words:
        return "", []
    if words[0][0].isdigit() and not _NUMERAL.fullmatch(words[0]):
        taken = 2 if len(words) > 1 and "/" in words[1] else 1
        return " ".join(words[:taken]), words[taken:]
    for taken in (1, 2, 4):
        grid = _GRID.fullmatch("".join(words[:taken]))
        if grid and len(words) > taken:
            return grid[1] + grid[2], words[taken:]
    if is_spanish:
        return _spanish_number(words)
    if words[0] in ONES and len(words) > 2 and words[1] not in SUFFIXES:
        return ONES[words[0]], words[1:]
    return "", words


def _spanish_number(words: list[str]) -> tuple[str, list[str]]:
    """The letter of a block is not parted from its number."""
    for taken in (1, 2):
        number = "".join(words[:taken])
        if len(words) > taken and words[taken] in _SPANISH and number[-1].isdigit() and len(number) < 7:
            return number, words[taken:]
    return "", words


def _spanish(number: str, rest: list[str]) -> Street:
    """The house may stand behind the street: `# 31`, or a block and a house, which a hyphen joins."""
    name = [word for word in rest[1:] if word not in _HOUSE]
    block = next((at for at, word in enumerate(name) if word in _BLOCK), None)
    if not number and block is not None and len(name) > block + 2:
        number, name = _block_and_house(name[block + 1], name[block + 2]), name[:block] + name[block + 3 :]
    elif not number and len(name) > 1 and any(letter.isdigit() for letter in name[-1]):
        number, name = name[-1], name[:-1]
    return Street(number, "", _SPANISH[rest[0]], tuple(name), "", "")


def _block_and_house(block: str, house: str) -> str:
    return f"{block}-{house}" if block[-1].isdigit() and house[0].isdigit() else block + house


def _road(rest: list[str]) -> tuple[str, tuple[str, ...], str, str] | None:
    """A highway: (how it is spelled, its number, suffix, post-directional)."""
    if len(rest) < 2 or (rest[0] not in _FIRST_WORDS and rest[0] not in _STATE_WORDS):
        return None
    state, rest = _state_before(rest)
    found = _ANY_ROAD.fullmatch(" ".join(rest))
    if found is None or found[len(_ROADS) + 2] in SUFFIXES:
        return None
    kind = next(name for at, (name, _spellings) in enumerate(_ROADS, 2) if found[at] is not None)
    more, post = _direction_behind([found[len(_ROADS) + 2], *(found[len(_ROADS) + 3] or "").split()])
    suffix = SUFFIXES.get(more[-1], "") if len(more) > 1 else ""
    spelled = " ".join(part for part in ((found[1] or "").strip(), state, kind) if part)
    return spelled, tuple(more[:-1] if suffix else more), suffix, post


def _state_before(rest: list[str]) -> tuple[str, list[str]]:
    """The name of a state before the word for highway."""
    for taken in (1, 2, 3):
        if len(rest) > taken and SUFFIXES.get(rest[taken]) == "HWY" and (name := _STATES.get(" ".join(rest[:taken]))):
            return name, rest[taken:]
    return "", rest


def _direction_behind(rest: list[str]) -> tuple[list[str], str]:
    """A direction in one word or two. A letter behind AVENUE is a name, no direction."""
    if len(rest) > 2 and (both := _both(rest[-2], rest[-1])):
        return rest[:-2], both
    if len(rest) < 2 or rest[-1] not in DIRECTIONS or (len(rest) == 2 and SUFFIXES.get(rest[0]) in ("AVE", "ST", "RD")):
        return rest, ""
    return rest[:-1], DIRECTIONS[rest[-1]]


def _direction_before(rest: list[str]) -> tuple[str, list[str]]:
    """A direction in one word or two. One that is the whole name stays a name (section 233)."""
    if len(rest) > 2 and (both := _both(rest[0], rest[1])) and _has_name(rest[2:]):
        return both, rest[2:]
    if len(rest) > 1 and rest[0] in DIRECTIONS and _has_name(rest[1:]):
        return DIRECTIONS[rest[0]], rest[1:]
    return "", rest


def _has_name(rest: list[str]) -> bool:
    return len(rest) > 1 or rest[0] not in SUFFIXES


def _both(one: str, other: str) -> str:
    """NORTH EAST → NE; NORTH SOUTH is none."""
    if one not in DIRECTIONS or other not in DIRECTIONS:
        return ""
    both = DIRECTIONS[one] + DIRECTIONS[other]
    return both if both in ("NE", "NW", "SE", "SW") else ""
