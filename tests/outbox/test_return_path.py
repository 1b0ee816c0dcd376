"""A bounce finds the message it is about, by a token nobody can guess, or by the Message-ID. Nothing else does."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app import outbox
from app.core.database import session
from tests.conftest import Shop
from tests.databases import key
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, the_message, with_writer

BOUNCES = "Bounces@choices.example.com"
OLD, NEW = key("secret"), key("newer")


@pytest.fixture
def bouncing(server: MailServer, make_app: Shop, writer: Writer) -> Iterator[Flask]:
    app = with_writer(make_app(MAIL_URL=server.url, BOUNCE_ADDRESS=BOUNCES), writer)
    with app.app_context():
        yield app
        if "outbox_transport" in app.extensions:
            app.extensions["outbox_transport"].close()


def posted(writer: Writer) -> outbox.Message:
    writer.post(a_letter())
    return the_message(f"ref{len(writer.letters) - 1}")


def test_the_envelope_sender_has_a_token_and_from_stays_the_brands(
    bouncing: Flask, server: MailServer, writer: Writer
) -> None:
    outbox.deliver(writer.post(a_letter()))
    (mail,) = server.mails
    local, _, domain = str(mail.mail_from).partition("@")
    name, _, token = local.partition("+")
    assert (name, domain) == ("Bounces", "choices.example.com")
    assert outbox.message_of_verp(token) == the_message("ref0")
    assert f"<{bouncing.extensions['settings'].brand.email}>".encode() in bytes(mail.content or b"")


def test_without_a_bounce_address_mail_comes_back_to_the_brand(
    smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    outbox.deliver(writer.post(a_letter()))
    assert server.mails[0].mail_from == smtp_office.extensions["settings"].brand.email


def test_a_token_is_short_and_survives_servers_that_write_it_large(bouncing: Flask, writer: Writer) -> None:
    message, other = posted(writer), posted(writer)
    token = outbox.verp_of(message)
    assert len(token) <= 24 and token.islower() and token.isalnum()
    assert outbox.message_of_verp(token.upper()) == message
    assert outbox.message_of_verp(outbox.verp_of(other)) == other


def test_a_token_that_was_changed_or_made_up_is_nobodys(bouncing: Flask, writer: Writer) -> None:
    token = outbox.verp_of(posted(writer))
    for place in range(24):
        forged = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]
        assert outbox.message_of_verp(forged) is None


@pytest.mark.parametrize("token", ["", "a", "a" * 24, "1" * 24, "é" * 24, "a" * 23 + "\x00", "a" * 5000, "=" * 24])
def test_garbage_is_nobodys(token: str, bouncing: Flask, writer: Writer) -> None:
    posted(writer)
    assert outbox.message_of_verp(token) is None
    assert outbox.message_of_id(token) is None


def test_a_number_used_again_matches_no_old_bounce(bouncing: Flask, writer: Writer) -> None:
    message = posted(writer)
    token = outbox.verp_of(message)
    message.message_id = "another@example.com"
    session().flush()
    assert outbox.message_of_verp(token) is None


def test_a_token_outlives_the_rotation_of_secrets(make_app: Callable[..., Flask], writer: Writer) -> None:
    with with_writer(make_app(SECRET_KEYS=OLD), writer).app_context():
        token = outbox.verp_of(posted(writer))
    with with_writer(make_app(SECRET_KEYS=f"{NEW},{OLD}"), writer).app_context():
        assert outbox.message_of_verp(token) == the_message("ref0")
    with with_writer(make_app(SECRET_KEYS=NEW), writer).app_context():
        assert outbox.message_of_verp(token) is None


def test_a_message_id_finds_its_message_with_and_without_brackets(bouncing: Flask, writer: Writer) -> None:
    message, other = posted(writer), posted(writer)
    assert outbox.message_of_id(f" <{message.message_id}> ") == message
    assert outbox.message_of_id(other.message_id) == other
    assert outbox.message_of_id("<nobody@example.com>") is None


@pytest.mark.parametrize("secret", ["", "p" * 24])
def test_only_where_postmark_reports_to_us_does_a_mail_name_itself_to_postmark(
    secret: str, server: MailServer, make_app: Shop, writer: Writer
) -> None:
    app = with_writer(make_app(MAIL_URL=server.url, POSTMARK_SECRET=secret), writer)
    with app.app_context():
        message = posted(writer)
        outbox.deliver(message.id)
        told = f"X-PM-Metadata-sayso: {outbox.verp_of(message)}\r\n".encode()
        assert (told in (server.mails[0].original_content or b"")) == bool(secret)
        app.extensions["outbox_transport"].close()
