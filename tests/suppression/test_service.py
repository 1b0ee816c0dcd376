"""Do-not-contact: kept as marks, told to the mail platform, never deleted."""

import hashlib
from datetime import timedelta

import pytest

from app import consent, suppression
from app.consent import MARKETING, ON
from app.core import clock
from app.core.database import random_id, session
from app.core.fingerprints import fingerprint, match_key
from app.core.refusals import BadQuestion
from app.core.settings import current
from app.people import erase_person
from app.suppression import (
    Scope,
    SuppressionBatch,
    export_rows,
    hand_over,
    lift,
    mark_for,
    marks_of_address,
    suppress,
    taken,
)
from app.suppression.jobs import forget_taken_addresses
from app.suppression.service import next_cursor
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.conftest import Shop
from tests.databases import KEYS, key
from tests.makers import a_stop, a_topic, a_yes, an_act, may, says, the_person

pytestmark = pytest.mark.usefixtures("app_context")


def exported(kind: str = "plain") -> list[dict[str, str]]:
    return list(export_rows(kind))


def test_a_strangers_typed_stop_is_in_the_next_plain_export() -> None:
    ann()
    a_stop(CAL)
    rows = exported()
    assert [(row["email"], row["scope"], row["reason"]) for row in rows] == [(CAL, "all_marketing", "typed_address")]
    assert ANN not in str(rows)


def test_a_stop_by_link_of_a_known_person_is_in_it_too() -> None:
    ann(), bea()
    topic = a_topic(default="on_for_customers")
    assert may(ANN, topic) == "yes customer"
    mark = fingerprint(current().fingerprint_keys, "email", match_key(ANN))
    consent.stop_by_fingerprint(mark, topic.id, an_act("one_click"))
    session().commit()
    assert [(row["email"], row["topic"]) for row in exported()] == [(ANN, topic.slug)]
    assert may(BEA, topic) == "yes customer"


def test_the_hash_a_platform_gets_is_of_the_address_in_small_letters() -> None:
    a_stop("Cal@Example.ORG")
    assert exported("sha256")[0]["sha256"] == hashlib.sha256(CAL.encode()).hexdigest()
    assert [len(row["fingerprint"]) for row in exported("fingerprint")] == [len("1:1:") + 32]


def test_an_unknown_format_is_a_bad_question() -> None:
    with pytest.raises(BadQuestion, match="plain, sha256, fingerprint"):
        exported("xml")


def test_a_stop_that_was_lifted_leaves_the_full_export_and_shows_in_the_next_difference() -> None:
    ann()
    a_stop(ANN)
    cursor = clock.now()
    with clock.set_to(cursor + timedelta(hours=1)):
        says(ANN, MARKETING, ON)
    assert exported() == []
    (row,) = export_rows("plain", cursor)
    assert row["lifted_at"]


def test_a_cursor_goes_back_far_enough_for_a_transaction_that_commits_late() -> None:
    assert next_cursor(clock.now()) <= clock.now() - timedelta(minutes=10)


def test_after_an_erasure_the_export_has_the_fingerprint_and_no_address() -> None:
    ann()
    a_stop(ANN)
    erase_person(the_person(ANN))
    session().commit()
    assert exported() == exported("sha256") == []
    assert len(exported("fingerprint")) == 1


def test_a_repeat_changes_nothing_and_a_staff_only_stop_is_lifted_by_nobody() -> None:
    ann(), bea()
    topic = a_topic(default="on_for_customers")
    mark = mark_for(ANN)
    assert may(ANN, topic) == "yes customer"
    assert suppress(mark, Scope.ALL_MARKETING, "prohibitory_order", random_id())
    assert not suppress(mark, Scope.ALL_MARKETING, "typed_address", random_id())
    session().commit()
    says(ANN, MARKETING, ON)
    a_yes(ANN, topic, "phone")
    assert lift(marks_of_address(ANN), Scope.ALL_MARKETING, random_id()) == 0
    assert (may(ANN, topic), may(BEA, topic)) == ("no suppressed_marketing", "yes customer")


def test_after_a_rotation_one_person_is_one_row_in_the_export(make_app: Shop) -> None:
    ann()
    with make_app(FINGERPRINT_KEYS=f"{KEYS['FINGERPRINT_KEYS']},2:{key('new')}").app_context():
        assert mark_for(ANN).subject_id == the_person(ANN).subject_id
        session().commit()
        a_stop(ANN)
        assert len(marks_of_address(ANN)) == 2
        assert [row["email"] for row in exported()] == [ANN]


def test_an_address_is_kept_until_every_sender_has_taken_the_stop_and_never_while_she_is_known() -> None:
    ann()
    a_stop(ANN), a_stop(CAL)
    taken("espresso"), taken("mailhouse")
    session().commit()
    later = clock.now() + timedelta(minutes=11)
    hand_over(SuppressionBatch(sender="espresso", until=later, rows=0), 0)
    session().commit()
    assert forget_taken_addresses() == "0 kept addresses erased"
    hand_over(SuppressionBatch(sender="mailhouse", until=later, rows=0), 0)
    session().commit()
    assert forget_taken_addresses() == "1 kept addresses erased"
    assert [row["email"] for row in exported()] == [ANN]
    assert may(CAL, a_topic(default="on_for_customers")) == "no suppressed_marketing"


def test_one_address_has_one_mark_and_one_subject_however_it_is_typed() -> None:
    assert mark_for(ANN) == mark_for(ANN.replace("ann", "ANN"))
    assert mark_for(ANN).subject_id != mark_for("ann+deals@example.com").subject_id
    assert suppression.address_of_mark(mark_for(BEA).id) is None
