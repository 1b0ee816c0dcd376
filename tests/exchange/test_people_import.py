"""Customers in."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import consent
from app.core.database import session
from app.people import Person, phones_of, postal_address_of
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, ann, bea
from tests.exchange.desk import Desk, words
from tests.makers import a_no, a_person, a_send, a_stop, a_yes, may, the_person
from tests.statements import statements

YES = {
    "topic": "weekly-deals",
    "consent": "on",
    "consent_method": "web form",
    "consent_at": "2024-05-01",
    "consent_wording": "Yes, send me weekly deals",
}


def yes(address: str, **more: str) -> dict[str, str]:
    return {"email": address, **YES, **more}


def no(address: str, topic: str = "weekly-deals") -> dict[str, str]:
    return {"email": address, "topic": topic, "consent": "off"}


def weekly(address: str) -> str:
    return may(address, topic_by_slug("weekly-deals"))


def dogs(address: str) -> str:
    return may(address, topic_by_slug("dog-deals"))


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_an_address_alone_is_enough_and_leaves_every_topic_never_asked(desk: Desk) -> None:
    assert words(desk.import_people([{"email": ANN}])) == ["added"]
    assert weekly(ANN) == "no never_asked"
    assert not consent.current_states(the_person(ANN).subject_id)


def test_who_stands_in_the_file_is_a_customer(desk: Desk) -> None:
    a_person(BEA)
    assert dogs(BEA) == "no never_asked"
    assert words(desk.import_people([{"email": ANN}, {"email": BEA}])) == ["added", "updated"]
    assert (dogs(ANN), dogs(BEA)) == ("yes customer", "yes customer")


def test_a_yes_is_recorded_with_its_method_date_and_words(desk: Desk) -> None:
    desk.import_people([yes(ANN)])
    assert weekly(ANN) == "yes chosen"
    (line,) = consent.explained(the_person(ANN).subject_id).values()
    assert (line.method, line.source, line.wording) == ("import", "web form", YES["consent_wording"])
    assert line.claimed_at is not None
    assert line.claimed_at.isoformat() == "2024-05-01T05:00:00+00:00", "midnight in the shop's zone"


@pytest.mark.parametrize("column", ["consent_method", "consent_at", "consent_wording"])
def test_a_yes_without_method_date_or_words_is_refused(desk: Desk, column: str) -> None:
    (verdict,) = desk.import_people([yes(ANN) | {column: ""}])
    assert verdict["verdict"] == "refused"
    assert column in verdict["detail"]
    assert not count(Person)


def test_her_own_stop_is_kept_and_others_may_still_be_written_to(desk: Desk) -> None:
    for address in (ANN, BEA):
        a_yes(address, topic_by_slug("weekly-deals"))
    assert (weekly(ANN), weekly(BEA)) == ("yes chosen", "yes chosen")
    a_no(ANN, topic_by_slug("weekly-deals"))
    assert words(desk.import_people([yes(ANN), yes(BEA)])) == ["kept", "added"]
    assert (weekly(ANN), weekly(BEA)) == ("no suppressed_topic", "yes chosen")


def test_a_stop_typed_by_a_stranger_holds_when_the_address_becomes_a_customer(desk: Desk) -> None:
    a_stop(ANN)
    subject = consent.subject_for(ANN)
    session().commit()
    assert words(desk.import_people([yes(ANN), yes(BEA)])) == ["kept", "added"]
    assert the_person(ANN).subject_id == subject
    assert (weekly(ANN), dogs(ANN)) == ("no suppressed_marketing", "no suppressed_marketing")
    assert (weekly(BEA), dogs(BEA)) == ("yes chosen", "yes customer")


def test_a_no_in_the_file_stops_and_reaches_the_mail_platform(desk: Desk) -> None:
    desk.import_people([yes(ANN), yes(BEA)])
    assert (weekly(ANN), weekly(BEA)) == ("yes chosen", "yes chosen")
    assert words(desk.import_people([no(ANN)])) == ["updated"]
    assert (weekly(ANN), weekly(BEA)) == ("no suppressed_topic", "yes chosen")
    assert [row["email"] for row in desk.export()] == [ANN]


def test_two_lines_that_contradict_each_other_end_in_a_stop_in_any_order(desk: Desk) -> None:
    assert words(desk.import_people([yes(ANN), no(ANN), no(BEA), yes(BEA)])) == ["added", "updated", "added", "kept"]
    assert weekly(ANN) == weekly(BEA) == "no suppressed_topic"


def test_the_file_is_the_shops_record_of_name_phone_number_and_place(desk: Desk) -> None:
    ann()
    row = {"email": "Ann@Example.com", "last_name": "Ames", "phone": "", "street": "9 Pine Road", "city": "Dothan"}
    (verdict,) = desk.import_people([row | {"state": "AL", "zip": "36301"}])
    assert (verdict["verdict"], verdict["detail"]) == ("updated", "last_name; postal address")
    person = the_person(ANN)
    assert person.display_name == "Ann Ames"
    assert [one.number for one in phones_of(person)] == ["+13345550101"], "an empty cell takes nothing away"
    assert [(one.street, one.is_current) for one in person.postal_addresses] == [
        ("1 Elm Street", False),
        ("9 Pine Road", True),
    ]
    assert count(Person) == 1


def test_half_an_address_is_left_out_and_said(desk: Desk) -> None:
    (verdict,) = desk.import_people([{"email": ANN, "street": "9 Pine Road"}])
    assert (verdict["verdict"], verdict["detail"]) == (
        "added",
        "postal address left out: it needs street, city and zip",
    )
    assert postal_address_of(the_person(ANN)) is None


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    rows = [yes(ANN, first_name="Ann", street="1 Elm Street", city="Dothan", zip="36301"), no(BEA), {"email": "x"}]
    assert words(desk.import_people(rows)) == ["added", "added", "refused"]
    before = count(consent.ConsentEntry)
    assert words(desk.import_people(rows)) == ["unchanged", "unchanged", "refused"]
    assert (count(consent.ConsentEntry), count(Person)) == (before, 2)


def test_rows_that_cannot_be_used_are_refused_with_a_reason_and_the_others_go_on(desk: Desk) -> None:
    rows = [
        {"email": "not an address"},
        {"email": ""},
        yes(BEA) | {"topic": "no-such-topic"},
        yes(BEA) | {"topic": ""},
        yes(BEA) | {"topic": "order-updates"},
        yes(BEA) | {"consent": "maybe"},
        yes(BEA) | {"consent_at": "last May"},
        yes(BEA) | {"consent_at": "2999-01-01"},
        {"email": BEA, "first_name": "B" * 81},
        yes(ANN),
    ]
    rows[1] |= {"first_name": "somebody"}
    verdicts = desk.import_people(rows)
    assert words(verdicts) == ["refused"] * 9 + ["added"]
    assert all(verdict["detail"] for verdict in verdicts[:9])
    assert count(Person) == 1


def test_the_screen_shows_the_sums_and_the_first_refused_lines(desk: Desk) -> None:
    result = desk.run("people", "import", desk.file([yes(ANN), {"email": "nobody"}]))
    assert "2 rows: 1 added, 1 refused." in result.stdout
    assert "Line 3: refused: not an e-mail address" in result.stderr


def test_an_unknown_column_is_refused_by_name_and_a_map_says_which_is_ours(desk: Desk) -> None:
    file = desk.file([{"E-Mail Address": ANN, "Vorname": "Ann", "Shoe size": "7"}])
    unknown = desk.file([{"email": ANN, "shoe size": "7"}], "unknown.csv")
    assert "shoe_size" in desk.run("people", "import", unknown, code=2).stderr
    mapping = desk.file('email = "E-Mail Address"\nfirst_name = "Vorname"\n', "map.toml")
    desk.run("people", "import", file, "--map", mapping)
    assert the_person(ANN).first_name == "Ann"


@pytest.mark.parametrize("line", ['shoe_size = "Shoe size"', "email = 7", "email = ", ""])
def test_a_map_that_cannot_be_meant_is_refused(desk: Desk, line: str) -> None:
    file, mapping = desk.file([{"E-Mail": ANN}]), desk.file(line, "map.toml")
    assert desk.run("people", "import", file, "--map", mapping, code=2).stderr


def test_a_dry_run_writes_nothing_and_says_the_same(desk: Desk) -> None:
    a_stop(BEA)
    rows = [yes(ANN), no(ANN), yes(ANN), yes(BEA), {"email": "?"}, {"email": ANN, "phone": "1"}]
    rows += [{"email": f"p{number}@example.com"} for number in range(500)] + [no(ANN), yes("p7@example.com")]
    tried = desk.import_people(rows, "--dry-run")
    assert (count(Person), count(consent.ConsentEntry)) == (0, 1)
    assert tried == desk.import_people(rows)
    assert weekly(ANN) == "no suppressed_topic"


def test_a_dry_run_says_that_nothing_was_written(desk: Desk) -> None:
    assert "Nothing was written" in desk.run("people", "import", desk.file([yes(ANN)]), "--dry-run").stdout


def test_a_batch_asks_the_database_the_same_few_questions_however_long_it_is(desk: Desk, app: Flask) -> None:
    asked = []
    for size in (20, 400):
        rows = [
            yes(f"s{size}n{number}@example.com", street=f"{number} Elm", city="D", zip="1") for number in range(size)
        ]
        with statements(app) as said:
            desk.import_people(rows)
        asked.append(len(said))
    assert asked[1] - asked[0] < 10, "many rows go into one statement in groups, never one by one"
    assert weekly("s400n399@example.com") == "yes chosen"


def test_what_was_imported_is_a_ledger_that_holds(desk: Desk) -> None:
    bea()
    desk.import_people([yes(ANN, consent_at="2024-05-01T10:00:00-05:00"), no(BEA), no(ANN)])
    assert not [*consent.ledger_faults(), *consent.projection_faults()]
    assert count(consent.ConsentEntry) == 3


def test_an_import_counts_nothing_as_a_send_and_keeps_the_pace(desk: Desk) -> None:
    a_send(ANN, topic_by_slug("weekly-deals"))
    assert words(desk.import_people([yes(ANN)])) == ["added"]
    assert weekly(ANN) == "yes chosen"


def test_the_report_guards_formulas_and_appears_only_when_the_run_is_through(desk: Desk, tmp_path: Path) -> None:
    (verdict,) = desk.import_people([{"email": "=cmd@example.com"}])
    assert verdict["email"] == "'=cmd@example.com"
    bad = desk.file(b"email\n\xff\n", "bad.csv")
    desk.run("people", "import", bad, "--report", str(tmp_path / "none.csv"), code=2)
    assert not list(tmp_path.glob("*none.csv*"))
