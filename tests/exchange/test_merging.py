"""Stops that outlive the person, the key and the subject they were made under."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import consent, suppression
from app.consent import Brought, Change
from app.core.database import session
from app.people import erase_person
from app.suppression import Suppression
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, ann, bea
from tests.databases import key
from tests.exchange.desk import Desk, words
from tests.exchange.test_people_import import YES, weekly, yes
from tests.makers import a_no, a_person, a_stop, a_yes, an_act, may, the_person


def test_the_stop_of_an_erased_person_holds_when_she_is_imported_again(desk: Desk) -> None:
    for address in (ANN, BEA):
        a_person(address)
        a_yes(address, topic_by_slug("weekly-deals"))
    assert (weekly(ANN), weekly(BEA)) == ("yes chosen", "yes chosen")
    a_no(ANN, topic_by_slug("weekly-deals"))
    erase_person(the_person(ANN))
    session().commit()
    assert words(desk.import_people([yes(ANN), yes(BEA)])) == ["kept", "updated"]
    assert (weekly(ANN), weekly(BEA)) == ("no suppressed_topic", "yes chosen")


def test_the_paper_stop_of_an_erased_person_holds_at_the_same_place(desk: Desk) -> None:
    catalog = topic_by_slug("horse-catalog")
    ann()
    bea()
    assert (may(ANN, catalog), may(BEA, catalog)) == ("yes customer", "yes customer")
    a_no(ANN, catalog)
    erase_person(the_person(ANN))
    session().commit()
    place = {
        "first_name": "Ann",
        "last_name": "Archer",
        "street": "1 Elm Street",
        "city": "Dothan",
        "state": "AL",
        "zip": "36302",
    }
    assert words(desk.import_people([{"email": ANN, **place}])) == ["added"]
    catalog = topic_by_slug("horse-catalog")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_topic", "yes customer")


def test_two_addresses_that_share_a_subject_come_back_as_one_person(desk: Desk) -> None:
    # So an erasure leaves them when both carry a stop.
    suppression.marks_for([ANN, BEA], {ANN: "5" * 32, BEA: "5" * 32})
    session().commit()
    assert words(desk.import_people([{"email": ANN}, {"email": BEA}])) == ["added", "added"]
    assert the_person(ANN).id == the_person(BEA).id


def test_a_stop_typed_before_a_new_key_holds_for_an_import_after_it(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    with make_app().app_context():
        a_stop(ANN)
    both = f"1:{key('FINGERPRINT_KEYS')},2:{key('another')}"
    newer = make_app(FINGERPRINT_KEYS=both)
    with newer.app_context():
        assert words(Desk(newer, tmp_path).import_people([yes(ANN), yes(BEA)])) == ["kept", "added"]
        assert (weekly(ANN), weekly(BEA)) == ("no suppressed_marketing", "yes chosen")


@pytest.mark.parametrize("how", ["choose", "bring"])
def test_a_file_lifts_nothing_even_where_the_ledger_was_erased(app_context: None, how: str) -> None:
    topic = topic_by_slug("weekly-deals")
    mark = suppression.mark_for(ANN)
    suppression.suppress(mark, suppression.Scope.TOPIC, "typed_address", "0" * 32, topic.slug)
    change, act = Change(topic.purpose, "email", consent.ON), an_act("import")
    if how == "choose":
        consent.choose(mark.subject_id, [change], act)
    else:
        consent.bring([Brought(mark.subject_id, change, act, ANN)])
    assert session().scalars(select(Suppression.lifted_at)).one() is None
    assert weekly(ANN) == "no suppressed_topic"


@pytest.mark.parametrize("state", [consent.ON, consent.OFF])
@pytest.mark.parametrize("before", [consent.UNSET, consent.ON, consent.OFF])
def test_bringing_a_line_does_what_choosing_it_does(app_context: None, before: str, state: str) -> None:
    purpose, seen = topic_by_slug("weekly-deals").purpose, []
    for address in (ANN, BEA):
        subject, act = consent.subject_for(address), an_act("import", wording=YES["consent_wording"])
        consent.choose(subject, [Change(purpose, "email", before)], an_act())
        if address == ANN:
            took = bool(consent.choose(subject, [Change(purpose, "email", state)], act, address=ANN).changes)
        else:
            (took,) = consent.bring([Brought(subject, Change(purpose, "email", state), act, BEA)])
        lines = [(e.seq, e.state, e.method, e.wording) for e in consent.entries() if e.subject_id == subject]
        seen.append((took, lines, consent.current_states(subject), weekly(address)))
    assert seen[0] == seen[1]
    assert not [*consent.ledger_faults(), *consent.projection_faults()]


def test_a_file_brings_nobodys_own_act(app_context: None) -> None:
    line = Brought(consent.subject_for(ANN), Change("topic:x", "email", consent.ON), an_act("letter"), ANN)
    with pytest.raises(ValueError, match="own act"):
        consent.bring([line])
