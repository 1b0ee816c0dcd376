"""The two headers of mail its reader can stop, and the mailbox beside them while somebody reads it."""

import email
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from flask import Flask

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.mailboxes import LATELY, note_reading
from app.core.messages import Letter
from tests.outbox.office import Writer, a_letter, attempts_of, kept_mails, outcome_of, with_writer

STOPS = "stop@shop.example.com"
TOKEN = "AQd_" + "X-y9" * 13 + "Qq"
URL = f"https://choices.example.com/u/{TOKEN}"


@pytest.fixture
def app(make_app: Callable[..., Flask], writer: Writer) -> Flask:
    return with_writer(make_app(UNSUBSCRIBE_MAILBOX=STOPS), writer)


def stoppable(url: str = URL) -> Letter:
    return Letter("ann@example.com", a_letter().context, stop_url=url)


def mailed(writer: Writer, letter: Letter) -> EmailMessage:
    outbox.deliver(writer.post(letter))
    return cast(EmailMessage, email.message_from_bytes(kept_mails()[-1].read_bytes(), policy=default))


def test_mail_its_reader_can_stop_has_both_headers_once(office: Flask, writer: Writer) -> None:
    mail = mailed(writer, stoppable())
    assert mail.get_all("List-Unsubscribe") == [f"<{URL}>"]
    assert mail.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]


def test_service_mail_has_neither(office: Flask, writer: Writer) -> None:
    note_reading(STOPS)
    session().commit()
    assert not [name for name in mailed(writer, a_letter()).keys() if name.lower().startswith("list-")]  # noqa: SIM118


def test_the_mailbox_is_named_while_somebody_reads_it_with_the_token_as_it_is(office: Flask, writer: Writer) -> None:
    note_reading(STOPS)
    session().commit()
    assert mailed(writer, stoppable())["List-Unsubscribe"] == f"<{URL}>, <mailto:{STOPS}?subject={TOKEN}>"
    with clock.set_to(clock.now() + LATELY + timedelta(minutes=1)):
        assert mailed(writer, stoppable())["List-Unsubscribe"] == f"<{URL}>"


def test_a_mailbox_that_was_changed_begins_unread(office: Flask, writer: Writer) -> None:
    note_reading("old@shop.example.com")
    session().commit()
    assert mailed(writer, stoppable())["List-Unsubscribe"] == f"<{URL}>"


def test_a_stop_link_that_is_none_ends_its_message_and_no_other(
    office: Flask, writer: Writer, caplog: pytest.LogCaptureFixture
) -> None:
    broken, well = writer.post(stoppable("https://x/u/a> , <https://evil")), writer.post(stoppable())
    outbox.deliver_due()
    assert (outcome_of(broken), outcome_of(well)) == (None, "handed_over")
    assert attempts_of(broken) == [("cannot_compose", None)]
    assert "List-Unsubscribe" in caplog.text and "evil" not in caplog.text


def test_odd_letters_of_a_mailbox_stay_inside_its_link() -> None:
    assert (
        outbox.list_unsubscribe("https://x/u/T", "a?b&c@x.example")
        == "<https://x/u/T>, <mailto:a%3Fb%26c@x.example?subject=T>"
    )
