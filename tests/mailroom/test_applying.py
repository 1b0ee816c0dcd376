"""What an event about a mail of ours changes."""

import pytest
from flask import Flask
from sqlalchemy import select

from app import consent, links, outbox, people, suppression
from app.core import settings
from app.core.database import session
from app.core.fingerprints import Fingerprint
from app.mailroom import EventKind
from app.mailroom.models import AppliedEvent
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.mailroom.sent import (
    a_mail,
    a_stop_token,
    an_event,
    applied,
    events,
    gate,
    ledger_is_sound,
    methods,
    undeliverable_at,
)
from tests.makers import the_person


def test_a_bounce_for_good_makes_the_address_undeliverable_and_is_no_stop(shop: Flask) -> None:
    ann(), bea()
    assert applied(an_event(message_id=a_mail(ANN).message_id)) == ("undeliverable", "message_id")
    assert gate(ANN) == "no undeliverable"
    assert the_person(ANN).destinations[0].undeliverable_at is not None
    assert methods() == [] and gate(BEA) == "yes customer"


def test_it_lifts_when_the_address_is_proven(shop: Flask) -> None:
    person = ann()
    applied(an_event(verp=a_mail(ANN).token))
    people.prove_destination(person, ANN)
    suppression.note_deliverable(ANN)
    session().commit()
    assert undeliverable_at(ANN) is None
    assert the_person(ANN).destinations[0].undeliverable_at is None and gate(ANN) == "yes customer"


def test_service_mail_still_goes_to_an_undeliverable_address(shop: Flask) -> None:
    ann()
    applied(an_event(verp=a_mail(ANN).token))
    assert consent.may_serve(ANN).allowed and not consent.may_recommend(ANN).allowed


def test_a_delay_is_counted_only(shop: Flask) -> None:
    ann()
    assert applied(an_event(EventKind.DEFERRED, verp=a_mail(ANN).token)) == ("counted", "verp")
    assert gate(ANN) == "yes customer" and events() == [("deferred", "counted", 0)]


def test_a_complaint_stops_all_marketing_by_its_own_method(shop: Flask) -> None:
    ann(), bea()
    assert applied(an_event(EventKind.COMPLAINED, verp=a_mail(ANN).token)) == ("stopped", "verp")
    assert gate(ANN) == "no suppressed_marketing" and methods() == ["complaint"]
    assert gate(BEA) == "yes customer" and ledger_is_sound()


def test_a_complaint_about_a_note_from_a_friend_refuses_such_notes_too(shop: Flask) -> None:
    applied(an_event(EventKind.COMPLAINED, verp=a_mail(CAL, "friend").token))
    scopes = suppression.scopes_on(suppression.marks_of_address(CAL), list(suppression.Scope))
    assert [scope for scope, _slug in scopes] == ["all_marketing", "recommendations"]
    assert consent.may_recommend(BEA).allowed


def test_a_complaint_is_matched_by_our_own_stop_link(shop: Flask) -> None:
    event = an_event(EventKind.COMPLAINED, stop_token=a_stop_token(ANN))
    assert applied(event) == ("stopped", "stop_token")
    ann()
    assert gate(ANN) == "no suppressed_marketing"


@pytest.mark.parametrize("kind", [EventKind.BOUNCED, EventKind.DEFERRED])
def test_a_bounce_is_not_matched_by_a_stop_link_which_many_may_hold(shop: Flask, kind: EventKind) -> None:
    ann()
    event = an_event(kind, stop_token=a_stop_token(ANN))
    assert applied(event) == ("unmatched", "") and not undeliverable_at(ANN)


def test_a_repeat_changes_nothing_and_is_counted(shop: Flask) -> None:
    ann()
    event = an_event(EventKind.COMPLAINED, verp=a_mail(ANN).token)
    assert [applied(event)[0] for _each in range(3)] == ["stopped", "repeated", "repeated"]
    assert events() == [("complained", "stopped", 2)] and methods() == ["complaint"]


def test_a_second_event_about_what_holds_already_changes_nothing(shop: Flask) -> None:
    token = a_mail(ANN).token
    assert [applied(an_event(event_id=one, verp=token))[0] for one in "ab"] == ["undeliverable", "counted"]
    complaints = [an_event(EventKind.COMPLAINED, one, verp=token) for one in "cd"]
    assert [applied(event)[0] for event in complaints] == ["stopped", "counted"]


def test_a_forged_event_is_counted_and_changes_nothing(shop: Flask) -> None:
    ann(), a_mail(ANN)
    token = a_stop_token(ANN)
    forged = {"verp": "a" * 24, "message_id": "abc@choices.example.com", "stop_token": "x" + token[1:]}
    assert applied(an_event(EventKind.COMPLAINED, **forged)) == ("unmatched", "")
    assert applied(an_event(EventKind.BOUNCED, "e2", **forged)) == ("unmatched", "")
    assert gate(ANN) == "yes customer" and methods() == []


def test_a_stop_link_of_paper_says_nothing_about_mail(shop: Flask) -> None:
    mark = Fingerprint("post", settings.current().fingerprint_keys.newest_id, 2, b"p" * 16)
    event = an_event(EventKind.COMPLAINED, stop_token=links.stop_token(links.StopLink(mark)))
    assert applied(event) == ("unmatched", "") and methods() == []


def test_a_mail_that_was_never_composed_matches_nothing(shop: Flask) -> None:
    outbox.post("note", "r")
    message = session().scalars(select(outbox.Message)).one()
    assert applied(an_event(message_id=message.message_id)) == ("unmatched", "")


def test_it_works_after_erasure_and_holds_when_she_is_imported_again(shop: Flask) -> None:
    person, token = ann(), a_mail(ANN).token
    people.erase_person(person)
    session().commit()
    assert applied(an_event(EventKind.COMPLAINED, verp=token)) == ("stopped", "verp")
    ann()
    assert gate(ANN) == "no suppressed_marketing"


def test_nothing_readable_is_kept_of_a_bounced_stranger(shop: Flask) -> None:
    applied(an_event(event_id=f"report for {CAL}", verp=a_mail(CAL, "friend").token))
    row = session().scalars(select(AppliedEvent)).one()
    assert "@" not in row.event_id and undeliverable_at(CAL) is not None
    assert session().scalars(select(suppression.KeptDestination)).all() == []
