"""The spelling of Publication 28 that is offered to a person."""

import pytest

from app.channels import Place, standard_address
from tests.channels.spellings import place

OFFERED = [
    ("12 north main street apartment 4b", "12 N MAIN ST APT 4B", ""),
    ("12 Main St | Suite 200", "12 MAIN ST STE 200", ""),
    ("12 main st #4", "12 MAIN ST # 4", ""),
    ("12 Elm Avenue | second floor", "12 ELM AVE FL 2", ""),
    ("500 Co Rd 12", "500 COUNTY ROAD 12", ""),
    ("12 Main Street | P.O. Box 45", "12 MAIN ST", "PO BOX 45"),
    ("Rural Route 2 | Box 18", "RR 2 BOX 18", ""),
    ("c/o Bea Baker | 12 Main Street", "C/O BEA BAKER", "12 MAIN ST"),
    ("One Main Street", "1 MAIN ST", ""),
    ("12 Seventh St", "12 7TH ST", ""),
    ("12 North Ave", "12 NORTH AVE", ""),
]


@pytest.mark.parametrize(("typed", "street", "second"), OFFERED)
def test_the_lines_are_written_as_publication_28_does(typed: str, street: str, second: str) -> None:
    offered = standard_address(place(typed))
    assert (offered.street, offered.second_line) == (street, second)


def test_city_state_and_zip_are_written_as_on_a_label() -> None:
    offered = standard_address(Place("Ann Archer", "12 Main St", "", "St. Paul", "Minnesota", "551011234", "US"))
    assert (offered.city, offered.state, offered.postal_code) == ("ST PAUL", "MN", "55101-1234")
    assert offered.name == "Ann Archer"


def test_a_line_too_long_for_a_label_gets_its_unit_above() -> None:
    offered = standard_address(place("123 Southwest " + "Verylongname " * 4 + "Boulevard Apt 4B"))
    assert offered.street == "APT 4B" and len(offered.second_line) <= 64


def test_what_is_not_understood_is_kept_whole() -> None:
    offered = standard_address(place("The old mill behind the church"))
    assert offered.street == "THE OLD MILL BEHIND THE CHURCH"
