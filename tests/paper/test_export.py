"""`flask postal export`: the files, the manifest, the folder."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from app.audit.models import AuditNote
from app.consent import MARKETING, OFF, PAUSE
from app.core import clock
from app.core.database import session
from app.people import erase_person
from tests.cast import ANN, BEA, ann, bea
from tests.makers import a_no, a_person, a_send, a_topic, a_yes, says, the_person
from tests.paper.mailhouse import House, house, moves

__all__ = ["house"]
BOTH = {("Ann Archer", "catalog"), ("Bea Baker", "catalog")}


@pytest.fixture(autouse=True)
def catalog(house: House) -> None:
    """A catalog that goes to customers."""
    a_topic("catalog", channel="post", default="on_for_customers")


def test_who_stopped_is_gone_in_the_next_instant_and_the_other_stays(house: House) -> None:
    ann(), bea()
    assert house.hand().pairs == BOTH
    says(ANN, MARKETING, OFF, channel="post")
    after = house.hand()
    assert after.pairs == {("Bea Baker", "catalog")}
    assert [(row["name"], row["scope"], row["topic"], row["reason"]) for row in after.stops] == [
        ("Ann Archer", "person", "all", "asked")
    ]


def test_one_row_a_person_and_paper_topic_with_where_she_lives_now(house: House) -> None:
    ann(), a_topic("deals", default="on_for_customers"), a_topic("cards", channel="post")
    a_yes(ANN, a_topic("offers", channel="post"))
    moves(the_person(ANN), "9 New Road", second_line="Apt 4", postal_code="90210", city="Beverly Hills", state="CA")
    rows = house.hand().listed
    assert [row["topic"] for row in rows] == ["catalog", "offers"]
    expected = {"customer_number": "C-1001", "name": "Ann Archer", "street": "9 New Road", "second_line": "Apt 4"}
    assert expected.items() <= rows[0].items()
    assert [rows[0][name] for name in ("city", "state", "postal_code", "country")] == [
        "Beverly Hills", "CA", "90210", "US",
    ]  # fmt: skip


def test_nobody_without_a_current_address_frozen_or_on_a_break_is_listed(house: House) -> None:
    ann(), bea()
    a_person("cal@example.org", is_customer=True, first_name="Cal")
    a_person("kid@example.org", is_customer=True, first_name="Kid", street="4 Elm Street", frozen_at=clock.now())
    a_person("pia@example.org", is_customer=True, first_name="Pia", street="5 Elm Street")
    says("pia@example.org", PAUSE, "2999-01-01", channel="post")
    the_person(BEA).postal_addresses[0].removed_at = clock.now()
    session().commit()
    found = house.hand()
    assert found.pairs == {("Ann Archer", "catalog")}
    assert [(row["name"], row["reason"], row["topic"]) for row in found.stops] == [("Kid", "held", "all")]


def test_the_manifest_counts_and_sums_what_lies_there(house: House) -> None:
    ann(), bea()
    a_no(BEA, a_topic("cards", channel="post", default="on_for_customers"))
    found = house.hand()
    for place, counts in enumerate(({"cards": 1, "catalog": 2}, {"person": 1})):
        file, body = found.manifest["files"][place], found.bytes_of(place)
        assert (file["bytes"], file["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
        assert (file["rows"], file[("topics", "scopes")[place]]) == (sum(counts.values()), counts)
        assert file["name"].startswith(f"{found.manifest['effective_date']}-{found.id}-")
    assert {row["batch"] for row in found.listed + found.stops} == {found.id}
    assert found.manifest["postal_keys"] == [1, 2]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d"])
def test_no_cell_runs_in_a_spreadsheet_and_raw_ones_are_as_they_are(house: House, sign: str) -> None:
    name, street = f'{sign}HYPERLINK("x")', f"{sign}1, Elm\nStreet"
    a_person(ANN, is_customer=True, first_name=name, street=street)
    safe, raw = house.hand(), house.hand("--raw")
    assert (safe.listed[0]["name"], safe.listed[0]["street"]) == ("'" + name, "'" + street)
    assert (raw.listed[0]["name"], raw.listed[0]["street"]) == (name, street)
    assert safe.bytes_of(0).count(b"\r\n") == 2
    assert "--raw" in safe.manifest["cells"] and "spreadsheet" in raw.manifest["cells"]


def test_the_same_moment_gives_the_same_bytes_and_the_same_name(house: House) -> None:
    ann(), bea()
    first = house.hand()
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        says(ANN, MARKETING, OFF, channel="post")
        moves(the_person(BEA), "9 New Road")
        a_person("new@example.org", is_customer=True, first_name="New", street="1 Oak Street")
        a_topic("cards", channel="post", default="on_for_customers")
        others = {(name, topic) for name in ("Bea Baker", "New") for topic in ("cards", "catalog")}
        assert house.hand().pairs == others
        again = house.hand("--as-of", first.manifest["as_of"])
    assert (again.bytes, again.manifest) == (first.bytes, first.manifest)


def test_who_was_erased_does_not_come_again_and_the_manifest_says_so(house: House) -> None:
    ann(), bea()
    first = house.hand()
    erase_person(the_person(ANN))
    session().commit()
    again = house.hand("--as-of", first.manifest["as_of"])
    assert again.pairs == BOTH - {("Ann Archer", "catalog")}
    assert b"Archer" not in b"".join(again.bytes)
    assert again.manifest["not_as_first_written"]["erased_since"] == 1
    assert again.manifest["not_as_first_written"]["list"]["sha256"] == first.manifest["files"][0]["sha256"]


def test_bytes_that_differ_for_no_known_reason_are_told_by_the_exit_code(house: House) -> None:
    first = (ann(), bea()) and house.hand()
    the_person(ANN).postal_addresses[0].street = "7 Behind Our Back"
    session().commit()
    again = house.hand("--as-of", first.manifest["as_of"], code=1)
    assert again.manifest["not_as_first_written"]["why"] == "unknown"


def test_a_run_that_was_killed_is_repeated_in_its_folder(house: House, tmp_path: Path) -> None:
    ann()
    folder = house.hand().folder
    (folder / "manifest.json").unlink()
    (folder / ".2026-01-01-P-20260101T000000Z-list.csv.part").write_text("half")
    again = house.hand(folder=folder)
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        ["manifest.json", *(one["name"] for one in again.manifest["files"])]
    )


def test_a_folder_with_something_else_is_refused_and_left_alone(house: House) -> None:
    ann()
    first = house.hand()
    said = house.run("postal", "export", "--out", str(first.folder), code=1).output
    assert f"holds the batch {first.id}" in said and first.pairs
    assert house.hand("--as-of", first.manifest["as_of"], folder=first.folder).bytes == first.bytes
    (first.folder / "letter.txt").touch()
    assert "letter.txt" in house.run("postal", "export", "--out", str(first.folder), code=1).output


@pytest.mark.parametrize(
    ("options", "says_"),
    [
        (("--as-of", "2999-01-01T00:00:00Z"), "lies in the future"),
        (("--as-of", "yesterday"), "--as-of is a moment"),
        (("--as-of", "0001-01-01"), "--as-of is a moment"),
        (("--since", "P-1"), "There is no batch of that name"),
        (("--since", "\x1f"), "There is no batch of that name"),
    ],
)
def test_a_bad_question_is_refused_in_words(house: House, options: tuple[str, str], says_: str) -> None:
    assert says_ in house.run("postal", "export", "--out", str(house.folder / "x"), *options, code=2).output


def test_each_export_is_noted_with_counts_and_no_name(house: House) -> None:
    ann()
    found = house.hand()
    note = session().scalars(select(AuditNote).where(AuditNote.act == "postal.export")).one()
    assert (note.actor, note.about) == ("command", found.id)
    assert "Archer" not in house.run("postal", "export", "--out", str(house.folder / "y")).output


def test_a_signed_issue_does_not_disturb_the_list_of_another_moment(house: House) -> None:
    ann()
    a_send(ANN, a_topic("cards", channel="post", default="on_for_customers"))
    assert house.hand().pairs == {("Ann Archer", "catalog"), ("Ann Archer", "cards")}
