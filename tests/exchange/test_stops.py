"""Others' stops in, ours out."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import consent
from app.core import clock
from app.core.database import session
from app.people import people_by_addresses
from app.suppression import Suppression
from app.suppression.models import Sender
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.exchange.desk import Desk, words
from tests.makers import a_stop, a_yes, may


def dogs(address: str) -> str:
    return may(address, topic_by_slug("dog-deals"))


def test_an_imported_stop_stops_a_customer_and_nobody_else(desk: Desk) -> None:
    ann()
    bea()
    assert (dogs(ANN), dogs(BEA)) == ("yes customer", "yes customer")
    assert words(desk.import_stops([{"email": "ANN@example.com", "reason": "complaint"}])) == ["added"]
    assert (dogs(ANN), dogs(BEA)) == ("no suppressed_marketing", "yes customer")


def test_one_topic_may_be_stopped_alone(desk: Desk) -> None:
    ann()
    desk.import_stops([{"email": ANN, "topic": "cat-deals", "stopped_at": "2024-02-29"}])
    assert (dogs(ANN), may(ANN, topic_by_slug("cat-deals"))) == ("yes customer", "no suppressed_topic")


def test_an_unknown_address_is_stopped_without_becoming_a_person_and_is_told_to_the_mail_platform(desk: Desk) -> None:
    desk.import_stops([{"email": CAL, "reason": "asked by phone", "stopped_at": "2024-02-29T10:00:00Z"}])
    assert not people_by_addresses([CAL])
    (row,) = desk.export()
    assert (row["email"], row["scope"], row["reason"]) == (CAL, "all_marketing", "suppression_import")
    (line,) = consent.explained(consent.subject_for(CAL)).values()
    assert (line.method, line.source) == ("suppression_import", "asked by phone")
    assert line.claimed_at is not None


def test_the_same_stops_again_change_nothing_and_a_dry_run_says_the_same(desk: Desk) -> None:
    rows = [{"email": ANN}, {"email": ANN}, {"email": "?"}, {"email": BEA, "topic": "none"}, {"email": BEA}]
    tried = desk.import_stops(rows, "--dry-run")
    assert not session().scalars(select(Suppression)).all()
    assert tried == desk.import_stops(rows)
    assert words(tried) == ["added", "unchanged", "refused", "refused", "added"]
    assert words(desk.import_stops(rows)) == ["unchanged", "unchanged", "refused", "refused", "unchanged"]
    assert len(session().scalars(select(Suppression)).all()) == 2


def test_no_import_lifts_a_stop(desk: Desk) -> None:
    desk.import_stops([{"email": ANN}, {"email": BEA, "topic": "dog-deals"}])
    desk.import_people([{"email": ANN}, {"email": BEA}, {"email": CAL}])
    desk.import_stops([{"email": CAL, "topic": "cat-deals"}])
    assert (dogs(ANN), dogs(BEA), dogs(CAL)) == ("no suppressed_marketing", "no suppressed_topic", "yes customer")


def test_an_address_a_stranger_typed_is_in_the_next_plain_export(desk: Desk) -> None:
    assert desk.export() == []
    a_stop(CAL)
    assert [row["email"] for row in desk.export()] == [CAL]


def test_a_platform_may_take_hashes_or_our_own_marks(desk: Desk) -> None:
    a_stop("Cal@Example.org")
    (hashed,) = desk.export("--format", "sha256")
    assert hashed["sha256"] == hashlib.sha256(CAL.encode()).hexdigest()
    (mark,) = desk.export("--format", "fingerprint")
    assert mark["fingerprint"].startswith("1:1:")


def test_the_cursor_brings_what_changed_since_and_what_was_lifted(desk: Desk) -> None:
    a_stop(ANN)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        cursor = desk.run("suppression", "export").stderr.rpartition("next cursor: ")[2].strip()
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        a_stop(BEA)
        assert [row["email"] for row in desk.export("--since", cursor)] == [BEA]
        a_yes(ANN, topic_by_slug("dog-deals"))
        consent.choose(consent.subject_for(ANN), [_all_mail_again()], consent.Act("preference_page", "test"))
        session().commit()
        rows = {row["email"]: row["lifted_at"] for row in desk.export("--since", cursor)}
    assert set(rows) == {ANN, BEA}
    assert rows[ANN]
    assert not rows[BEA]


def _all_mail_again() -> consent.Change:
    return consent.Change(consent.MARKETING, "email", consent.ON)


def test_a_registered_platform_goes_on_from_what_it_has(desk: Desk) -> None:
    a_stop(ANN)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert [row["email"] for row in desk.export("--to", "mailco")] == [ANN]
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        a_stop(BEA)
        assert [row["email"] for row in desk.export("--to", "mailco")] == [BEA]
        assert [row["email"] for row in desk.export("--to", "another")] == [ANN, BEA]
    assert set(session().scalars(select(Sender.name))) == {"mailco", "another"}


def test_cells_for_a_machine_are_raw(desk: Desk) -> None:
    a_stop("+1@example.org")
    assert [row["email"] for row in desk.export()] == ["+1@example.org"]


@pytest.mark.parametrize("words", [("--since", "yesterday"), ("--to", "Mail Co!"), ("--format", "xml")])
def test_a_wrong_question_is_refused(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("suppression", "export", *words, code=2).stderr


def test_our_own_export_can_be_brought_in_again_and_a_lifted_stop_stays_lifted(desk: Desk) -> None:
    ann()
    bea()
    a_stop(CAL)
    rows = [
        {"email": CAL, "scope": "all_marketing", "topic": "", "reason": "typed_address", "lifted_at": ""},
        {"email": ANN, "scope": "all_marketing", "topic": "", "reason": "typed_address", "lifted_at": "2026-01-01"},
    ]
    assert words(desk.import_stops(rows)) == ["unchanged", "refused"]
    assert (dogs(ANN), dogs(BEA), dogs(CAL)) == ("yes customer", "yes customer", "no suppressed_marketing")
