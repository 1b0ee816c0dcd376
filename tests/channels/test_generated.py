"""Pairs of addresses made from parts: two spellings of the same parts meet, one other part keeps them apart."""

from dataclasses import dataclass, replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.channels import Place, post_keys, standard_address

SUFFIXES = {"ST": ("Street", "St.", "STR"), "AVE": ("Avenue", "Av", "AVE."), "RD": ("Road", "Rd"), "LN": ("Lane", "Ln."),
            "CIR": ("Circle", "Circ", "CIR"), "PKWY": ("Parkway", "Pkwy", "Pky"), "TER": ("Terrace", "Terr.")}  # fmt: skip
DIRECTIONS = {"": ("",), "N": ("North", "N.", "n"), "SW": ("Southwest", "S.W.", "South West", "SW"), "E": ("East", "E")}
NAMES = {"MAPLE": ("Maple", "MAPLE"), "SAINT CHARLES": ("St. Charles", "Saint Charles"), "7TH": ("Seventh", "7th", "7"),
         "21ST": ("Twenty-First", "21st"), "OBRIEN": ("O'Brien", "OBrien", "O’Brien"), "CANON": ("Cañon", "Canon")}  # fmt: skip
DOORS = ("Apt {}", "APARTMENT {}", "#{}", "# {}", "Unit {}", "Ste. {}", "Apt. #{}")
NUMBERS = st.integers(1, 99999).map(str) | st.sampled_from(["112-10", "12 1/2", "N6W23001", "12A"])


@dataclass(frozen=True)
class Parts:
    """One address, before anybody wrote it down."""

    number: str
    pre: str
    name: str
    suffix: str
    post: str
    door: str
    code: str


PARTS = st.builds(
    Parts, NUMBERS, st.sampled_from(sorted(DIRECTIONS)), st.sampled_from(sorted(NAMES)), st.sampled_from(sorted(SUFFIXES)),
    st.sampled_from(sorted(DIRECTIONS)), st.sampled_from(["", "4", "4B", "12", "B"]), st.sampled_from(["36303", "02139"]),
)  # fmt: skip


@st.composite
def written(draw: st.DrawFn, parts: Parts) -> Place:
    """One way to write the parts down."""
    street = " ".join(
        part
        for part in (
            parts.number, draw(st.sampled_from(DIRECTIONS[parts.pre])), draw(st.sampled_from(NAMES[parts.name])),
            draw(st.sampled_from(SUFFIXES[parts.suffix])), draw(st.sampled_from(DIRECTIONS[parts.post])),
        )
        if part
    )  # fmt: skip
    door = draw(st.sampled_from(DOORS)).format(parts.door) if parts.door else ""
    lines = draw(
        st.sampled_from(
            [
                (f"{street} {door}", ""),
                (f"{street}, {door}", ""),
                (street, door),
                (door or street, street if door else ""),
            ]
        )
    )
    spell = draw(st.sampled_from([str.upper, str.lower, str]))
    city = draw(st.sampled_from(["Dothan", "DOTHAN"]))
    code = parts.code + draw(st.sampled_from(["", "-1234", "1234"]))
    return Place("Ann Archer", spell(lines[0]), spell(lines[1]), city, "AL", code)


@settings(max_examples=200)
@given(st.data(), PARTS)
def test_two_spellings_of_the_same_parts_meet(data: st.DataObject, parts: Parts) -> None:
    one, other = data.draw(written(parts)), data.draw(written(parts))
    assert post_keys(one) == post_keys(other)


@settings(max_examples=200)
@given(st.data(), PARTS, PARTS, st.sampled_from(["number", "pre", "name", "suffix", "post", "door", "code"]))
def test_one_other_part_keeps_two_addresses_apart(data: st.DataObject, parts: Parts, more: Parts, part: str) -> None:
    assume(getattr(parts, part) != getattr(more, part))
    changed = replace(parts, **{part: getattr(more, part)})
    assert post_keys(data.draw(written(parts))).address != post_keys(data.draw(written(changed))).address


@settings(max_examples=200)
@given(st.data(), PARTS)
def test_the_standard_spelling_has_the_same_key_and_is_its_own(data: st.DataObject, parts: Parts) -> None:
    typed = data.draw(written(parts))
    standard = standard_address(typed)
    assert post_keys(standard) == post_keys(typed)
    assert standard_address(standard) == standard
    assert len(standard.street) <= 64 and standard.street == standard.street.upper()


RURAL = ("RR {} Box {}", "R.R. {} Box #{}", "Rural Route {}, Box {}", "RFD {} BOX {}", "rt. {} box {}")
CONTRACT = ("HC {} Box {}", "H.C. {} Box {}", "Star Route {} Box {}", "Highway Contract {} Box {}")
ROUTES = st.sampled_from([("RR", RURAL), ("HC", CONTRACT)])


@given(st.data(), ROUTES, st.integers(1, 99), st.integers(1, 999), st.integers(1, 999))
def test_spellings_of_a_route_meet_and_boxes_stay_apart(
    data: st.DataObject, route: tuple[str, tuple[str, ...]], number: int, box: int, another: int
) -> None:
    kind, ways = route
    one, other = (
        Place("Ann", data.draw(st.sampled_from(ways)).format(number, box), "", "", "AL", "36303") for _ in "ab"
    )
    assert post_keys(one) == post_keys(other)
    assert standard_address(one).street == f"{kind} {number} BOX {box}"
    apart = Place("Ann", ways[0].format(number, another), "", "", "AL", "36303")
    assert (post_keys(one) == post_keys(apart)) == (box == another)
