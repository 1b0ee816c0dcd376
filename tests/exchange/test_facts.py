"""Facts in: stated, observed, guessed; and what a person removed or corrected stays so."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import consent, people
from app.consent import ANY_CHANNEL, INFERENCE, OFF, ON
from app.core import clock
from app.core.database import session
from app.people import Animal, Fact, Origin, ProfileChange, Source
from tests.cast import ANN, BEA, ann, bea
from tests.exchange.desk import Desk, words
from tests.makers import a_person, says, the_person
from tests.statements import statements


def a_guess(email: str = ANN, **cells: str) -> dict[str, str]:
    row = {"email": email, "kind": "inferred", "name": "often_needs", "value": "Horse wormer", "animal": "horse"}
    return {**row, "reason": "bought horse wormer twice", "obtained_on": "2026-01-05", **cells}


def an_interest(email: str = ANN, **cells: str) -> dict[str, str]:
    return {
        "email": email,
        "kind": "stated",
        "name": "interest",
        "value": "Trail riding",
        "source": "trade_show",
        **cells,
    }


def facts(address: str = ANN) -> list[Fact]:
    session().expire_all()
    return list(session().scalars(select(Fact).where(Fact.person_id == the_person(address).id).order_by(Fact.id)))


def bring(desk: Desk, *rows: Mapping[str, str]) -> list[str]:
    return words(desk.import_facts(list(rows)))


def test_each_fact_keeps_where_it_came_from_and_two_people_their_own(desk: Desk) -> None:
    ann(), bea()
    detail = {"source_detail": "Dothan fair", "obtained_on": "2/7/2025"}
    assert bring(desk, an_interest(**detail), an_interest(BEA, source="survey"), a_guess()) == ["added"] * 3
    (hers, guess), (beas,) = facts(ANN), facts(BEA)
    assert (hers.source, hers.source_detail, str(hers.obtained_on)) == ("trade_show", "Dothan fair", "2025-02-07")
    assert (beas.source, beas.obtained_on) == ("survey", None)
    assert (guess.source, guess.reason) == (Source.GUESS, "bought horse wormer twice")


def test_a_source_that_is_not_told_is_unknown(desk: Desk) -> None:
    ann()
    bring(desk, an_interest(source=""))
    assert [one.source for one in facts()] == ["unknown"]


def test_the_same_file_again_changes_nothing_and_a_new_reason_is_taken(desk: Desk) -> None:
    ann()
    assert bring(desk, a_guess(), an_interest()) == ["added", "added"]
    assert bring(desk, a_guess(), an_interest()) == ["unchanged", "unchanged"]
    assert bring(desk, a_guess(reason="bought it 3 times")) == ["updated"]
    assert [one.reason for one in facts()] == ["bought it 3 times", ""]


def test_a_removed_guess_does_not_come_back_and_a_strangers_does_come(desk: Desk) -> None:
    ann(), bea()
    bring(desk, a_guess())
    facts()[0].removed_at = clock.now()
    session().commit()
    assert bring(desk, a_guess(reason="bought it again"), a_guess(BEA)) == ["kept", "added"]
    assert (facts()[0].removed_at is not None, facts(BEA)[0].removed_at) == (True, None)


def test_who_stopped_guesses_gets_no_new_ones_and_keeps_what_she_said(desk: Desk) -> None:
    ann(), bea()
    says(ANN, INFERENCE, OFF, channel=ANY_CHANNEL, method="profile_page")
    assert bring(desk, a_guess(), an_interest(), a_guess(BEA)) == ["kept", "added", "added"]
    says(ANN, INFERENCE, ON, channel=ANY_CHANNEL, method="profile_page")
    assert bring(desk, a_guess()) == ["added"]


def a_goodbye(address: str, kind: str, days_ago: int, name: str = "Juniper") -> None:
    gone = clock.now() - timedelta(days=days_ago)
    row = {"person_id": the_person(address).id, "kind": kind, "name": name, "created_at": gone, "gone_at": gone}
    session().add(Animal(**row))
    session().commit()


def test_after_a_farewell_guesses_from_before_it_stay_out_and_newer_ones_come(desk: Desk) -> None:
    ann(), bea()
    a_goodbye(ANN, "horse", 10)
    before = (clock.now() - timedelta(days=11)).date().isoformat()
    after = (clock.now() - timedelta(days=3)).date().isoformat()
    told = a_guess(obtained_on=before), a_guess(obtained_on=""), a_guess(BEA, obtained_on=before)
    assert bring(desk, *told) == ["kept", "kept", "added"]
    assert bring(desk, a_guess(animal="dog", value="Leads"), a_guess(obtained_on=after)) == ["added", "added"]


def test_another_of_the_kind_keeps_its_guesses(desk: Desk) -> None:
    ann()
    a_goodbye(ANN, "horse", 10)
    bring(desk, {"email": ANN, "kind": "stated", "name": "animal", "value": "Biscuit", "animal": "horse"})
    assert bring(desk, a_guess()) == ["added"]


def test_an_animal_comes_once_and_not_after_it_is_gone_or_removed(desk: Desk) -> None:
    ann()
    a_goodbye(ANN, "horse", 10)
    juniper = {"email": ANN, "kind": "stated", "name": "animal", "value": "JUNIPER", "animal": "horse"}
    biscuit = {**juniper, "value": "Biscuit", "animal": "dog", "born_in": "2021-05", "source": "contest"}
    assert bring(desk, juniper, biscuit, biscuit, {**juniper, "value": ""}) == [
        "unchanged",
        "added",
        "unchanged",
        "kept",
    ]
    assert [(one.kind, one.name, one.born_in, one.source) for one in session().scalars(select(Animal))][1:] == [
        ("dog", "Biscuit", "2021-05", "contest")
    ]


def test_a_value_of_hers_that_she_set_stays_and_another_is_noted_from_what_to_what(desk: Desk) -> None:
    ann()
    gender: dict[str, str] = {"email": ANN, "kind": "stated", "name": "gender", "value": "woman", "source": "survey"}
    assert bring(desk, gender, {**gender, "value": "man"}) == ["added", "updated"]
    changes = session().scalars(select(ProfileChange).order_by(ProfileChange.id))
    assert [(one.field, one.old, one.new, one.method) for one in changes][1:] == [
        ("gender", '"woman"', '"man"', "import")
    ]
    origin = session().get(Origin, (the_person(ANN).id, "gender"), populate_existing=True)
    assert origin is not None
    assert origin.source == "survey"
    origin.corrected_at = clock.now()
    session().commit()
    assert bring(desk, {**gender, "value": "other"}, {**gender, "value": "man"}) == ["kept", "unchanged"]
    assert the_person(ANN).gender == "man"


def test_facts_add_nobody_and_go_to_nobody_whom_they_do_not_name_for_sure(desk: Desk) -> None:
    ann(), bea()
    a_person("cal@example.org", customer_number="C-2"), a_person("dee@example.org", customer_number="C-2")
    rows = [
        an_interest("nobody@example.com"),
        an_interest("", customer_number="C-1001"),
        an_interest("", customer_number="C-2"),
        an_interest(BEA, customer_number="C-1001"),
        an_interest("", customer_number=""),
    ]
    assert bring(desk, *rows) == ["refused", "added", "refused", "refused", "refused"]
    assert ([len(facts(one)) for one in (ANN, BEA)], session().query(people.Person).count()) == ([1, 0], 4)


@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "known"},
        {"name": "Ünknown!"},
        {"value": ""},
        {"value": "x" * 201},
        {"animal": "unicorn"},
        {"source": "facebook"},
        {"source": "guess"},
        {"obtained_on": "soon"},
        {"obtained_on": "2999-01-01"},
        {"kind": "inferred", "source": ""},
        {"kind": "observed", "name": "gender"},
        {"name": "animal", "value": ""},
        {"born_in": "2021"},
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_the_others_go_on(desk: Desk, cells: dict[str, str]) -> None:
    ann()
    found = desk.import_facts([an_interest(**cells), an_interest(value="Dressage")])
    assert words(found) == ["refused", "added"]
    assert found[0]["detail"]


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk) -> None:
    ann()
    rows = [a_guess(), a_guess(), an_interest(), an_interest("x@example.com")]
    tried = desk.import_facts(rows, "--dry-run")
    assert facts() == []
    assert tried == desk.import_facts(rows)


def test_a_batch_asks_the_database_the_same_few_questions_however_long_it_is(desk: Desk, app: Flask) -> None:
    asked: list[Any] = []
    for size in (20, 400):
        for number in range(size):
            a_person(f"s{size}n{number}@example.com")
        rows = [a_guess(f"s{size}n{number}@example.com") for number in range(size)]
        with statements(app) as said:
            desk.import_facts(rows)
        asked.append(len(said))
    assert asked[1] - asked[0] < 10
    assert len(facts("s400n399@example.com")) == 1


def test_a_customer_file_says_where_a_name_came_from_and_what_she_set_stays(desk: Desk) -> None:
    ann(), bea()
    row = {
        "email": ANN,
        "last_name": "Ames",
        "customer_number": "C-9",
        "source": "purchase",
        "obtained_on": "2026-05-12",
    }
    (verdict,) = desk.import_people([row])
    assert (verdict["verdict"], verdict["detail"]) == ("updated", "last_name; customer_number; where we got it")
    origin = session().get(Origin, (the_person(ANN).id, "name"), populate_existing=True)
    assert origin is not None
    assert (origin.source, str(origin.obtained_on)) == ("purchase", "2026-05-12")
    origin.corrected_at = clock.now()
    session().commit()
    assert words(desk.import_people([{**row, "last_name": "Archer"}, {**row, "email": BEA}])) == ["kept", "updated"]
    session().expire_all()
    assert [the_person(one).last_name for one in (ANN, BEA)] == ["Ames", "Ames"]


def test_an_address_she_gave_stays_against_a_file(desk: Desk) -> None:
    ann(), bea()
    (place,) = the_person(ANN).postal_addresses
    place.source = Source.SELF
    session().commit()
    moved = {"street": "9 Pine Road", "city": "Dothan", "state": "AL", "zip": "36301"}
    assert words(desk.import_people([{"email": ANN, **moved}, {"email": BEA, **moved}])) == ["kept", "updated"]
    session().expire_all()
    found = [people.postal_address_of(the_person(one)) for one in (ANN, BEA)]
    assert [one.street for one in found if one] == ["1 Elm Street", "9 Pine Road"]


def test_guessing_is_a_choice_in_the_ledger(desk: Desk) -> None:
    ann()
    says(ANN, INFERENCE, OFF, channel=ANY_CHANNEL, method="profile_page")
    assert not [*consent.ledger_faults(), *consent.projection_faults()]
