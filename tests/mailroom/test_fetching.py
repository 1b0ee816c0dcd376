"""`flask mail fetch`: a mailbox over IMAP, read to its end, each mail once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select, text

from app.core import mailboxes
from app.core.database import session
from app.core.mail_settings import MailSettings
from app.core.mailbox_url import read_mailbox_url
from app.core.refusals import BadSetting
from app.mailroom.jobs import fetch_mail
from app.mailroom.mailbox import encryption
from app.mailroom.models import ReceivedMail
from app.mailroom.reading import read_bytes
from tests.cast import ANN, BEA, ann, bea
from tests.mail_server import self_made_certificate
from tests.mailroom.imap_server import ImapServer, imap_server
from tests.mailroom.letters import STOPS, a_letter, a_report
from tests.mailroom.sent import a_mail, a_stop_token, gate, methods, undeliverable_at

MINE = "stop@choices.example.com"


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[ImapServer]:
    with imap_server(self_made_certificate(tmp_path)) as server:
        yield server


def fetched(shop: Flask, url: str) -> tuple[int, str]:
    result = FlaskCliRunner(shop).invoke(args=["mail", "fetch", *([url] if url else []), "--once"])
    session().rollback()
    session().expire_all()
    return result.exit_code, result.output.strip()


def received() -> list[str]:
    return sorted(session().scalars(select(ReceivedMail.what)))


def test_every_unread_mail_is_dealt_with_and_marked(shop: Flask, mailbox: ImapServer) -> None:
    ann(), bea()
    mailbox.put(a_report(token=a_mail(ANN).token), a_letter(a_stop_token(BEA), "", to=STOPS), a_letter("STOP"))
    mailbox.read = {3}
    assert fetched(shop, mailbox.url) == (0, "1 event, 1 stop")
    assert undeliverable_at(ANN) and gate(BEA) == "no suppressed_marketing" and mailbox.read == {1, 2, 3}
    assert fetched(shop, mailbox.url) == (0, "no new mail")
    assert mailboxes.was_read_lately(MINE) and mailbox.asked[-1] == "LOGOUT"


def test_a_mail_that_lost_its_mark_is_known_again(shop: Flask, mailbox: ImapServer) -> None:
    mailbox.put(a_letter(a_stop_token(ANN), "", to=STOPS))
    assert fetched(shop, mailbox.url) == (0, "1 stop")
    mailbox.read.clear()
    assert fetched(shop, mailbox.url) == (0, "1 repeated") and methods() == ["mailto"]


def test_a_large_mail_comes_in_pieces_and_is_the_same_as_on_a_pipe(shop: Flask, mailbox: ImapServer) -> None:
    content = a_letter("Hello", "x" * 3_000_000)
    mailbox.put(content)
    assert fetched(shop, mailbox.url) == (0, "1 other") and mailbox.asked.count("FETCH") == 12
    assert session().scalars(select(ReceivedMail.digest)).all() == [read_bytes(content).digest]


def test_a_mail_the_server_cannot_give_holds_up_no_other(shop: Flask, mailbox: ImapServer) -> None:
    bea()
    mailbox.put(a_letter("Hello"), a_letter(a_stop_token(BEA), "", to=STOPS))
    mailbox.cannot_read = {1}
    code, said = fetched(shop, mailbox.url)
    assert (code, said.splitlines()[-1]) == (0, "1 not_given, 1 stop")
    assert gate(BEA) == "no suppressed_marketing" and mailbox.read == {2}
    mailbox.cannot_read.clear()
    assert fetched(shop, mailbox.url) == (0, "1 other")


def test_a_flooded_mailbox_is_looked_through_in_parts(
    shop: Flask, mailbox: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.put(*(a_letter("Hello", str(number)) for number in range(5)))
    mailbox.read = {2}
    monkeypatch.setattr("app.mailroom.mailbox.AT_A_TIME", 2)
    assert fetched(shop, mailbox.url) == (0, "4 other")
    assert mailbox.asked.count("SEARCH") == 3 and mailbox.read == {1, 2, 3, 4, 5}


def test_without_a_database_nothing_is_marked(shop: Flask, mailbox: ImapServer) -> None:
    mailbox.put(a_letter("STOP"))
    session().execute(text("ALTER TABLE mail_received RENAME TO elsewhere"))
    session().commit()
    assert fetched(shop, mailbox.url)[0] == 1 and mailbox.read == set()
    session().execute(text("ALTER TABLE elsewhere RENAME TO mail_received"))
    session().commit()
    assert not mailboxes.was_read_lately(MINE)
    assert fetched(shop, mailbox.url) == (0, "1 proposal")


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
def test_a_server_that_refuses_or_hangs_up_is_a_clear_line(shop: Flask, mailbox: ImapServer, command: str) -> None:
    mailbox.put(a_letter("STOP"))
    mailbox.refuses = {command}
    code, said = fetched(shop, mailbox.url)
    assert code == 1 and "could not be read" in said and "let me" not in said
    mailbox.refuses, mailbox.hangs_up_at = set(), command
    assert fetched(shop, mailbox.url)[0] == 1 and not mailboxes.was_read_lately(MINE)
    mailbox.hangs_up_at = ""
    assert fetched(shop, mailbox.url)[0] == 0 and received() == ["proposal"] and mailbox.read == {1}


def test_on_this_machine_a_server_may_do_without_encryption(shop: Flask) -> None:
    with imap_server(None) as server:
        server.put(a_letter("STOP"))
        assert fetched(shop, server.url) == (0, "1 proposal")


def test_a_server_that_is_away_is_a_clear_line(shop: Flask, mailbox: ImapServer) -> None:
    code, said = fetched(shop, f"imaps://a:b@127.0.0.1:{mailbox.port}/In%20here")
    assert (code, "sign-in" in said) == (1, True)
    assert fetched(shop, "imap://a:b@127.0.0.1:1")[0] == 1


def test_the_timed_job_reads_the_mailbox_of_the_settings(make_app: object, mailbox: ImapServer) -> None:
    mailbox.put(a_letter("STOP"))
    app = make_app(MAILBOX_URL=mailbox.url)  # type: ignore[operator]
    with app.app_context():
        assert fetch_mail() == "1 proposal"


def test_without_one_there_is_nothing_to_do(shop: Flask) -> None:
    assert fetch_mail() == "no mailbox is set"
    code, said = fetched(shop, "")
    assert code == 2 and "MAILBOX_URL" in said


@pytest.mark.parametrize(
    "url",
    [
        "http://a:b@host",
        "imaps://host",
        "imaps://a@host",
        "imaps://a:b@",
        "imap://a:b@mail.example.com",
        "imaps://a:b@h:x/",
    ],
)
def test_a_wrong_setting_is_refused_and_its_password_not_shown(url: str) -> None:
    with pytest.raises(BadSetting, match="MAILBOX_URL") as caught:
        MailSettings.from_environ({"MAILBOX_URL": url})
    assert ":b@" not in str(caught.value)


def test_certificates_of_other_machines_are_checked() -> None:
    far, here = read_mailbox_url("imaps://a:b@mail.example.com/x"), read_mailbox_url("imaps://a:b@127.0.0.1")
    assert encryption(far).check_hostname and not encryption(here).check_hostname
    assert "password" not in repr(far) and (far.port, far.folder, here.folder) == (993, "x", "INBOX")
