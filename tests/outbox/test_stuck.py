"""Mail is stuck: since when and why, said everywhere, and over by itself."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, text, update

from app import outbox
from app.core import clock
from app.core.database import session
from app.outbox import Message, heartbeat, stuck
from app.outbox.desk_duties import mail_stuck
from app.outbox.models import WorkerSeen
from app.outbox.stuck import Reason, in_words, say_if_stuck
from tests.browser import Browser, words
from tests.desk import MAX, MO, PIA, ROOT, a_member, sit_down
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, later, with_writer
from tests.statements import statements

MINUTE = timedelta(minutes=1)


def found(after: timedelta) -> tuple[Reason, int] | None:
    """Why mail is stuck and for how many minutes, asked that much later."""
    session().rollback()
    with clock.set_to(clock.now() + after):
        said = outbox.find_stuck()
        return (said.reason, round(said.lasts / MINUTE)) if said else None


def lives(after: timedelta) -> None:
    """Some worker writes then that it lives."""
    session().execute(update(WorkerSeen).values(seen_at=clock.now() + after))
    session().commit()


@pytest.fixture
def away(make_app: Callable[..., Flask], writer: Writer) -> Flask:
    """An office whose mail server is not there."""
    return with_writer(make_app(MAIL_URL="smtp://127.0.0.1:1"), writer)


def test_a_site_that_never_had_mail_is_not_stuck(office: Flask) -> None:
    assert found(timedelta(days=30)) is None


def test_a_site_whose_mail_left_is_not_stuck(office: Flask, writer: Writer) -> None:
    writer.post(a_letter())
    outbox.deliver_due()
    assert found(timedelta(days=30)) is None


def test_mail_that_nobody_takes_is_stuck_after_the_grace(office: Flask, writer: Writer) -> None:
    writer.post(a_letter())
    assert found(2 * MINUTE - timedelta(seconds=1)) is None
    assert found(12 * MINUTE) == (Reason.NO_WORKER, 12)


def test_a_worker_that_died_is_told_with_its_time(office: Flask, writer: Writer) -> None:
    heartbeat.beat()
    writer.post(a_letter())
    lives(-2 * MINUTE)
    with clock.set_to(clock.now() + 12 * MINUTE):
        said = outbox.find_stuck()
        assert said
        assert said.sentence == "Mail has been stuck for 12 minutes."
        assert said.because == "No worker has run for 14 minutes."


def test_where_no_worker_ever_ran_it_says_so(office: Flask, writer: Writer) -> None:
    writer.post(a_letter())
    with clock.set_to(clock.now() + 3 * MINUTE):
        said = outbox.find_stuck()
        assert said and said.because == "No worker has run yet."


def test_a_worker_without_work_points_at_the_queue(office: Flask, writer: Writer) -> None:
    heartbeat.beat()
    writer.post(a_letter())
    lives(5 * MINUTE)
    assert found(5 * MINUTE) == (Reason.NO_WORK, 5)


def test_a_mail_server_that_is_away_is_told_though_the_next_try_is_later(away: Flask, writer: Writer) -> None:
    with away.app_context():
        writer.post(a_letter())
        outbox.deliver_due()
        lives(3 * MINUTE)
        assert found(3 * MINUTE) == (Reason.SERVER_AWAY, 3)


@pytest.mark.parametrize(
    ("reply", "reason"), [("450 busy", Reason.SERVER_PUTS_OFF), ("530 who", Reason.SIGN_IN_REFUSED)]
)
def test_what_the_server_says_is_told(
    reply: str, reason: Reason, smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    server.replies["RCPT"] = [reply]
    writer.post(a_letter())
    outbox.deliver_due()
    lives(16 * MINUTE)
    assert found(16 * MINUTE) == (reason, 16)


def test_one_that_is_put_off_for_some_minutes_is_no_alarm(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    server.replies["RCPT"] = ["450 greylisted"]
    writer.post(a_letter())
    outbox.deliver_due()
    lives(14 * MINUTE)
    assert found(14 * MINUTE) is None


def test_a_line_that_breaks_is_told(smtp_office: Flask, server: MailServer, writer: Writer) -> None:
    server.dies_at_data = True
    writer.post(a_letter())
    outbox.deliver_due()
    lives(4 * MINUTE)
    assert found(4 * MINUTE) == (Reason.LINE_BREAKS, 4)


def test_one_that_waits_while_others_leave_is_not_stuck_mail(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    server.replies["RCPT"] = ["450 busy"]
    writer.post(a_letter())
    outbox.deliver_due()
    writer.post(a_letter())
    outbox.deliver_due()
    lives(30 * MINUTE)
    session().execute(update(Message).where(Message.done_at.is_(None)).values(due_at=clock.now() + timedelta(hours=1)))
    session().commit()
    assert found(30 * MINUTE) is None


def test_the_time_counts_from_the_last_mail_that_left(office: Flask, writer: Writer) -> None:
    ids = [writer.post(a_letter()) for _ in range(2)]
    with clock.set_to(clock.now() + 10 * MINUTE):
        outbox.deliver(ids[0])
    assert found(11 * MINUTE) is None
    assert found(15 * MINUTE) == (Reason.NO_WORKER, 5)


def test_it_is_over_by_itself(office: Flask, writer: Writer) -> None:
    writer.post(a_letter())
    assert found(12 * MINUTE)
    later(12 * MINUTE)
    assert found(13 * MINUTE) is None


def test_what_is_set_aside_is_not_stuck(office: Flask, writer: Writer) -> None:
    writer.post(a_letter(subject="=?x?="))
    outbox.deliver_due()
    assert found(timedelta(days=3)) is None


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=119), "1 minute"),
        (119 * MINUTE, "119 minutes"),
        (120 * MINUTE, "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_times_are_said_in_words(time: timedelta, words: str, office: Flask) -> None:
    assert in_words(time) == words


def posted(writer: Writer, ago: timedelta) -> None:
    """A message of that long ago."""
    with clock.set_to(clock.now() - ago):
        writer.post(a_letter())


def test_readyz_says_it_and_stays_ready(office: Flask, writer: Writer) -> None:
    posted(writer, 12 * MINUTE)
    answer = Browser(office).get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["mail"] == "Mail has been stuck for 12 minutes. No worker has run yet."


def test_doctor_says_it_with_its_mend(office: Flask, writer: Writer) -> None:
    posted(writer, 12 * MINUTE)
    result = office.test_cli_runner().invoke(args=["doctor"])
    assert "Mail has been stuck for 12 minutes. No worker has run yet. docs/operations.md" in result.output
    assert result.exit_code == 1


def seen_by(who: str, app: Flask) -> str:
    browser = Browser(app)
    sit_down(browser, a_member(who))
    browser.get("/staff")
    assert browser.page
    return words(browser.page.root)


def test_the_overview_says_it_as_urgent_to_those_who_tend_mail(office: Flask, writer: Writer) -> None:
    posted(writer, 12 * MINUTE)
    for who in (MAX, ROOT):
        said = seen_by(who, office)
        assert "Mail has been stuck for 12 minutes. No worker has run yet. 1 message waits. Urgent" in said
        assert "Mail 1 waiting" in said
    assert not any("stuck" in seen_by(who, office) for who in (MO, PIA))


def test_the_log_says_it_once_a_minute(office: Flask, writer: Writer, caplog: pytest.LogCaptureFixture) -> None:
    writer.post(a_letter())
    start = clock.now() + 12 * MINUTE
    with caplog.at_level(logging.WARNING, "sayso.outbox"):
        for seconds in (0, 15, 59, 61, 75):
            with clock.set_to(start + timedelta(seconds=seconds)):
                say_if_stuck()
    assert [one.getMessage() for one in caplog.records] == [
        "mail has been stuck for 12 minutes: no_worker, reply code None",
        "mail has been stuck for 13 minutes: no_worker, reply code None",
    ]


def test_with_20_000_waiting_it_asks_once_and_by_index(office: Flask) -> None:
    old = clock.now() - timedelta(hours=1)
    one = {"kind": "note", "reference": "r", "created_at": old, "due_at": old}
    session().execute(insert(Message), [{**one, "message_id": f"{number}@x"} for number in range(20_000)])
    session().commit()
    session().execute(text("ANALYZE outbox_message"))
    with statements(office) as asked:
        assert outbox.find_stuck()
    assert len(asked) == 1
    assert "ix_outbox_message_in_line" in plan(stuck.question())
    with office.test_request_context():
        due = mail_stuck()
    assert due and due.count == 20_000


def plan(question: Any) -> str:
    """How the database goes about a question."""
    connection = session().connection()
    asked = question.compile(connection, compile_kwargs={"literal_binds": True})
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row) for row in connection.exec_driver_sql(f"{how} {asked}".replace("%", "%%")))
