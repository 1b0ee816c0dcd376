"""Stops of a household, an address and a label: whom they reach, who ends them, and what beats every Yes."""

import pytest
from flask import Flask

from app import consent
from app.consent import MARKETING, OFF, ON, UNSET, Change, NotYours, ledger_faults, projection_faults
from app.consent.beside import beside_faults
from app.core.database import session
from app.people import Person
from tests.cast import ANN, BEA, ann, bea
from tests.catalogs import CODE, a_catalog, a_place, lives_at, stops, undone
from tests.makers import a_no, a_person, a_yes, an_act, may, says, the_person
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
SON, LODGER = "abe@example.com", "cal@example.org"
ALL = (ANN, SON, LODGER, BEA)
YES = "yes customer"


def a_house() -> None:
    """Ann and her son, a lodger of another name, and Bea in another street."""
    ann(), bea()
    a_person(SON, is_customer=True, first_name="Abe", last_name="Archer", street="1 Elm Street")
    a_person(LODGER, is_customer=True, first_name="Cal", last_name="Cole", street="1 Elm Street")


@pytest.mark.parametrize(
    ("scope", "answers"),
    [
        ("person", ["no suppressed_marketing", YES, YES, YES]),
        ("household", ["no suppressed_marketing", "no suppressed_household", YES, YES]),
        ("address", ["no suppressed_address"] * 3 + [YES]),
    ],
)
@pytest.mark.parametrize("by", ["", ANN])
def test_a_stop_reaches_its_circle_and_nobody_beyond(scope: str, by: str, answers: list[str]) -> None:
    a_house()
    catalog = a_catalog()
    assert [may(one, catalog) for one in ALL] == [YES] * 4
    stops(scope, by=by)
    assert [may(one, catalog) for one in ALL] == answers


def test_one_topic_can_be_stopped_for_the_household() -> None:
    a_house()
    horses, pets = a_catalog(), a_catalog()
    stops("household", what=horses.purpose)
    assert [may(SON, horses), may(SON, pets), may(BEA, horses)] == ["no suppressed_household", YES, YES]


def test_a_stop_of_hers_follows_her_and_one_of_the_address_stays_with_it() -> None:
    a_house()
    catalog = a_catalog()
    stops("address")
    stops("person", at=a_place("Abe Archer"))
    for address in (ANN, SON):
        lives_at(address, "9 Far Road")
    lives_at(BEA, "1 Elm Street")
    answers = [may(one, catalog) for one in ALL]
    assert answers == [YES, "no suppressed_marketing", "no suppressed_address", "no suppressed_address"]


def test_undo_takes_back_every_subject_of_an_act() -> None:
    a_house()
    catalog = a_catalog()
    for scope in ("person", "household", "address"):
        press = stops(scope, by=ANN)
        assert may(ANN, catalog) != YES
        assert len(undone(press).changes) == 1, "told once"
        assert [may(one, catalog) for one in ALL] == [YES] * 4
        assert consent.shared_stops_of(the_person(ANN)) == []


def test_undo_leaves_a_stop_that_another_asked_for_too() -> None:
    a_house()
    catalog = a_catalog()
    first = stops("household", by=ANN)
    stops("household", by=SON)
    assert undone(first).changes == ()
    assert [may(one, catalog) for one in (ANN, SON, BEA)] == ["no suppressed_marketing"] * 2 + [YES]


def held(address: str) -> list[tuple[str, bool]]:
    return [(one.scope, one.mine) for one in consent.shared_stops_of(the_person(address))]


def lift(address: str, actor: str = "self") -> None:
    person = the_person(address)
    act = an_act("phone" if actor != "self" else "preference_page", actor=actor)
    held_stops = sorted(consent.shared_stops_of(person), key=lambda one: one.by_order)
    consent.lift_shared(person, held_stops[0], act)
    session().commit()


def test_only_she_who_set_a_shared_stop_or_staff_ends_it() -> None:
    a_house()
    catalog = a_catalog()
    stops("address", by=ANN)
    assert (held(ANN), held(SON), held(BEA)) == ([("address", True)], [("address", False)], [])
    with pytest.raises(NotYours):
        lift(SON)
    lift(ANN)
    assert [may(one, catalog) for one in ALL] == [YES] * 4
    stops("address")
    with pytest.raises(NotYours):
        lift(ANN)
    lift(ANN, actor="staff:1")
    assert may(ANN, catalog) == YES


