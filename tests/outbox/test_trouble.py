"""A mail server in trouble: asked once a minute, left alone by the others, and all that waits leaves when it is over."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.settings import Settings
from app.outbox import Outcome, trouble
from app.outbox.outcomes import DELAYS, LEASE
from app.outbox.transports import make_transport
from tests.databases import KEYS
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, attempts_of, outcome_of

SOON = timedelta(minutes=10)


def sweeps(begin: datetime, lasting: timedelta) -> datetime:
    """A worker looks every minute. Returns the end."""
    moment = begin
    while moment < begin + lasting:
        moment += timedelta(minutes=1)
        with clock.set_to(moment):
            outbox.deliver_due()
    return moment


def tries() -> int:
    return session().scalar(select(func.count()).select_from(outbox.Attempt)) or 0


def left(ids: list[int]) -> int:
    return sum(outcome_of(each) == Outcome.HANDED_OVER for each in ids)


def leads_to(app: Flask, url: str) -> None:
    """The way out changes: the server comes back, or goes."""
    app.extensions["outbox_transport"] = make_transport(Settings.from_environ(KEYS | {"MAIL_URL": url}))


@pytest.mark.parametrize("minutes", [5, 150])
def test_after_an_outage_everything_leaves_within_minutes(
    minutes: int, smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    leads_to(smtp_office, "smtp://127.0.0.1:1")
    ids = [writer.post(a_letter()) for _ in range(30)]
    end = sweeps(clock.now(), timedelta(minutes=minutes))
    leads_to(smtp_office, server.url)
    sweeps(end, timedelta(minutes=2))
    assert left(ids) == 30


def test_while_it_is_away_one_mail_a_minute_asks(smtp_office: Flask, writer: Writer) -> None:
    leads_to(smtp_office, "smtp://127.0.0.1:1")
    for _ in range(30):
        writer.post(a_letter())
    sweeps(clock.now(), timedelta(minutes=30))
    assert 29 <= tries() <= 32


@pytest.mark.parametrize(("reply", "count"), [("452 full", 1), ("452 full", 30), ("421 too busy", 30)])
def test_a_server_that_puts_everything_off_gets_it_soon_after_its_end(
    reply: str, count: int, smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    server.replies["RCPT"] = [reply] * 100_000
    ids = [writer.post(a_letter()) for _ in range(count)]
    end = sweeps(clock.now(), timedelta(hours=1))
    server.replies.clear()
    sweeps(end, SOON)
    assert left(ids) == count


def test_a_row_of_deferrals_is_the_servers_trouble_and_no_reason_to_press(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    server.replies["RCPT"] = ["452 full"] * 100_000
    for _ in range(200):
        writer.post(a_letter())
    sweeps(clock.now(), timedelta(minutes=30))
    assert tries() <= trouble.IN_A_ROW + 32


def test_who_is_put_off_for_being_new_comes_back_while_others_wait(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    ids = [writer.post(a_letter(f"p{number}@example.com")) for number in range(60)]
    seen: dict[str, int] = {}
    minute, begin = 0, clock.now()

    async def greylisting(_server, _session, envelope, address, _options) -> str:  # type: ignore[no-untyped-def]
        if minute - seen.setdefault(address, minute) < 4:
            return "450 come back"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    server.handle_RCPT = greylisting  # type: ignore[method-assign]
    for minute in range(30):
        sweeps(begin + timedelta(minutes=minute), timedelta(minutes=1))
    assert left(ids) == 60


def test_one_bad_recipient_holds_up_nobody(smtp_office: Flask, server: MailServer, writer: Writer) -> None:
    server.replies["RCPT"] = ["450 mailbox busy"]
    first, second = writer.post(a_letter()), writer.post(a_letter("bea@example.com"))
    outbox.deliver_due()
    assert (outcome_of(first), outcome_of(second)) == (None, Outcome.HANDED_OVER)


def test_a_refusal_for_good_shows_that_the_server_is_there(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    waits = writer.post(a_letter())
    leads_to(smtp_office, "smtp://127.0.0.1:1")
    outbox.deliver_due()
    refused = writer.post(a_letter("bea@example.com"))
    leads_to(smtp_office, server.url)
    server.replies["RCPT"] = ["550 no such person"]
    sweeps(clock.now(), timedelta(minutes=2))
    assert {outcome_of(waits), outcome_of(refused)} == {Outcome.HANDED_OVER, Outcome.REFUSED_BY_SERVER}


def test_one_worker_asks_and_if_it_is_killed_another_does(smtp_office: Flask) -> None:
    trouble.note(Outcome.TRY_AGAIN, server_is_away=True)
    assert trouble.turn() == trouble.Turn.WAIT
    with clock.set_to(clock.now() + trouble.PAUSES[0]):
        assert [trouble.turn(), trouble.turn()] == [trouble.Turn.ASK, trouble.Turn.WAIT]
    with clock.set_to(clock.now() + trouble.PAUSES[0] + LEASE):
        assert trouble.turn() == trouble.Turn.ASK


def test_a_question_that_never_reached_the_server_is_asked_again_at_once(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    trouble.note(Outcome.TRY_AGAIN, server_is_away=True)
    nothing, mail = writer.post(lambda: None), writer.post(a_letter())
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        outbox.deliver_due()
    assert (outcome_of(nothing), outcome_of(mail)) == (Outcome.NOTHING_TO_SAY, Outcome.HANDED_OVER)


def test_the_plan_is_what_the_papers_say() -> None:
    day = [delay for delay in DELAYS if delay <= timedelta(minutes=9)]
    assert timedelta(hours=23) < sum(day, timedelta()) <= timedelta(hours=24)
    assert timedelta(hours=47) < sum(DELAYS, timedelta()) <= timedelta(hours=48)


def test_an_attempt_says_what_the_server_said(smtp_office: Flask, server: MailServer, writer: Writer) -> None:
    server.replies["RCPT"] = ["452 full"]
    message_id = writer.post(a_letter())
    outbox.deliver_due()
    assert attempts_of(message_id) == [("try_again", 452)]


def test_a_word_that_came_too_late_holds_up_nobody(smtp_office: Flask, server: MailServer, writer: Writer) -> None:
    trouble.note(Outcome.TRY_AGAIN, server_is_away=True)
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        assert trouble.turn() == trouble.Turn.ASK
        trouble.note(Outcome.HANDED_OVER, server_is_away=False)  # another worker's mail, begun before
        trouble.unasked()
        session().commit()
        ids = [writer.post(a_letter()) for _ in range(3)]
        outbox.deliver_due()
        assert left(ids) == 3
