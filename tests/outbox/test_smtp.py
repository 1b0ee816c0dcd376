"""Talking to a real mail server: one connection, its answers, and what a broken talk means."""

import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.refusals import BadSetting
from app.outbox.transports import Mail, MaybeHandedOver, NeedsSmtputf8, NotHandedOver, Refused, TryAgain
from app.outbox.transports.opening import encryption
from app.outbox.transports.smtp import Smtp
from tests.mail_server import MailServer, mail_server, self_made_certificate

MAIL = Mail("name", "shop@example.com", "ann@example.com", b"Subject: x\r\n\r\nbody\r\n")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def smtp(server: MailServer) -> Iterator[Smtp]:
    transport = Smtp(server.url, "choices.example.com")
    yield transport
    transport.close()


def refusal(smtp: Smtp, mail: Mail = MAIL) -> NotHandedOver:
    with pytest.raises(NotHandedOver) as no:
        smtp.send(mail)
    return no.value


def test_mails_share_one_connection(server: MailServer, smtp: Smtp) -> None:
    for _ in range(5):
        smtp.send(MAIL)
    assert (len(server.mails), server.connections) == (5, 1)


def test_a_connection_that_the_server_closed_costs_no_mail(server: MailServer, smtp: Smtp) -> None:
    smtp.send(MAIL)
    server.hang_up()
    smtp.send(MAIL)
    assert (len(server.mails), server.connections) == (2, 2)


def test_a_server_that_says_goodbye_on_a_kept_connection_costs_no_mail(server: MailServer, smtp: Smtp) -> None:
    smtp.send(MAIL)
    server.replies["MAIL"] = ["421 closing"]
    smtp.send(MAIL)
    assert len(server.mails) == 2


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
@pytest.mark.parametrize(("code", "kind"), [(450, TryAgain), (452, TryAgain), (550, Refused), (554, Refused)])
def test_four_means_later_and_five_means_never(
    verb: str, code: int, kind: type[NotHandedOver], server: MailServer, smtp: Smtp
) -> None:
    server.replies[verb] = [f"{code} 5.1.1 no"]
    no = refusal(smtp)
    assert (type(no), no.reply_code, no.is_away) == (kind, code, False)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_after_a_refusal_the_same_connection_takes_the_next_mail(verb: str, server: MailServer, smtp: Smtp) -> None:
    smtp.send(MAIL)
    server.replies[verb] = ["550 no"]
    refusal(smtp)
    smtp.send(MAIL)
    assert (len(server.mails), server.connections) == (2, 1)


def test_a_refused_sender_is_a_setting_to_mend_and_no_mails_fault(server: MailServer, smtp: Smtp) -> None:
    server.replies["MAIL"] = ["553 not your address"]
    no = refusal(smtp)
    assert (type(no), no.reply_code) == (TryAgain, 553)


def test_a_talk_that_breaks_after_the_mail_left_is_of_unknown_end(server: MailServer, smtp: Smtp) -> None:
    server.dies_at_data = True
    assert type(refusal(smtp)) is MaybeHandedOver
    server.dies_at_data = False
    smtp.send(MAIL)
    assert len(server.mails) == 1


def test_starttls_is_used_where_it_is_offered(tmp_path: Path) -> None:
    with mail_server(tls_context=self_made_certificate(tmp_path)) as server:
        smtp = Smtp(server.url, "choices.example.com")
        smtp.send(MAIL)
        smtp.close()
        assert server.encrypted == [True]


def test_who_names_a_password_is_logged_in_with_escapes_read(tmp_path: Path) -> None:
    with mail_server(tls_context=self_made_certificate(tmp_path)) as server:
        smtp = Smtp(f"smtp://shop%40example.com:let%20me%20in@127.0.0.1:{server.port}", "localhost")
        smtp.send(MAIL)
        smtp.close()
        assert server.logins == [(b"shop@example.com", b"let me in")]


def test_a_wrong_password_loses_no_mail(tmp_path: Path) -> None:
    with mail_server(tls_context=self_made_certificate(tmp_path)) as server:
        no = refusal(Smtp(f"smtp://shop:wrong@127.0.0.1:{server.port}", "localhost"))
        assert (type(no), no.reply_code, no.is_away) == (TryAgain, 535, True)


def test_certificates_of_other_machines_are_checked() -> None:
    assert encryption("mail.example.com").verify_mode == ssl.CERT_REQUIRED
    assert encryption("mail.example.com").check_hostname
    assert encryption("127.0.0.1").verify_mode == ssl.CERT_NONE


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(server: MailServer, smtp: Smtp) -> None:
    mail = Mail("name", "shop@example.com", "zoë@example.com", "To: zoë@example.com\r\n\r\nx\r\n".encode(), True)
    smtp.send(mail)
    assert server.mails[0].rcpt_tos == ["zoë@example.com"]
    with mail_server(enable_SMTPUTF8=False) as plain:
        other = Smtp(plain.url, "localhost")
        assert type(refusal(other, mail)) is NeedsSmtputf8
        other.send(MAIL)
        other.close()


@pytest.mark.parametrize("url", ["smtp://", "smtp:///x", "smtp://host:port", "smtp://host:99999"])
def test_an_address_without_a_server_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(BadSetting, match="MAIL_URL"):
        Smtp(url, "localhost")


def test_the_errors_of_the_library_are_what_we_catch() -> None:
    assert issubclass(smtplib.SMTPException, OSError)
