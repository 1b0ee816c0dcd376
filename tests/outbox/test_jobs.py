"""Handing over: what a message becomes when all goes well, and when there is a reason to say nothing."""

import email
import threading
from collections.abc import Callable
from email.policy import default

import pytest
from flask import Flask, url_for

from app import outbox, suppression
from app.core.database import session
from app.core.messages import Letter
from app.outbox import Outcome, service
from app.outbox.outcomes import DELAYS
from app.suppression import Scope
from app.topics import every_topic
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, attempts_of, kept_mails, later, outcome_of


def test_a_message_leaves_once_and_is_done(office: Flask, writer: Writer) -> None:
    message_id = writer.post(a_letter())
    outbox.deliver(message_id)
    outbox.deliver(message_id)
    outbox.deliver_due()
    assert outcome_of(message_id) == Outcome.HANDED_OVER
    assert len(kept_mails()) == 1
    assert attempts_of(message_id) == [("handed_over", None)]


def test_the_mail_says_what_the_kind_wrote(office: Flask, writer: Writer) -> None:
    outbox.deliver(writer.post(a_letter(name="Zoë <b>")))
    mail = email.message_from_bytes(kept_mails()[0].read_bytes(), policy=default)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Hello Zoë <b>," in plain.get_content()
    assert "Hello Zoë &lt;b&gt;" in html.get_content()
    assert 'style="color: #111;"' in html.get_content()


def test_links_begin_with_the_configured_address(office: Flask, writer: Writer) -> None:
    seen = []
    writer.post(lambda: seen.append(url_for("health.process", _external=True)))
    outbox.deliver_due()
    assert seen == ["http://127.0.0.1:8000/healthz"]


def test_a_rolled_back_cause_sends_nothing(office: Flask, writer: Writer) -> None:
    writer.letters["gone"] = a_letter()
    outbox.post("note", "gone")
    session().rollback()
    outbox.deliver_due()
    assert writer.asked == []


def test_a_kind_that_nobody_declares_is_refused_at_once(office: Flask) -> None:
    with pytest.raises(LookupError, match="no feature declares"):
        outbox.post("nonsense", "1")


def test_when_there_is_nothing_to_say_any_more_nothing_leaves(office: Flask, writer: Writer) -> None:
    message_id = writer.post(None)
    outbox.deliver_due()
    assert (outcome_of(message_id), kept_mails()) == (Outcome.NOTHING_TO_SAY, [])


def test_the_gate_is_asked_again_at_hand_over(office: Flask, writer: Writer) -> None:
    stopped, other = writer.post(a_letter("ann@example.com")), writer.post(a_letter("bea@example.com"))
    stop("ann@example.com", Scope.ALL_CONTACT)
    outbox.deliver_due()
    assert (outcome_of(stopped), outcome_of(other)) == (Outcome.REFUSED_BY_GATE, Outcome.HANDED_OVER)


def test_service_mail_goes_on_after_every_other_stop(office: Flask, writer: Writer) -> None:
    stop("ann@example.com", Scope.ALL_MARKETING)
    stop("ann@example.com", Scope.TOPIC, every_topic()[0].slug)
    message_id = writer.post(a_letter("ann@example.com"))
    outbox.deliver_due()
    assert outcome_of(message_id) == Outcome.HANDED_OVER


def test_a_text_that_must_not_reach_a_header_leaves_with_no_mail(office: Flask, writer: Writer) -> None:
    message_id = writer.post(a_letter(subject="Hi =?utf-8?q?x=0D=0ABcc:_v=40x.org?="))
    outbox.deliver_due()
    assert (attempts_of(message_id), kept_mails()) == ([(Outcome.CANNOT_COMPOSE, None)], [])


def test_what_composing_wrote_is_kept_before_the_mail_leaves(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    server.dies_at_data = True
    outbox.deliver(writer.post(posting_another(writer), "once"))
    assert service.is_due()


def test_a_feature_that_breaks_costs_its_own_message_only(office: Flask, writer: Writer) -> None:
    broken, well = writer.post(ValueError("ann@example.com")), writer.post(a_letter())
    outbox.deliver_due()
    assert (outcome_of(broken), outcome_of(well)) == (None, Outcome.HANDED_OVER)
    writer.letters["ref0"] = a_letter()
    later(DELAYS[0])
    assert outcome_of(broken) == Outcome.HANDED_OVER


def test_of_several_workers_one_hands_a_message_over(office: Flask, writer: Writer) -> None:
    ids = [writer.post(a_letter()) for _ in range(5)]
    workers = [threading.Thread(target=sweep, args=(office,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert {outcome_of(each) for each in ids} == {Outcome.HANDED_OVER}
    assert sorted(writer.asked) == sorted(f"ref{number}" for number in range(5))


def stop(address: str, scope: Scope, slug: str = "") -> None:
    suppression.suppress(suppression.mark_for(address), scope, reason="test", act_id="0" * 32, topic_slug=slug)
    session().commit()


def posting_another(writer: Writer) -> Callable[[], Letter]:
    """A letter whose composing writes: it puts another message into the outbox."""

    def compose() -> Letter:
        outbox.post("note", "another")
        return a_letter()

    return compose


def sweep(app: Flask) -> None:
    with app.app_context():
        outbox.deliver_due()
