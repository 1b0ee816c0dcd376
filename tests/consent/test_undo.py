"""Undo takes back one act: exactly, or less, never more."""

import pytest

from app import consent
from app.consent import MARKETING, OFF, PACE, UNSET, Change
from app.core.database import session
from app.people import erase_person
from tests.cast import ANN, BEA, ann, bea
from tests.makers import a_no, a_stop, a_topic, a_yes, an_act

pytestmark = pytest.mark.usefixtures("app_context")


def test_undo_restores_what_the_press_changed_and_nothing_else() -> None:
    ann(), bea()
    deals, tips = a_topic(default="on_for_customers"), a_topic()
    a_yes(ANN, tips)
    before = states(ANN)
    press = consent.choose(
        consent.subject_for(ANN),
        [Change(MARKETING, "email", OFF), Change(tips.purpose, "email", OFF), Change(PACE, "email", "week")],
        an_act("link_page"),
    )
    session().commit()
    assert standing(ANN, deals.slug) == "suppressed_marketing"
    undo(press.act_id)
    assert {key: state for key, state in states(ANN).items() if state != UNSET} == before
    assert (standing(ANN, deals.slug), standing(ANN, tips.slug)) == ("customer", "chosen")
    assert standing(BEA, deals.slug) == "customer"


def test_undo_leaves_what_was_changed_again_since() -> None:
    deals, tips = a_topic(), a_topic()
    a_yes(ANN, deals), a_yes(ANN, tips)
    changes = [Change(deals.purpose, "email", OFF), Change(tips.purpose, "email", OFF)]
    press = consent.choose(consent.subject_for(ANN), changes, an_act("link_page"))
    a_yes(ANN, tips)
    a_no(ANN, tips)
    undo(press.act_id)
    assert (standing(ANN, deals.slug), standing(ANN, tips.slug)) == ("chosen", "suppressed_topic")
    assert states(ANN)[tips.purpose, "email"] == OFF


def test_undo_of_a_later_stop_does_not_lift_an_earlier_one() -> None:
    deals = a_topic()
    a_yes(ANN, deals)
    a_stop(ANN)
    press = a_no(ANN, deals, "link_page")
    undo(press.act_id)
    assert standing(ANN, deals.slug) == "suppressed_marketing"


def test_undo_lifts_no_stop_that_stood_before_the_press() -> None:
    """After an erasure the ledger is new and the stop is old: a file may say on, and she may press and undo."""
    bea()
    deals = a_topic(default="on_for_customers")
    assert standing(BEA, deals.slug) == "customer"
    a_stop(ANN, deals)
    erase_person(ann())
    ann()
    a_yes(ANN, deals, "import")
    press = a_no(ANN, deals, "link_page")
    undo(press.act_id)
    assert (standing(ANN, deals.slug), standing(BEA, deals.slug)) == ("suppressed_topic", "customer")


def test_undo_twice_or_of_nothing_changes_nothing() -> None:
    deals = a_topic()
    a_yes(ANN, deals)
    press = a_no(ANN, deals, "link_page")
    assert undo(press.act_id).changes
    count = len(list(consent.entries()))
    assert undo(press.act_id).changes == ()
    assert undo("nobody").changes == ()
    assert len(list(consent.entries())) == count


def test_undo_of_a_typed_stop_of_a_stranger_leaves_no_trace_in_the_gate() -> None:
    deals = a_topic()
    press = a_stop(ANN, deals)
    assert standing(ANN, deals.slug) == "suppressed_topic"
    undo(press.act_id)
    assert standing(ANN, deals.slug) == "never_asked"
    a_yes(ANN, deals, "import")
    assert standing(ANN, deals.slug) == "chosen"


def undo(act_id: str) -> consent.Written:
    written = consent.undo(act_id, an_act("undo"))
    session().commit()
    return written


def states(address: str) -> dict[tuple[str, str], str]:
    return consent.current_states(consent.subject_for(address))


def standing(address: str, slug: str) -> str:
    return consent.may_contact(address, slug).reason