def test_what_another_asked_for_too_stays_when_one_ends_hers() -> None:
    a_house()
    catalog = a_catalog()
    stops("address", by=ANN)
    stops("address", by=SON)
    lift(ANN)
    assert (may(ANN, catalog), held(ANN), held(SON)) == (
        "no suppressed_address",
        [("address", False)],
        [("address", True)],
    )
    lift(SON)
    assert may(ANN, catalog) == YES


def test_what_she_ended_can_be_stopped_again_by_undo() -> None:
    a_house()
    catalog = a_catalog()
    stops("address", by=ANN)
    person = the_person(ANN)
    act = an_act()
    ended = consent.lift_shared(person, consent.shared_stops_of(person)[0], act)
    undone(ended)
    assert (may(LODGER, catalog), may(BEA, catalog), held(ANN)) == ("no suppressed_address", YES, [("address", True)])


def by_label(number: str, code: str = CODE) -> consent.Written:
    written = consent.stop_label(number, code, [Change(MARKETING, "post", OFF)], an_act("label"))
    session().commit()
    return written


def test_a_label_leads_to_the_one_who_has_it_also_at_an_older_address() -> None:
    a_house()
    catalog = a_catalog()
    lives_at(ANN, "9 Far Road", "10001")
    press = by_label(" c 1001")
    assert consent.current_states(the_person(ANN).subject_id)[MARKETING, "post"] == OFF
    assert (may(ANN, catalog), may(SON, catalog)) == ("no suppressed_marketing", YES)
    undone(press)
    assert may(ANN, catalog) == YES


def test_a_label_nobody_has_waits_for_whoever_is_imported_with_it() -> None:
    bea()
    catalog = a_catalog()
    by_label("C-1001")
    ann()
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_label", YES)
    says(ANN, MARKETING, ON, channel="post", method="import")
    assert may(ANN, catalog) == "no suppressed_label"
    says(ANN, MARKETING, ON, channel="post")
    assert may(ANN, catalog) == YES, "her own proven Yes, since the label is hers alone"


@pytest.mark.parametrize("scope", ["label", "person", "household", "address"])
def test_known_and_unknown_labels_and_places_take_the_same_statements(app: Flask, scope: str) -> None:
    a_house()
    counts = []
    for number, place in (("C-9", a_place("Dee Diaz", "7 Ash Way")), ("C-1001", a_place())):
        session().rollback()
        with statements(app) as said:
            by_label(number) if scope == "label" else stops(scope, at=place)
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_a_label_turns_nothing_on() -> None:
    for state in (ON, UNSET):
        with pytest.raises(ValueError, match="turns nothing on"):
            consent.stop_place(a_place(), "household", [Change(MARKETING, "post", state)], an_act("label_link"))


def an_order(person: Person) -> consent.Written:
    written = consent.enter_prohibitory_order(person, an_act("prohibitory_order", actor="staff:1"))
    session().commit()
    return written


def test_a_postal_order_beats_every_yes_undo_and_staff() -> None:
    a_house()
    catalog = a_catalog()
    a_yes(ANN, catalog)
    order = an_order(the_person(ANN))
    a_no(ANN, catalog), a_yes(ANN, catalog), says(ANN, MARKETING, ON, channel="post", method="phone")
    assert undone(order).changes == ()
    with pytest.raises(NotYours):
        lift(SON, actor="staff:1")
    assert [may(one, catalog) for one in ALL] == ["no suppressed_contact"] + ["no suppressed_address"] * 2 + [YES]


def test_a_postal_order_also_holds_over_stops_that_stood_before_it() -> None:
    a_house()
    catalog = a_catalog()
    stops("address", by=ANN), stops("person", by=ANN)
    an_order(the_person(ANN))
    lift(ANN), says(ANN, MARKETING, ON, channel="post")
    assert [may(one, catalog) for one in ALL] == ["no suppressed_contact"] + ["no suppressed_address"] * 2 + [YES]


def test_a_postal_order_follows_her_on_a_move_and_needs_an_address() -> None:
    a_house()
    catalog = a_catalog()
    an_order(the_person(ANN))
    lives_at(ANN, "9 Far Road")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_contact", YES)
    with pytest.raises(consent.NoPostalAddress):
        an_order(a_person("dee@example.org"))


def test_what_stands_beside_the_ledger_fits_after_shared_stops() -> None:
    a_house()
    act = an_act(evidence={"network": "203.0.113.0/24"}, wording="Stop")
    subject = the_person(ANN).subject_id
    consent.stop_place(a_place(), "household", [Change(MARKETING, "post", OFF)], act, person_subject=subject)
    by_label("C-9")
    session().commit()
    assert [*ledger_faults(), *projection_faults(), *beside_faults()] == []
    consent.rebuild()
    assert may(SON, a_catalog()) == "no suppressed_household"
