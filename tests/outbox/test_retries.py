"""Refusals, broken talks and killed workers: when a message is tried again, and when it is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.messages import Letter
from app.outbox import Outcome, service
from app.outbox.outcomes import DELAYS, KEPT_FOR, LEASE
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, attempts_of, kept_mails, later, outcome_of, the_message, with_writer


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_a_permanent_refusal_ends_a_message(verb: str, smtp_office: Flask, server: MailServer, writer: Writer) -> None:
    server.replies[verb] = ["550 no such person"]
    message_id = writer.post(a_letter())
    outbox.deliver_due()
    later(timedelta(days=2))
    assert outcome_of(message_id) == Outcome.REFUSED_BY_SERVER
    assert attempts_of(message_id) == [("refused_by_server", 550)]
    assert server.mails == []


@pytest.mark.parametrize("kind", ["note", "once"])
def test_a_temporary_refusal_is_tried_again_later(
    kind: str, smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    server.replies["RCPT"] = ["450 busy"]
    message_id = writer.post(a_letter(), kind)
    outbox.deliver_due()
    later(DELAYS[0] / 2)
    assert (outcome_of(message_id), len(server.mails)) == (None, 0)
    later(DELAYS[0])
    assert (outcome_of(message_id), len(server.mails)) == (Outcome.HANDED_OVER, 1)


def test_after_the_last_delay_a_message_is_given_up(make_app: Callable[..., Flask], writer: Writer) -> None:
    with with_writer(make_app(MAIL_URL="smtp://127.0.0.1:1"), writer).app_context():
        gives_up(writer.post(a_letter()))


def gives_up(message_id: int) -> None:
    tried_before(message_id, len(DELAYS) - 1)
    outbox.deliver_due()
    assert outcome_of(message_id) is None
    later(DELAYS[-1])
    assert outcome_of(message_id) == Outcome.GAVE_UP


def test_a_mail_of_unknown_end_leaves_again_when_at_least_once_and_is_recognisable(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    message_id = writer.post(a_letter(), "note")
    server.dies_at_data = True
    outbox.deliver_due()
    server.dies_at_data = False
    later(DELAYS[0])
    assert attempts_of(message_id) == [("unknown", None), ("handed_over", None)]
    assert the_message("ref0").message_id.encode() in (server.mails[0].original_content or b"")


def test_a_mail_of_unknown_end_never_leaves_again_when_at_most_once(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    message_id = writer.post(a_letter(), "once")
    server.dies_at_data = True
    outbox.deliver_due()
    server.dies_at_data = False
    later(timedelta(days=2))
    assert (outcome_of(message_id), server.mails) == (Outcome.UNKNOWN, [])


@pytest.mark.parametrize(("kind", "sent"), [("note", 1), ("once", 0)])
def test_a_worker_killed_at_the_hand_over_keeps_each_promise(
    kind: str, sent: int, office: Flask, writer: Writer
) -> None:
    message_id = writer.post(a_letter(), kind)
    die_before_handing_over(message_id)
    later(LEASE / 2)
    assert len(kept_mails()) == 0
    later(LEASE + timedelta(seconds=1))
    assert len(kept_mails()) == sent


def test_who_lost_the_lease_sends_nothing(office: Flask, writer: Writer) -> None:
    message_id = writer.post(lambda: taken_over(message_id))
    outbox.deliver(message_id)
    assert kept_mails() == []


def test_a_sweep_ends_at_a_server_that_is_away(make_app: Callable[..., Flask], writer: Writer) -> None:
    app = with_writer(make_app(MAIL_URL="smtp://127.0.0.1:1"), writer)
    with app.app_context():
        ids = [writer.post(a_letter()) for _ in range(3)]
        assert outbox.deliver_due() == "1 try_again"
        assert [len(attempts_of(each)) for each in ids] == [1, 0, 0]


def test_done_messages_are_forgotten_after_their_time(office: Flask, writer: Writer) -> None:
    message_id, waiting = writer.post(a_letter()), writer.post(ValueError())
    outbox.deliver_due()
    with clock.set_to(clock.now() + KEPT_FOR - timedelta(hours=1)):
        assert service.forget_done() == 0
    with clock.set_to(clock.now() + KEPT_FOR + timedelta(hours=1)):
        assert service.forget_done() == 1
    assert attempts_of(message_id) == []
    assert attempts_of(waiting) == [("broke", None)]


def tried_before(message_id: int, times: int) -> None:
    session().execute(update(outbox.Message).where(outbox.Message.id == message_id).values(tries=times))
    session().commit()


def die_before_handing_over(message_id: int) -> None:
    """All that a worker does up to the moment the mail would leave."""
    claimed = service.claim(message_id)
    assert claimed is not None
    session().commit()
    assert service.about_to_leave(claimed, service.kind_named(claimed.kind))
    session().commit()


def taken_over(message_id: int) -> Letter:
    """While one worker composes for longer than its lease, another takes the message."""
    with clock.set_to(clock.now() + LEASE + timedelta(seconds=1)):
        assert service.claim(message_id) is not None
    return a_letter()
