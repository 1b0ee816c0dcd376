"""A worker that is killed between hand-over and its word: the friend is erased all the same, and gets no second mail."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from sqlalchemy.engine import make_url

from app.core import clock
from app.core.database import session
from app.outbox import service
from app.outbox.letters import written
from app.products import Product
from app.tell_a_friend.jobs import vanish, wipe
from tests.mail_server import MailServer
from tests.outbox.office import the_message
from tests.tell_a_friend.notes import hand_over, outcomes, sent, the_note

LATER = timedelta(minutes=10)


def about_to_leave(number: int) -> None:
    """Everything a worker does before the mail is on the wire; then it is killed."""
    claimed = service.claim(the_message(str(number)).id)
    session().commit()
    assert claimed
    kind = service.kind_named("recommendation")
    mail = written(claimed, kind)
    service.note_recipient(claimed, mail.to)
    assert service.about_to_leave(claimed, kind)
    session().commit()


def test_minutes_later_nothing_is_left_of_the_friend(bucket: Product, server: MailServer) -> None:
    number, waits = sent(bucket), sent(bucket, friend_address="dee@example.com")
    about_to_leave(number)
    wipe()
    assert the_note(number).sealed, "a worker that lives may still be talking to the mail server"
    with clock.set_to(clock.now() + LATER):
        wipe()
    assert (the_note(number).sealed, the_note(number).outcome) == (None, "unknown")
    assert the_note(waits).sealed
    with clock.set_to(clock.now() + LATER):
        hand_over()
    assert outcomes() == ["unknown", "handed_over"] and len(server.mails) == 1


def test_a_job_that_was_late_as_well_comes_within_the_day(bucket: Product) -> None:
    number = sent(bucket)
    about_to_leave(number)
    with clock.set_to(clock.now() + timedelta(hours=24)):
        vanish()
    assert the_note(number).sealed is None


def test_the_mail_servers_word_that_comes_late_is_kept(bucket: Product) -> None:
    number = sent(bucket)
    about_to_leave(number)
    with clock.set_to(clock.now() + LATER):
        wipe()
        kind = service.kind_named("recommendation")
        assert kind.ended
        kind.ended(str(number), "handed_over")
        session().commit()
    assert the_note(number).outcome == "handed_over"


@contextmanager
def a_reader(database: str) -> Iterator[bool]:
    """Somebody else reads at length. Whether that holds a log: only SQLite's is ours to cut."""
    if not database.startswith("sqlite"):
        yield False
        return
    with closing(sqlite3.connect(str(make_url(database).database), isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM recommendation").fetchone()
        yield True


def test_a_log_in_use_is_cut_later(bucket: Product, database: str) -> None:
    number = sent(bucket)
    with a_reader(database) as holds_the_log:
        hand_over()
        assert ("cut later" if holds_the_log else "was cut") in wipe()
        assert (the_note(number).wiped_at is None) is holds_the_log
        session().rollback()
    wipe()
    assert the_note(number).wiped_at
    assert "no log to cut" in wipe()
