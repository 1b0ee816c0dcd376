"""Units within a house: USPS Publication 28, sections 213 and 285, Appendix C2."""

from __future__ import annotations

import re

from app.channels.postal.suffixes import NUMBERED, SUFFIXES
from app.channels.postal.words import (
    DIRECTIONS,
    DOORS,
    NUMBER_WORDS,
    ORDINALS,
    PLACES,
    UNITS,
    joined,
    with_numerals,
)

Unit = tuple[str, str]  # (standard designator, what it is numbered)
_RANK = {"BLDG": 0, "PIER": 1, "HNGR": 1, "DEPT": 2, "FL": 3}  # the larger comes first on the label
_BEGINNINGS = frozenset(UNITS) | frozenset(PLACES)
_COUNTED = re.compile("([0-9]+)(?:ST|ND|RD|TH)?")


def split_units(line: list[str]) -> tuple[list[str], list[Unit]]:
    """The line without the units at its end, and these."""
    if _BEGINNINGS.isdisjoint(line):
        return _bare_at_end(line)
    front = _units_in_front(line)
    if front:
        return front
    for start in range(1, len(line)):
        if _may_begin(line, start):
            units = _read(line, start)
            if units:
                return line[:start], units
    return _bare_at_end(line)


def units_of_line(line: list[str]) -> tuple[list[Unit], list[str]]:
    """Units that stand on a line of their own, and what follows them there. A bare `4B` is a unit too."""
    for end in range(len(line), 0, -1):
        units = _read(line[:end], 0)
        if units:
            return units, line[end:]
    bare = joined(line) if line else ""
    if bare.isalnum() and len(bare) <= 6 and len(line) <= 2 and (len(bare) == 1 or _has_digit(bare)):
        return [("#", bare)], []
    return [], line


def in_order(units: list[Unit]) -> list[Unit]:
    """Each once, the larger first. A number whose kind nobody knew gives way to the same with its designator."""
    known = {number for designator, number in units if designator in DOORS - {"#"}}
    kept = {one for one in units if one[0] != "#" or one[1] not in known}
    return sorted(kept, key=lambda one: (_RANK.get(one[0], 4), one))


def unit_key(units: list[Unit]) -> str:
    """The units as they are compared: one door is one door, whatever it is called."""
    pairs = {("D" if designator in DOORS else designator) + "." + number for designator, number in units}
    return " ".join(sorted(pairs))


def _may_begin(line: list[str], start: int) -> bool:
    """Whether a unit may begin here: a house and a street stand before it, and FRONT or SIDE ends no street's name."""
    word, before = line[start], line[:start]
    if before[-1] in ("BOX", "BX") or (word not in _BEGINNINGS and not _is_floor(line, start)):
        return False
    if before[0][0].isdigit() and (len(before) < 2 or before[1:] == ["1/2"]):
        return False
    if word in PLACES and word not in ("BSMT", "BASEMENT", "PH", "PENTHOUSE"):
        return len(before) > 2 and (before[-1] in SUFFIXES or before[-1] in DIRECTIONS or before[-1][0].isdigit())
    return True


def _is_floor(line: list[str], at: int) -> bool:
    """A floor with its number in front of the word, in figures or in words."""
    if at + 1 == len(line) or UNITS.get(line[at + 1]) != "FL":
        return False
    after = line[at + 2] if at + 2 < len(line) else "#"
    counted = line[at] in ORDINALS or _COUNTED.fullmatch(line[at])
    return bool(counted) and after in _BEGINNINGS


def _read(line: list[str], at: int) -> list[Unit]:
    """The units from here to the end of the line; none when something else stands there too."""
    units: list[Unit] = []
    while at < len(line):
        if _is_floor(line, at):
            unit, at = ("FL", _count(line[at])), at + 2
        elif line[at] in _BEGINNINGS:
            found, at = _one(line, at)
            if found is None:
                return []
            unit = found
        else:
            return []
        units.append(unit)
    return units


def _one(line: list[str], at: int) -> tuple[Unit | None, int]:
    """One designator with its number."""
    designator = UNITS.get(line[at]) or PLACES[line[at]]
    at += 1
    while at < len(line) and line[at] in NUMBER_WORDS:
        at += 1
    number: list[str] = []
    while at < len(line) and line[at] not in _BEGINNINGS and not _is_floor(line, at):
        number.append(line[at])
        at += 1
    if not number:
        return (None, at) if designator in UNITS.values() else ((designator, ""), at)
    if designator == "#" and at < len(line) and len(number) > 1:
        return None, at
    named = len(number) == 1 and number[0] not in SUFFIXES  # SUITE NORTH, but not the street KEY WEST RD
    short = all(len(one) <= 2 or _has_digit(one) for one in number) and len(number) <= 3
    value = _count(number[0]) if designator == "FL" and len(number) == 1 else joined(number)
    return ((designator, value), at) if short or named else (None, at)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _count(word: str) -> str:
    """The number of an ordinal; any other word as it is."""
    counted = _COUNTED.fullmatch(with_numerals([word])[0])
    return counted[1] if counted else word


def _units_in_front(line: list[str]) -> tuple[list[str], list[Unit]] | None:
    """A unit that was written before the house."""
    if len(line) < 4 or line[0] not in UNITS or not line[2][0].isdigit() or line[2] == "1/2":
        return None
    units = _read(line[:2], 0)
    return (line[2:], units) if units else None


def _bare_at_end(line: list[str]) -> tuple[list[str], list[Unit]]:
    """A number after the suffix, where it cannot be the road's own."""
    if len(line) < 4 or not line[0][0].isdigit() or not _has_digit(line[-1]):
        return line, []
    suffix = SUFFIXES.get(line[-2])
    name = line[1:-2]
    if suffix is None or suffix in NUMBERED or all(word in DIRECTIONS for word in name):
        return line, []
    return line[:-1], [("#", line[-1])]
