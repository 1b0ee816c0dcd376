"""Words: what is left of a text when case, accents and punctuation are gone, and the short tables of Publication 28."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300  # characters of a field that are read; nothing printed on a label is longer


def word_set(text: str) -> frozenset[str]:
    """The words of a table written as one text."""
    return frozenset(text.split())


# Section 233: directionals, and in two words.
DIRECTIONS = {
    "N": "N", "NORTH": "N", "NO": "N", "S": "S", "SOUTH": "S", "SO": "S", "E": "E", "EAST": "E", "W": "W", "WEST": "W",
    "NE": "NE", "NORTHEAST": "NE", "NW": "NW", "NORTHWEST": "NW",
    "SE": "SE", "SOUTHEAST": "SE", "SW": "SW", "SOUTHWEST": "SW",
}  # fmt: skip
# Appendix C2: designators that need a number, and those that may stand alone.
UNITS = {
    "APT": "APT", "APARTMENT": "APT", "APMT": "APT", "APTMT": "APT", "BLDG": "BLDG", "BUILDING": "BLDG", "BLD": "BLDG",
    "DEPT": "DEPT", "DEPARTMENT": "DEPT", "FL": "FL", "FLOOR": "FL", "FLR": "FL", "HNGR": "HNGR", "HANGAR": "HNGR",
    "HANGER": "HNGR", "KEY": "KEY", "LOT": "LOT", "PIER": "PIER", "PMB": "PMB", "RM": "RM", "ROOM": "RM", "SLIP": "SLIP",
    "SPC": "SPC", "SPACE": "SPC", "STE": "STE", "SUITE": "STE", "STOP": "STOP", "TRLR": "TRLR", "TRAILER": "TRLR",
    "UNIT": "UNIT", "UNT": "UNIT", "#": "#",
}  # fmt: skip
PLACES = {
    "BSMT": "BSMT", "BASEMENT": "BSMT", "FRNT": "FRNT", "FRONT": "FRNT", "LBBY": "LBBY", "LOBBY": "LBBY",
    "LOWR": "LOWR", "LOWER": "LOWR", "OFC": "OFC", "OFFICE": "OFC", "PH": "PH", "PENTHOUSE": "PH", "REAR": "REAR",
    "SIDE": "SIDE", "UPPR": "UPPR", "UPPER": "UPPR",
}  # fmt: skip
# These all say "this door". Which of them is written is chance, and # stands where nobody knows (section 213). The others
# name something with many doors (a floor, a building) or no dwelling, so FL 2 and APT 2 stay apart.
DOORS = frozenset({"#", "APT", "LOT", "PMB", "RM", "SLIP", "SPC", "STE", "TRLR", "UNIT"})
NUMBER_WORDS = frozenset({"#", "NO", "NUM", "NUMBER"})
_ONES = "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN"
ONES = {word: str(number) for number, word in enumerate(_ONES.split(), 1)}
# Section 235: numeric street names.
_ORDINALS = (
    "FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH THIRTEENTH FOURTEENTH FIFTEENTH"
    " SIXTEENTH SEVENTEENTH EIGHTEENTH NINETEENTH TWENTIETH"
)
_TENS = {"TWENTY": 20, "THIRTY": 30, "FORTY": 40, "FIFTY": 50, "SIXTY": 60, "SEVENTY": 70, "EIGHTY": 80, "NINETY": 90}
_ROUND = {"THIRTIETH": 30, "FORTIETH": 40, "FIFTIETH": 50, "SIXTIETH": 60, "SEVENTIETH": 70, "EIGHTIETH": 80}
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), 1)} | _ROUND | {"NINETIETH": 90}
# Appendix B: states and possessions.
_STATES = """
AL ALABAMA;AK ALASKA;AS AMERICAN SAMOA;AZ ARIZONA;AR ARKANSAS;CA CALIFORNIA;CO COLORADO;CT CONNECTICUT;DE DELAWARE;
DC DISTRICT OF COLUMBIA;FM FEDERATED STATES OF MICRONESIA;FL FLORIDA;GA GEORGIA;GU GUAM;HI HAWAII;ID IDAHO;IL ILLINOIS;
IN INDIANA;IA IOWA;KS KANSAS;KY KENTUCKY;LA LOUISIANA;ME MAINE;MH MARSHALL ISLANDS;MD MARYLAND;MA MASSACHUSETTS;MI MICHIGAN;
MN MINNESOTA;MS MISSISSIPPI;MO MISSOURI;MT MONTANA;NE NEBRASKA;NV NEVADA;NH NEW HAMPSHIRE;NJ NEW JERSEY;NM NEW MEXICO;
NY NEW YORK;NC NORTH CAROLINA;ND NORTH DAKOTA;MP NORTHERN MARIANA ISLANDS;OH OHIO;OK OKLAHOMA;OR OREGON;PW PALAU;
PA PENNSYLVANIA;PR PUERTO RICO;RI RHODE ISLAND;SC SOUTH CAROLINA;SD SOUTH DAKOTA;TN TENNESSEE;TX TEXAS;UT UTAH;VT VERMONT;
VI VIRGIN ISLANDS;VA VIRGINIA;WA WASHINGTON;WV WEST VIRGINIA;WI WISCONSIN;WY WYOMING;
AA ARMED FORCES AMERICAS;AE ARMED FORCES EUROPE;AP ARMED FORCES PACIFIC
"""
STATE_NAMES = {pair.strip()[:2]: pair.strip()[3:] for pair in _STATES.split(";")}
_STATE_CODES = {name.replace(" ", ""): code for code, name in STATE_NAMES.items()}
# Sections 24, 25, 28 and 29: words that cannot stand at the end of a number glued to it, as in "RR2" or "APT4B".
_GLUED = re.compile(
    r"(APARTMENT|APT|BLDG|BOX|BSMT|COND|CR|FLR|FL|FM|HCR|HC|HWY|IH|I|LOT|PMB|POBOX|POB|RFD|RM|RR|SH|SPC|SR|STE|SUITE|TRLR|"
    r"UNIT|US)([0-9]\S*)"
)
_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")  # P.O. and R.F.D.
_TOKEN = re.compile(r"#|[0-9]+(?:[./-][0-9]+)+[^\W_]*|[^\W_]+")
QUOTES = re.compile("['`\u00b4\u02bc\u2018\u2019]")
_VULGAR = re.compile("[\u00bc-\u00be\u2150-\u215e\u2189]")  # ½: its decomposition would run into the number before it
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_SPACED_HYPHEN = re.compile(r"(?<=[0-9]) *- *(?=[0-9])")
_HALF = re.compile(r"(?<=[0-9])-(?=[0-9]/[0-9])")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[^\w]+(?=\d)")
_CONTROLS = dict.fromkeys([*range(32), 127], " ")


def folded(text: str) -> str:
    """Upper case without accents, controls and what cannot be encoded; other scripts keep their letters. Never raises."""
    text = text[:LONGEST]
    if text.isascii():
        return text.upper() if text.isprintable() else text.translate(_CONTROLS).upper()
    apart = unicodedata.normalize("NFKD", _VULGAR.sub(r" \g<0>", text).casefold())
    kept = "".join(letter for letter in map(_letter, apart) if letter)
    return _DASHES.sub("-", unicodedata.normalize("NFC", kept.upper())).replace("\u2044", "/")


def _letter(letter: str) -> str:
    if letter < "\x7f":
        return max(letter, " ")  # a control is a space
    kind = unicodedata.category(letter)
    if kind[0] == "C":  # controls separate; invisible ones and half a pair are as if they were not there
        return " " if kind == "Cc" else ""
    return "" if "\u0300" <= letter <= "\u036f" else letter


def plain(text: str) -> str:
    """Letters and digits alone. A text without any stands as it came, so that no two of them become one."""
    text = folded(text)
    if text.isalnum() and text.isascii():
        return text
    kept = "".join(letter for letter in text if letter.isalnum() or unicodedata.category(letter)[0] == "M")
    return kept or "".join(text.replace("|", "").split())


def spelled(text: str) -> str:
    """Letters and digits, with a hyphen where two numbers stand side by side: 1-1 is not 11."""
    parts = (plain(part) for part in _BETWEEN_NUMBERS.split(folded(text)))
    return "-".join(part for part in parts if part)


def tokens(text: str) -> list[str]:
    """The words of one line of an address. A hyphen, point or slash stays between digits only (section 233, Appendix D)."""
    line = QUOTES.sub("", folded(text))
    if "." in line:
        line = _INITIALS.sub(r"\1", line)
    if "-" in line:
        line = _HALF.sub(" ", _SPACED_HYPHEN.sub("-", line))
    found = _TOKEN.findall(line)
    if any(not one.isalpha() and one[0].isalpha() for one in found):
        found = [part for one in found for part in _unglued(one)]
    return found


def _unglued(token: str) -> tuple[str, ...]:
    glued = _GLUED.fullmatch(token)
    return (glued[1], glued[2]) if glued else (token,)


def joined(parts: list[str]) -> str:
    """`4`, `B` → `4B`; a hyphen stays between digits, where it tells two numbers apart."""
    line = ""
    for part in parts:
        line += ("-" if line[-1:].isdigit() and part[0].isdigit() else "") + part
    return line


def ordinal(number: int) -> str:
    """21 → 21ST."""
    ending = "TH" if number % 100 in (11, 12, 13) else {1: "ST", 2: "ND", 3: "RD"}.get(number % 10, "TH")
    return f"{number}{ending}"


def with_numerals(words: list[str]) -> list[str]:
    """TWENTY FIRST → 21ST, SEVENTH → 7TH (section 235)."""
    done: list[str] = []
    for word in words:
        number = ORDINALS.get(word)
        if number and number < 10 and done and done[-1] in _TENS:
            done[-1] = ordinal(_TENS[done[-1]] + number)
        else:
            done.append(ordinal(number) if number else word)
    return done


def state_code(text: str) -> str:
    """`Alabama`, `AL`, `Ala` → AL; what is no state stands as it came, without its punctuation."""
    found = plain(text)
    return found if found in STATE_NAMES else _STATE_CODES.get(found, found)
