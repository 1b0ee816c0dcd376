"""An old list without consent columns."""

import pytest

from app import consent
from app.core.database import session
from app.people import people_by_addresses
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, CAL
from tests.exchange.desk import Desk, words
from tests.makers import a_no, may, the_person

LEGACY = ("--basis", "legacy", "--as-of", "2018-05-25", "--origin", "our old newsletter list")
OLD = [{"email": ANN, "topic": "weekly-deals"}, {"email": BEA, "topic": "weekly-deals"}]


def weekly(address: str) -> str:
    return may(address, topic_by_slug("weekly-deals"))


def test_subscribers_are_refused_until_their_stops_came_in(desk: Desk) -> None:
    result = desk.run("people", "import", desk.file(OLD), *LEGACY, code=2)
    assert "suppression import" in result.stderr
    assert not people_by_addresses([ANN, BEA])
    desk.import_stops([{"email": ANN}])
    assert words(desk.import_people(OLD, *LEGACY)) == ["kept", "added"]
    assert (weekly(ANN), weekly(BEA)) == ("no suppressed_marketing", "yes chosen")


def test_a_suppression_import_that_was_only_tried_does_not_count(desk: Desk) -> None:
    desk.import_stops([{"email": ANN}], "--dry-run")
    desk.run("people", "import", desk.file(OLD), *LEGACY, code=2)


def test_nobody_ever_unsubscribed_can_be_said(desk: Desk) -> None:
    assert words(desk.import_people(OLD, *LEGACY, "--no-suppressions")) == ["added", "added"]
    assert (weekly(ANN), weekly(CAL)) == ("yes chosen", "no never_asked")


def test_an_old_list_of_addresses_alone_needs_no_stops(desk: Desk) -> None:
    assert words(desk.import_people([{"email": ANN}], *LEGACY)) == ["added"]
    assert weekly(ANN) == "no never_asked"


def test_the_ledger_says_where_it_came_from_and_that_there_are_no_words(desk: Desk) -> None:
    desk.import_people(OLD, *LEGACY, "--no-suppressions")
    (line,) = consent.explained(the_person(ANN).subject_id).values()
    assert (line.method, line.source, line.wording) == ("legacy_import", "our old newsletter list", None)
    assert line.claimed_at is not None
    assert line.claimed_at.date().isoformat() == "2018-05-25"
    assert the_person(ANN).source == "legacy_list"


def test_an_old_list_never_brings_back_who_left(desk: Desk) -> None:
    desk.import_people(OLD, *LEGACY, "--no-suppressions")
    assert (weekly(ANN), weekly(BEA)) == ("yes chosen", "yes chosen")
    a_no(ANN, topic_by_slug("weekly-deals"))
    assert words(desk.import_people(OLD, *LEGACY, "--no-suppressions")) == ["kept", "unchanged"]
    assert (weekly(ANN), weekly(BEA)) == ("no suppressed_topic", "yes chosen")


@pytest.mark.parametrize(
    "options", [LEGACY[:2], LEGACY[:4], LEGACY[2:], ("--no-suppressions",), (*LEGACY[:5], "x" * 101)]
)
def test_options_that_do_not_fit_together_are_refused(desk: Desk, options: tuple[str, ...]) -> None:
    assert desk.run("people", "import", desk.file([{"email": ANN}]), *options, code=2).stderr


def test_a_file_with_consent_columns_is_no_old_list(desk: Desk) -> None:
    file = desk.file([{"email": ANN, "topic": "weekly-deals", "consent": "on"}])
    assert "without --basis legacy" in desk.run("people", "import", file, *LEGACY, "--no-suppressions", code=2).stderr
    session().rollback()
    assert not people_by_addresses([ANN])


def test_an_old_list_makes_nobody_a_customer(desk: Desk) -> None:
    desk.run("people", "import", desk.file([{"email": ANN, "topic": "weekly-deals"}]), *LEGACY, "--no-suppressions")
    assert may(ANN, topic_by_slug("weekly-deals")) == "yes chosen"
    assert may(ANN, topic_by_slug("dog-deals")) == "no never_asked"
