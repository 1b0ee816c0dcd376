"""Where a text holds a postal address of the United States, in the forms of USPS Publication 28: street, PO box, rural route
or highway contract, military box, and city with state and ZIP code.

A number, a name with capitals and a clear word for a street ("12 Oak Road") is enough. A word that means other things too
("Way", "Trail", "Dr. Miller") or a name in small letters needs a lead ("live at") or the next line of the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_STATE = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]"
    r"|W[AIVY]|A[AEP]|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho"
    r"|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri"
    r"|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon"
    r"|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia"
    r"|Wisconsin|Wyoming)"
)
_ZIP = r"\d{5}(?:-\d{4})?(?![\d-])"
_NUMBER = r"(?<![\w$#.,/-])\d{1,6}(?:-\d{1,4})?[A-Za-z]?(?: 1/2)?\s{1,3}"
_DIRECTION = r"(?:(?:N|S|E|W|NE|NW|SE|SW|(?:north|south)(?:east|west)?|east|west)\.?\s{1,3})"
# What is counted, measured or praised by number in a review, and so is no street.
_COUNTED = (
    r"(?!(?:lbs?|pounds?|oz|ounces?|kgs?|grams?|inch(?:es)?|ft|foot|feet|miles?|acres?|gal(?:lons?)?|years?|yrs?|months?"
    r"|weeks?|days?|hours?|hrs?|min(?:ute)?s?|times?|stars?|thumbs?|paws?|dogs?|cats?|horses?|pony|ponies|pup(?:py|s|pies)?"
    r"|kittens?|goats?|hens?|labs?|adults?|packs?|bags?|boxes|cans?|cups?|pieces?|sizes?|different|small|large|big|more|of|in"
    r"|and|or|to|the|on|for|per|a|x)\b)"
)
_CLEAR = r"(?:street|avenue|ave|av|road|rd|lane|ln|boulevard|blvd|parkway|pkwy|highway|hwy|drive|court|st|dr|ct)"
_OTHER = (
    r"(?:circle|cir|terrace|ter|place|pl|trail|trl|turnpike|tpke|crossing|xing|alley|aly|way|run|loop|pass|path|point|pt"
    r"|park|cove|cv|creek|ridge|view|hill|hollow|square|sq|row|bend|trace)"
)
_CAPITAL = rf"(?:(?i:{_COUNTED})(?:[A-Z][\w'’-]{{0,30}}\.?|\d{{1,3}}(?:st|nd|rd|th))\s{{1,3}})"
_SMALL = rf"(?:{_COUNTED}[^\W\d_][\w'’-]{{0,30}}\.?\s{{1,3}}|\d{{1,3}}(?:st|nd|rd|th)\s{{1,3}})"
_AFTER = r"(?:\.?\s{1,3}(?:N|S|E|W|NE|NW|SE|SW)\b)?"

_CAPITAL_STREET = re.compile(
    rf"{_NUMBER}(?i:{_DIRECTION})?{_CAPITAL}{{1,4}}?(?i:(?P<clear>{_CLEAR})|{_OTHER})\b{_AFTER}\.?"
)
_SMALL_STREET = re.compile(rf"{_NUMBER}{_DIRECTION}?{_SMALL}{{1,3}}?(?:{_CLEAR}|{_OTHER})\b{_AFTER}\.?", re.IGNORECASE)
_NUMBERED_ROAD = re.compile(
    rf"{_NUMBER}(?:(?:U\.?S\.?|state|county|old)\s{{1,3}})?(?:highway|hwy|county\s{{1,3}}road|county\s{{1,3}}rd|route|rte|CR|FM)"
    rf"\s{{1,3}}\d{{1,4}}\b{_AFTER}",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[,\s]{1,3}(?:(?:apt|apartment|unit|ste|suite|lot|bldg|rm|room|trlr)\.?\s{0,2}#?\s?|#\s?)\w{1,6}\b", re.IGNORECASE
)
_NEXT_LINE = re.compile(
    rf"[,.\s]{{1,4}}(?:[A-Z][\w.'’-]{{0,30}}[, ]{{1,2}}){{1,3}}{_STATE}\b|[,\s]{{1,3}}{_ZIP}"
    rf"|[,.\s]{{1,4}}(?i:(?:[^\W\d_][\w.'’-]{{0,30}}[, ]{{1,2}}){{1,3}}{_STATE},?\s{{1,3}}){_ZIP}"
)
_LEAD = re.compile(
    r"(?:\b(?:lives?|living|lived|am|located|address|mail|ship|shipped|send|sent|delivered|come|drop|house|home|barn|farm)\b"
    r"[^.!?\d]{0,20}|\b(?:at|to)\s{1,3})$",
    re.IGNORECASE,
)
_BOXES = (
    re.compile(
        r"(?<!\w)(?:p\.?\s?o\.?\s?(?:box|bx)|post(?:al)?\s{1,3}office\s{1,3}box|pob)\.?\s{0,2}(?:\#|no\.?|number)?\s{0,2}"
        r"\d{1,10}[a-z]?\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:r\.?\s?r\.?|rural\s{1,3}route|h\.?c\.?|highway\s{1,3}contract|star\s{1,3}route|psc|cmr|unit)\s{0,2}\#?\s?"
        r"\d{1,5},?\s{0,2}(?:box|bx)\s{0,2}\#?\s?\d{1,6}[a-z]?\b",
        re.IGNORECASE,
    ),
)
_SMALL_NAME = r"(?!(?:at|from|in|is|near|of|our|the|to)\b)[^\W\d_][\w.'’-]{0,30}"
_CITY = (
    re.compile(
        rf"\b[A-Z][\w.'’-]{{0,30}}(?:\s[A-Z][\w.'’-]{{0,30}}){{0,2}}(?:,\s{{0,2}}|\s){_STATE}\.?,?\s{{1,3}}{_ZIP}"
    ),
    re.compile(
        rf"\b{_SMALL_NAME}(?:\s{_SMALL_NAME})?,\s{{0,2}}{_STATE}\.?,?\s{{1,3}}{_ZIP}",
        re.IGNORECASE,
    ),
)


def addresses(text: str) -> Iterator[Span]:
    """Postal addresses and their lines. One address may come in several spans, side by side."""
    for pattern in (*_BOXES, _NUMBERED_ROAD, *_CITY):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _CAPITAL_STREET.finditer(text):
        clear = match["clear"] is not None and not _is_title(text, match)
        if clear or _belongs(text, match):
            yield _with_unit(text, match)
    yield from (_with_unit(text, match) for match in _SMALL_STREET.finditer(text) if _belongs(text, match))


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether "Dr." or "St." goes with the name behind it: "2 Goldens Dr. Miller saw", "my 2 Big St. Bernards"."""
    return (
        match["clear"].lower() in ("dr", "st")
        and re.match(r"\s{1,3}[A-Z]", text[match.end() : match.end() + 4]) is not None
    )


def _belongs(text: str, match: re.Match[str]) -> bool:
    """Whether what stands before or behind says that it is an address."""
    if _UNIT.match(text, match.end()) or _NEXT_LINE.match(text, match.end()):
        return True
    return _LEAD.search(text[max(0, match.start() - 40) : match.start()]) is not None


def _with_unit(text: str, match: re.Match[str]) -> Span:
    unit = _UNIT.match(text, match.end())
    return match.start(), unit.end() if unit else match.end()
