"""Handing over: what becomes of a message, and when it is tried again."""

import email
from email.policy import default

from flask import Flask

from app import outbox
from app.outbox import Outcome
from tests.outbox.office import Writer, a_letter, attempts_of, kept_mails, outcome_of


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
