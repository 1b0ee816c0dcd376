"""The breaker: over too much, nothing leaves until staff reset it, and nobody is told anything about a friend."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import outbox, tell_a_friend
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.outbox import Message, tending
from app.products import Product
from app.tell_a_friend import Resting, Why, breaker, caps, open_breaker, report, reset, trip
from app.tell_a_friend.models import RecommendationBreaker
from tests.mail_server import MailServer
from tests.tell_a_friend.notes import asked, hand_over, outcomes, prove, sent, the_note


def trips(why: Why = Why.VOLUME) -> None:
    trip(why)
    session().commit()


def sent_by_another(bucket: Product, number: int) -> int:
    """A note of a sender and to a friend who had nothing to do with one so far."""
    return sent(bucket, friend_address=f"friend{number}@example.com", sender_address=f"sender{number}@example.com")


def aside() -> int:
    """How many messages wait for staff."""
    return session().scalar(select(func.count()).where(Message.set_aside_at.is_not(None))) or 0


def is_open() -> bool:
    session().rollback()
    session().expire_all()
    return open_breaker() is not None


def test_while_it_is_open_nothing_leaves_and_after_its_reset_everything_does(
    bucket: Product, server: MailServer
) -> None:
    before, asked_before = sent(bucket), asked(bucket, friend_address="dee@example.com")
    trips()
    prove(asked_before)
    for minutes in (0, 5, 600):
        with clock.set_to(clock.now() + timedelta(minutes=minutes)):
            hand_over()
    assert server.mails == [] and the_note(before).sealed and the_note(asked_before).sealed
    assert reset("staff:1", None) == 2
    session().commit()
    hand_over()
    assert len(server.mails) == 2


def test_while_it_is_open_the_form_says_that_notes_rest(bucket: Product) -> None:
    trips()
    with pytest.raises(Resting):
        asked(bucket)
    reset("staff:1", None)
    session().commit()
    assert asked(bucket)


def test_what_waits_too_long_behind_it_is_destroyed_unsent(bucket: Product, server: MailServer) -> None:
    number = sent(bucket)
    trips()
    with clock.set_to(clock.now() + timedelta(hours=23)):
        hand_over()
        assert the_note(number).sealed is None
    assert outcomes() == ["expired"] and server.mails == []


def test_one_note_more_than_the_site_sends_in_an_hour_trips_it(
    bucket: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caps, "A_HOUR_ON_THE_SITE", 2)
    for name in ("dee", "eve"):
        sent(bucket, friend_address=f"{name}@example.com")
    assert not is_open()
    sent(bucket)
    assert is_open() and tell_a_friend.tripped(5)[0].why == Why.VOLUME


@pytest.mark.parametrize(("notes_sent", "reports", "trips_it"), [(4, 2, False), (4, 3, True)])
def test_too_many_reports_trip_it(bucket: Product, notes_sent: int, reports: int, trips_it: bool) -> None:
    numbers = [sent_by_another(bucket, number) for number in range(notes_sent)]
    for number in numbers[:reports]:
        assert report(number)
        assert not report(number)
    session().commit()
    assert is_open() is trips_it


def test_three_reports_among_many_notes_do_not(bucket: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "HIGHEST_SHARE", 50)
    numbers = [sent_by_another(bucket, number) for number in range(7)]
    for number in numbers[:3]:
        report(number)
    session().commit()
    assert not is_open()
    report(numbers[3])
    session().commit()
    assert is_open()


def test_reports_about_one_sender_are_staffs_business_and_stop_nobody_else(bucket: Product) -> None:
    numbers = [sent(bucket, friend_address=f"friend{number}@example.com") for number in range(5)]
    for number in numbers:
        report(number)
    session().commit()
    assert not is_open()


def test_what_staff_looked_at_does_not_trip_it_again(bucket: Product) -> None:
    numbers = [sent_by_another(bucket, number) for number in range(4)]
    for number in numbers[:3]:
        report(number)
    reset("staff:1", None)
    session().commit()
    report(numbers[3])
    session().commit()
    assert not is_open()


def test_it_trips_once_and_is_reset_once_and_the_trail_says_by_whom(bucket: Product) -> None:
    trips()
    trips(Why.REPORTS)
    assert session().scalar(select(func.count()).select_from(RecommendationBreaker)) == 1
    assert reset("staff:1", None) == 0
    session().commit()
    assert reset("staff:2", None) is None
    assert tell_a_friend.tripped(5)[0].reset_at
    assert not report(99)
    assert session().execute(select(AuditNote.actor, AuditNote.act)).all() == [("staff:1", "recommendations.reset")]


@pytest.mark.parametrize("pressed", [True, False])
def test_pressing_try_all_or_a_mail_in_hand_when_it_tripped_loses_no_note(
    pressed: bool, bucket: Product, server: MailServer
) -> None:
    number = sent(bucket)
    trips()
    for hours in range(6):
        with clock.set_to(clock.now() + timedelta(hours=hours)):
            tending.retry_waiting() if pressed else outbox.let_go(breaker.KIND)
            session().commit()
            hand_over()
    assert server.mails == [] and the_note(number).sealed and aside() == 0
    reset("staff:1", None)
    session().commit()
    hand_over()
    assert len(server.mails) == 1
