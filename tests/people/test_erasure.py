"""Erasing a person: nothing leads back to her, and nobody writes to her again."""

import pytest
from flask import Flask
from sqlalchemy import select

from app import consent, people, suppression
from app.consent import MARKETING, OFF, PACE, Change, ledger_faults, projection_faults, seal_heads
from app.core.database import Base, session
from app.core.fields import open_text
from app.core.fingerprints import fingerprint, match_key
from app.core.personal_data import Holder
from app.core.settings import current
from app.people import Person, erase_person
from app.suppression import KEPT, KeptDestination
from tests.cast import ANN, BEA, ann, bea
from tests.conftest import Shop
from tests.databases import KEYS, key
from tests.makers import a_send, a_stop, a_topic, a_yes, an_act, may, says, the_person

pytestmark = pytest.mark.usefixtures("app_context")
TRACES = ("ann@example.com", "Archer", "1 Elm Street", "ELMSTREET", "+13345550101", "C-1001", "203.0.113")
# The ledger keeps its lines, under a number that leads to nobody.
LEDGER = {"consent_entry", "ledger_head", "checkpoint_head", "preference", "campaign_send"}


def a_life() -> Person:
    """Ann with everything the site can hold about her, and Bea beside her."""
    person, _bea = ann(), bea()
    topic = a_topic("deals", default="on_for_customers")
    a_yes(ANN, topic)
    a_send(ANN, topic)
    act = an_act(evidence={"network": "203.0.113.0/24"}, wording="Stop everything")
    consent.choose(person.subject_id, [Change(PACE, "email", "week")], act)
    a_stop(ANN, topic)
    seal_heads()
    session().commit()
    return person


def erase(address: str) -> None:
    erase_person(the_person(address))
    session().commit()
    session().expire_all()


def everything() -> dict[str, str]:
    """Every table as text, sealed addresses opened."""
    found = {table.name: repr(session().execute(select(table)).all()) for table in Base.metadata.sorted_tables}
    ring = current().field_keys
    found["opened"] = repr([open_text(ring, KEPT, one) for one in session().scalars(select(KeptDestination.sealed))])
    return found


def where(trace: str) -> set[str]:
    return {name for name, text in everything().items() if trace.lower() in text.lower()}


def test_after_an_erasure_no_table_has_her_address_her_name_or_a_way_to_her_number() -> None:
    subject = a_life().subject_id
    assert all(where(trace) for trace in TRACES if trace != "ELMSTREET"), "the search finds what is there"
    assert {"person", "fingerprint"} <= where(subject)
    erase(ANN)
    assert {trace: where(trace) for trace in TRACES} == {trace: set() for trace in TRACES}
    assert where(subject) <= LEDGER
    assert where("bea@example.com")


def test_the_ledger_holds_after_an_erasure() -> None:
    subject = a_life().subject_id
    before = [one.digest for one in consent.entries() if one.subject_id == subject]
    erase(ANN)
    assert [one.digest for one in consent.entries() if one.subject_id == subject][: len(before)] == before
    assert list(ledger_faults()) == []
    assert list(projection_faults()) == []


def test_her_stops_outlive_her_and_a_file_does_not_undo_them() -> None:
    ann(), bea()
    deals, tips = a_topic(default="on_for_customers"), a_topic(default="on_for_customers")
    assert (may(ANN, deals), may(BEA, deals)) == ("yes customer", "yes customer")
    a_stop(ANN, deals)
    erase(ANN)
    assert may(ANN, deals) == "no suppressed_topic"
    ann()
    a_yes(ANN, deals, "import")
    assert (may(ANN, deals), may(ANN, tips), may(BEA, deals)) == ("no suppressed_topic", "yes customer", "yes customer")


def test_she_can_come_back_after_all_and_is_somebody_new() -> None:
    old = a_life().subject_id
    erase(ANN)
    ann()
    a_yes(ANN, a_topic("tips"))
    assert the_person(ANN).subject_id != old
    assert "week" not in str(consent.current_states(the_person(ANN).subject_id))


def test_a_stop_that_only_the_ledger_holds_becomes_a_suppression_first() -> None:
    ann(), bea()
    deals = a_topic(default="on_for_customers")
    assert may(ANN, deals) == "yes customer"
    subject = the_person(ANN).subject_id
    consent.record(subject, [Change(deals.purpose, "email", OFF)], an_act())
    session().commit()
    assert may(ANN, deals) == "no stopped_topic"
    erase(ANN)
    ann()
    assert (may(ANN, deals), may(BEA, deals)) == ("no suppressed_topic", "yes customer")


def test_a_stop_of_paper_outlives_her_too() -> None:
    ann(), bea()
    paper, mail = a_topic(channel="post", default="on_for_customers"), a_topic(default="on_for_customers")
    assert (may(ANN, paper), may(ANN, mail)) == ("yes customer", "yes customer")
    says(ANN, MARKETING, OFF, channel="post")
    erase(ANN)
    ann()
    assert (may(ANN, paper), may(ANN, mail)) == ("no suppressed_marketing", "yes customer")
    assert may(BEA, paper) == "yes customer"


def test_an_erasure_reaches_marks_of_her_address_under_every_key(make_app: Shop) -> None:
    """A link older than her import made a mark with a number of its own; her page then kept her address beside it."""
    deals = a_topic(default="on_for_customers")
    older = fingerprint(current().fingerprint_keys, "email", match_key(ANN))
    with make_app(FINGERPRINT_KEYS=f"{KEYS['FINGERPRINT_KEYS']},2:{key('new')}").app_context():
        ann(), bea()
        assert may(ANN, deals) == "yes customer"
        act = an_act("one_click", evidence={"network": "203.0.113.0/24"})
        consent.stop_by_fingerprint(older, deals.id, act)
        stranger = suppression.mark_for_link(older).subject_id
        says(ANN, MARKETING, OFF)
        erase(ANN)
        assert {trace: where(trace) for trace in TRACES} == {trace: set() for trace in TRACES}
        assert where(stranger) <= LEDGER
        ann()
        assert (may(ANN, deals), may(BEA, deals)) == ("no suppressed_marketing", "yes customer")


def test_an_erasure_of_one_leaves_the_other_as_she_was() -> None:
    a_life()
    states = consent.current_states(the_person(BEA).subject_id)
    erase(ANN)
    assert people.person_by_address(ANN) is None
    assert (the_person(BEA).last_name, the_person(BEA).destinations[0].address) == ("Baker", BEA)
    assert consent.current_states(the_person(BEA).subject_id) == states


def test_every_declared_table_says_what_it_has_and_erases_it(app: Flask) -> None:
    person = a_life()
    holder_rows = [
        list(data.export(Holder(person.id, person.subject_id))) for data in app.extensions["declarations"].personal_data
    ]
    assert any(ANN in str(rows) for rows in holder_rows)
    assert not any(BEA in str(rows) for rows in holder_rows)
    counts = erase_person(person)
    assert counts["person"] == 1
    assert counts["consent_evidence"] == 1
    assert counts["kept_destination"] >= 1
