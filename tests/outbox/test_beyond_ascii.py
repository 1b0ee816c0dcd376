"""An address with letters beyond ASCII is written to as it is, or plainly refused; never as something else."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app import outbox
from app.outbox import Outcome
from tests.conftest import Shop
from tests.mail_server import MailServer, mail_server
from tests.outbox.office import Writer, a_letter, attempts_of, outcome_of, with_writer

ZOE = "zoë@xn--bcher-kva.example"


@pytest.fixture
def plain_server() -> Iterator[MailServer]:
    with mail_server(enable_SMTPUTF8=False) as running:
        yield running


@pytest.fixture
def plain_office(plain_server: MailServer, make_app: Shop, writer: Writer) -> Iterator[Flask]:
    app = with_writer(make_app(MAIL_URL=plain_server.url), writer)
    with app.app_context():
        yield app
        app.extensions["outbox_transport"].close()


def test_it_is_written_as_it_is_where_the_server_can(smtp_office: Flask, server: MailServer, writer: Writer) -> None:
    outbox.deliver(writer.post(a_letter(ZOE)))
    (mail,) = server.mails
    assert mail.rcpt_tos == [ZOE]
    assert "SMTPUTF8" in mail.mail_options
    assert f"\r\nTo: {ZOE}\r\n".encode() in bytes(mail.content or b"")


def test_it_is_refused_by_its_own_word_where_the_server_cannot(
    plain_office: Flask, plain_server: MailServer, writer: Writer
) -> None:
    beyond, other = writer.post(a_letter(ZOE)), writer.post(a_letter())
    outbox.deliver_due()
    assert (outcome_of(beyond), outcome_of(other)) == (Outcome.NEEDS_SMTPUTF8, Outcome.HANDED_OVER)
    assert attempts_of(beyond) == [("needs_smtputf8", None)]
    assert [mail.rcpt_tos for mail in plain_server.mails] == [["ann@example.com"]]


def test_a_domain_beyond_ascii_needs_nothing_of_the_server(
    plain_office: Flask, plain_server: MailServer, writer: Writer
) -> None:
    outbox.deliver(writer.post(a_letter("ann@bücher.example")))
    assert plain_server.mails[0].rcpt_tos == ["ann@xn--bcher-kva.example"]
    assert plain_server.mails[0].mail_options == []
