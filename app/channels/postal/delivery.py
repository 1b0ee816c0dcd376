"""One US address: which of its lines the carrier goes by, and what the others are (USPS Publication 28, sections 21 to 29)."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.channels.postal.routes import route_line, split_dual
from app.channels.postal.streets import read_street
from app.channels.postal.units import Unit, in_order, split_units, unit_key, units_of_line
from app.channels.postal.words import LONGEST, UNITS, folded, plain, tokens

FITS = 64  # characters of a line that the Postal Service's own file holds (section 212)
_CARE = re.compile(r"\s*(?:C/O\b|%|ATTN\b|ATTENTION\b|CARE OF\b)", re.IGNORECASE)
_AREA = frozenset({"URB", "URBANIZACION", "URBANIZATION"})
_BOX = frozenset({"BOX", "BX"})


class Delivery(NamedTuple):
    """The delivery line in its standard spelling and as it is compared, its units, and the lines that stand above it."""

    line: str
    key: str
    units: tuple[Unit, ...]
    area: str = ""  # Puerto Rico: the urbanization, without which a house cannot be told (section 292)
    above: str = ""

    @property
    def whole_key(self) -> str:
        return "|".join((self.area.replace(" ", ""), self.key, unit_key(list(self.units))))

    @property
    def whole_line(self) -> str:
        units = " ".join(f"{designator} {number}".strip() for designator, number in self.units)
        return f"{self.line} {units}".strip()

    @property
    def lines(self) -> tuple[str, str]:
        """Two lines of a label; the second is the one the carrier goes by, and is empty when it stands first."""
        above, area, line = self.above, f"URB {self.area}" if self.area else "", self.whole_line
        if above and area:
            line = f"{area} {line}"
        elif len(line) > FITS and self.units and not above and not area:
            above, line = line[len(self.line) + 1 :], self.line
        above = above or area
        return (above, line) if above else (line, "")


def read_delivery(street: str, second_line: str, *, is_spanish: bool) -> Delivery:
    """Read the two lines of an address. Never raises; what it does not know it keeps."""
    raw = [line for text in (street, second_line) for line in text[:LONGEST].splitlines() if line.strip()]
    care = [line for line in raw if _CARE.match(line)]
    if len(care) == len(raw):
        care = []
    lines = [words for line in raw if line not in care for words in split_dual(tokens(line))]
    area, lines = _without_area(lines) if is_spanish else ("", lines)
    lines = [line for line in lines if line]
    if not lines and not area and (key := plain("".join(raw))):  # no letter and no digit: it counts as it is
        return Delivery(" ".join(folded(" ".join(raw)).split()), key, ())
    read = _read(_joined_lines(lines), is_spanish)
    above = " ".join([*(" ".join(folded(line).split()) for line in care), read.above]).strip()
    return Delivery(read.line, read.key, read.units, area, above)


def _read(lines: list[list[str]], is_spanish: bool) -> Delivery:
    """The last line that is an address is where the mail goes (section 215); units may stand on any line."""
    if len(lines) == 1:
        return _delivery(lines[0], [], [], is_spanish)
    addresses = [at for at, line in enumerate(lines) if _is_address(line)]
    if not addresses:
        return _unknown(lines, is_spanish)
    main = addresses[-1]
    units: list[Unit] = []
    above: list[str] = []
    for at, line in enumerate(lines):
        if at in addresses:
            above += [] if at == main else [_delivery(line, [], [], is_spanish).whole_line]
            continue
        found, rest = units_of_line(line)
        units += found
        # A name of a building stands above (section 212). What has a number in it tells two doors apart.
        if any(letter.isdigit() for word in rest for letter in word):
            units.append(("", " ".join(rest)))
        elif rest:
            above.append(" ".join(rest))
    return _delivery(lines[main], units, above, is_spanish)


def _unknown(lines: list[list[str]], is_spanish: bool) -> Delivery:
    """No line is an address: all of it counts, with a unit behind it."""
    units, rest = units_of_line(lines[-1]) if len(lines) > 1 else ([], lines[-1] if lines else [])
    return _delivery([*(word for line in lines[:-1] for word in line), *rest], units, [], is_spanish)


def _delivery(line: list[str], units: list[Unit], above: list[str], is_spanish: bool) -> Delivery:
    whole = route_line(line)
    base, found = (line, []) if whole and "BOX" not in line else split_units(line)
    route = route_line(base) or whole
    ordered = tuple(in_order([*units, *found]))
    text = " ".join(above)
    if route:
        return Delivery(route, route.replace(" ", "/"), ordered, above=text)
    street = read_street(base, is_spanish=is_spanish)
    return Delivery(street.line, street.key, ordered, above=text)


def _is_address(line: list[str]) -> bool:
    """A box, a route, or a number with a street behind it."""
    if route_line(line):
        return True
    units, rest = units_of_line(line)
    return not (units and not rest) and len(line) > 1 and any(letter.isdigit() for word in line[:3] for letter in word)


def _joined_lines(lines: list[list[str]]) -> list[list[str]]:
    """A route whose box, or a unit whose number, begins the second line: one address."""
    if len(lines) == 2 and lines[0][-1] in UNITS and len(lines[0]) > 2 and len(lines[1]) < 3:
        return [lines[0] + lines[1]]
    if len(lines) == 2 and lines[1][0] in _BOX:
        both = lines[0] + lines[1]
        if (route := route_line(both)) and not route.startswith("PO "):
            return [both]
    return lines


def _without_area(lines: list[list[str]]) -> tuple[str, list[list[str]]]:
    """Take the urbanization out: from its word to the house number, or to the end of the line."""
    for at, line in enumerate(lines):
        begin = next((place for place, word in enumerate(line) if word in _AREA), None)
        if begin is not None and begin + 1 < len(line):
            end = next((p for p in range(begin + 2, len(line)) if any(c.isdigit() for c in line[p])), len(line))
            rest = line[:begin] + line[end:]
            return " ".join(line[begin + 1 : end]), [*lines[:at], rest, *lines[at + 1 :]]
    return "", lines
