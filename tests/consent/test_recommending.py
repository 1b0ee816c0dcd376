"""The gate for notes from friends: whoever said no anywhere gets none, whoever said nothing may get one."""

import pytest

from app import consent, people
from app.consent import MARKETING, OFF, ON, RECOMMENDATIONS
from app.core import clock
from app.core.database import session
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.makers import a_no, a_topic, a_yes, says

pytestmark = pytest.mark.usefixtures("app_context")


def asked(address: str) -> str:
    return consent.may_recommend(address).reason


def test_a_stranger_may_get_one() -> None:
    assert consent.may_recommend(CAL) == consent.ContactDecision(True, "recommendation")


def test_a_refusal_reaches_the_address_without_its_alias_too() -> None:
    assert asked("cal@example.com") == asked("cal+shop@example.com") == asked(BEA) == "recommendation"
    says("cal@example.com", RECOMMENDATIONS, OFF, method="friend_page")
    assert asked("cal@example.com") == asked("Cal+Shop@example.com") == "refused_recommendations"
    assert asked(BEA) == "recommendation"


def test_a_refusal_at_google_reaches_every_way_to_set_the_dots() -> None:
    says("callee@gmail.com", RECOMMENDATIONS, OFF, method="friend_page")
    assert asked("C.al.Lee+shop@googlemail.com") == asked("cal.lee@gmail.com") == "refused_recommendations"
    assert asked("cal.lee@example.com") == asked("bea@gmail.com") == "recommendation"


def test_a_refusal_makes_nobody_a_contact_and_stops_nothing_else() -> None:
    deals = a_topic()
    bea()
    a_yes(BEA, deals)
    says(BEA, RECOMMENDATIONS, OFF, method="friend_page")
    says(CAL, RECOMMENDATIONS, OFF, method="friend_page")
    assert consent.may_contact(BEA, deals.slug).allowed
    assert people.person_by_address(CAL) is None


def test_who_stopped_all_email_gets_no_note_and_may_again_once_she_starts() -> None:
    ann(), bea()
    says(ANN, MARKETING, OFF)
    assert asked(ANN) == "suppressed_marketing"
    assert asked(BEA) == "recommendation"
    says(ANN, MARKETING, ON)
    assert asked(ANN) == "recommendation"


def test_a_topic_turned_off_says_nothing_about_notes() -> None:
    ann()
    a_no(ANN, a_topic())
    assert asked(ANN) == "recommendation"


def test_frozen_and_undeliverable_ones_get_none() -> None:
    person = ann()
    person.frozen_at = clock.now()
    session().flush()
    assert asked(ANN) == "frozen"
