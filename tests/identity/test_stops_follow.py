"""Her choices and stops go with her to another address, and nothing is turned on by it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import suppression
from app.consent import OFF, PACE, UNSET, addresses_of, current_states, ledger_faults, projection_faults
from app.consent.beside import beside_faults
from app.core.database import session
from app.exchange.newcomers import bring_people
from app.people import erase_person, people_by_addresses
from app.suppression import Scope, Suppression, mark_for, marks_of_address, suppress
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.identity.changing import NEW, change, take_back
from tests.makers import a_no, a_person, a_stop, a_topic, a_yes, may, says, the_person
from tests.unsubscribe.links_of import a_link

pytestmark = pytest.mark.usefixtures("app_context")


def faults() -> list[object]:
    return [*ledger_faults(), *projection_faults(), *beside_faults()]


def test_what_was_on_is_on_and_what_was_off_is_off_at_the_new_address(client: Browser) -> None:
    ann(), bea()
    on, off = a_topic(), a_topic()
    for address in (ANN, BEA):
        a_yes(address, on), a_no(address, off)
    change(client)
    assert (may(NEW, on), may(NEW, off)) == ("yes chosen", "no suppressed_topic")
    assert (may(ANN, on), may(ANN, off)) == ("no never_asked", "no suppressed_topic")
    assert (may(BEA, on), may(BEA, off)) == ("yes chosen", "no suppressed_topic")
    assert faults() == []


def test_customer_mail_follows_and_the_old_address_gets_none(client: Browser) -> None:
    ann(), bea()
    topic = a_topic(default="on_for_customers")
    change(client)
    assert (may(NEW, topic), may(ANN, topic), may(BEA, topic)) == ("yes customer", "no never_asked", "yes customer")


def test_a_stop_of_the_new_address_stays_though_she_had_it_on(client: Browser) -> None:
    ann()
    topic, other = a_topic(), a_topic()
    a_yes(ANN, topic), a_yes(ANN, other)
    a_stop(NEW, topic)
    change(client)
    assert (may(NEW, topic), may(NEW, other)) == ("no suppressed_topic", "yes chosen")
    assert current_states(the_person(NEW).subject_id)[topic.purpose, "email"] == OFF
    assert faults() == []


def test_stopping_everything_at_either_address_holds(client: Browser) -> None:
    ann()
    topic = a_topic()
    a_yes(ANN, topic)
    a_stop(NEW)
    change(client)
    assert may(NEW, topic) == "no suppressed_marketing"
    a_yes(NEW, topic)
    says(NEW, "marketing", "on")
    assert may(NEW, topic) == "yes chosen"


def test_an_order_that_nobody_lifts_and_no_contact_at_all_follow(client: Browser) -> None:
    ann()
    topic = a_topic()
    a_yes(ANN, topic)
    suppress(mark_for(ANN), Scope.ALL_MARKETING, "prohibitory_order", "0" * 32)
    suppress(mark_for(ANN), Scope.RECOMMENDATIONS, "letter", "1" * 32)
    session().commit()
    change(client)
    says(NEW, "marketing", "on")
    assert may(NEW, topic) == "no suppressed_marketing"
    marks = [mark.id for mark in marks_of_address(NEW)]
    kept = select(Suppression.scope, Suppression.reason, Suppression.act_id)
    rows = set(session().execute(kept.where(Suppression.fingerprint_id.in_(marks), Suppression.lifted_at.is_(None))))
    assert rows == {("all_marketing", "prohibitory_order", "0" * 32), ("recommendations", "letter", "1" * 32)}


def test_a_slower_pace_of_the_new_address_is_merged_in(client: Browser) -> None:
    ann()
    says(ANN, PACE, "week")
    says(NEW, PACE, "month")
    change(client)
    assert current_states(the_person(NEW).subject_id)[PACE, "email"] == "month"


def test_nothing_the_new_address_had_on_is_turned_on(client: Browser) -> None:
    ann()
    topic = a_topic()
    a_yes(NEW, topic)
    change(client)
    assert may(NEW, topic) == "no never_asked"
    assert current_states(the_person(NEW).subject_id).get((topic.purpose, "email"), UNSET) == UNSET


def test_the_stop_link_of_an_old_mail_still_reaches_her(client: Browser, app: Flask) -> None:
    ann(), bea()
    topic = a_topic()
    a_yes(ANN, topic), a_yes(BEA, topic)
    link = a_link(ANN, topic)
    change(client)
    stranger = Browser(app)
    assert NEW not in stranger.get(link).text
    assert "Nothing has changed yet" in stranger.page.text
    assert stranger.post(link).status_code == 200
    assert (may(NEW, topic), may(ANN, topic), may(BEA, topic)) == (
        "no suppressed_topic",
        "no suppressed_topic",
        "yes chosen",
    )
    assert faults() == []


def test_a_file_that_still_has_the_old_address_is_about_her_and_brings_it_back_to_nobody(client: Browser) -> None:
    person = ann()
    topic = a_topic(default="on_for_customers")
    change(client)
    known = people_by_addresses([ANN])
    bring_people([ANN], known, "purchase", are_customers=True)
    session().commit()
    assert [one.id for one in known.values()] == [person.id]
    assert addresses_of(person.subject_id) == [NEW]
    assert may(ANN, topic) == "no never_asked"


def test_each_address_is_kept_beside_its_own_mark(client: Browser) -> None:
    ann()
    topic = a_topic()
    a_no(ANN, topic)
    change(client)
    a_no(NEW, a_topic())
    kept = {suppression.address_of_mark(mark.id) for address in (ANN, NEW) for mark in marks_of_address(address)}
    assert kept == {ANN, NEW}


def test_a_platform_that_takes_what_is_new_is_told_of_the_new_address(client: Browser) -> None:
    ann()
    topic = a_topic()
    a_no(ANN, topic)
    before = session().scalar(select(func.max(Suppression.created_at)))
    change(client)
    rows = list(suppression.export_rows("plain", before))
    assert {row["email"] for row in rows} == {ANN, NEW}


def test_after_her_erasure_stops_hold_for_both_addresses_and_nothing_leads_to_her(client: Browser) -> None:
    person = ann()
    topic, subject = a_topic(default="on_for_customers"), person.subject_id
    a_no(ANN, topic)
    change(client)
    erase_person(person)
    session().commit()
    for address in (ANN, NEW):
        assert may(a_person(address, is_customer=True).destinations[0].address, topic) == "no suppressed_topic"
        assert the_person(address).subject_id != subject


def test_going_back_keeps_what_was_stopped_meanwhile(client: Browser) -> None:
    ann(), bea()
    topic, kept = a_topic(), a_topic()
    for one in (topic, kept):
        a_yes(ANN, one), a_yes(BEA, one)
    back = change(client)
    a_no(NEW, topic)
    take_back(client, back)
    assert (may(ANN, topic), may(ANN, kept)) == ("no suppressed_topic", "yes chosen")
    assert (may(NEW, topic), may(NEW, kept)) == ("no suppressed_topic", "no never_asked")
    assert may(BEA, topic) == "yes chosen"
    assert faults() == []
