"""Addresses without a street: post office boxes, rural and highway contract routes, general delivery, military mail.

USPS Publication 28, sections 238, 24, 25, 26, 28.
"""

from __future__ import annotations

import re

from app.channels.postal.words import NUMBER_WORDS, word_set

# A line with none of these words is an address with a street; most are.
HINTS = word_set(
    "APARTADO B BIN BOX BX CALLER DELIVERY DEL DRAWER GENERAL GEN HC HCR LOCKBOX O OFFICE PO POB POBOX R RFD RR RURAL"
)
_BOX = r"(?:BOX|BX)"
_RURAL = r"(?:RR|R R|RURAL (?:ROUTE|RTE|RT|RD)|RFD|R F D|RD|ROUTE|RTE|RT)(?: (?:ROUTE|RTE|RT))?"
_CONTRACT = r"(?:HCR|HC|H C R|H C|(?:HIGHWAY|HWY) CONTRACT|STAR)(?: (?:ROUTE|RTE|RT))?"
_MILITARY = re.compile(rf"(PSC|CMR|UNIT) (\S+) {_BOX} (\S+)")
_ROUTE = re.compile(rf"(?:({_RURAL})|{_CONTRACT}) (\S+) {_BOX} (\S+)(?: ([A-Z])\b(?! \S))?(?: .*)?")
_ROUTE_ONLY = re.compile(r"(?:(RR|R R|RURAL (?:ROUTE|RTE|RT|RD)|RFD|R F D)|HCR|HC) ([0-9]+[A-Z]?)")
_POST_OFFICE = re.compile(
    rf"(?:P O B|P O|PO|POST OFFICE|POST OFC|POB|POBOX)(?: (?:{_BOX}|B|DRAWER|BIN|LOCKBOX|CALLER))? (\S*[0-9]\S*|[A-Z]{{1,2}})"
    r"(?: ([A-Z]))?"
)
_BOX_ALONE = re.compile(
    rf"(?:{_BOX}|(?:FIRM )?CALLER|BIN|LOCKBOX|LOCK BOX|DRAWER|APARTADO)(?: {_BOX})? (\S*[0-9]\S*|[A-Z]{{1,2}})(?: ([A-Z]))?"
)
_DUAL = re.compile(rf"(.*\S) ({_POST_OFFICE.pattern})")
_GENERAL = re.compile(r"(?:GENERAL|GEN) (?:DELIVERY|DEL)")


def route_line(line: list[str]) -> str | None:
    """The standard spelling of such a line, or None: it names a street."""
    if HINTS.isdisjoint(line):
        return None
    text = " ".join(word for word in line if word not in NUMBER_WORDS)
    return _military(text) or _route(text) or _box(text) or ("GENERAL DELIVERY" if _GENERAL.fullmatch(text) else None)


def split_dual(line: list[str]) -> list[list[str]]:
    """A street and a box in one line are two addresses; the box is where the mail goes (section 215)."""
    if HINTS.isdisjoint(line) or route_line(line):
        return [line]
    found = _DUAL.fullmatch(" ".join(word for word in line if word not in NUMBER_WORDS))
    return [found[1].split(), found[2].split()] if found else [line]


def _military(text: str) -> str | None:
    found = _MILITARY.fullmatch(text)
    return f"{found[1]} {found[2]} BOX {found[3]}" if found else None


def _route(text: str) -> str | None:
    """No zeros before the number of a route (242, 252), no street or town behind its box (245, 255)."""
    found = _ROUTE.fullmatch(text)
    if found:
        kind = "RR" if found[1] else "HC"
        return f"{kind} {_number(found[2])} BOX {found[3]}{found[4] or ''}"
    found = _ROUTE_ONLY.fullmatch(text)
    return f"{'RR' if found[1] else 'HC'} {_number(found[2])}" if found else None


def _number(text: str) -> str:
    return text.lstrip("0") or text


def _box(text: str) -> str | None:
    """Zeros before the number of a box count (282); caller, bin, lockbox and drawer are boxes (283)."""
    found = _POST_OFFICE.fullmatch(text) or _BOX_ALONE.fullmatch(text)
    return f"PO BOX {found[1]}{found[2] or ''}" if found else None
