"""What our own program cannot get out is set aside with its reason, and blocks nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.feature import Declarations
from app.features import FEATURES
from app.outbox import Message, Outcome, service
from app.outbox.outcomes import KEPT_FOR, LEASE
from app.outbox.setting_aside import BREAKS, LOST_LEASES, in_words
from tests.mail_server import MailServer
from tests.outbox.office import Writer, a_letter, attempts_of, kept_mails, later, outcome_of

DAY = timedelta(days=1)


def reason_of(message_id: int) -> str | None:
    """Why it is set aside, as kept; None for one that is not."""
    session().expire_all()
    found = session().get(Message, message_id)
    assert found is not None
    return found.set_aside_why if found.set_aside_at else None


def swept_for_days(days: int = 2) -> None:
    """Every quarter of an hour somebody looks."""
    for quarter in range(days * 96):
        later(timedelta(minutes=15 * quarter))


def test_what_breaks_again_and_again_is_set_aside_with_class_and_place(office: Flask, writer: Writer) -> None:
    message_id = writer.post(ValueError("no such horse: ann@example.com"))
    for tries in range(BREAKS):
        assert reason_of(message_id) is None
        later(tries * DAY)
    why = reason_of(message_id) or ""
    assert why.startswith("error:ValueError tests/outbox/office.py:")
    assert "ann" not in why and "horse" not in why
    assert in_words(why).startswith("ValueError at tests/outbox/office.py:")


def test_what_is_set_aside_is_tried_no_more_and_stays(office: Flask, writer: Writer) -> None:
    message_id = writer.post(ValueError())
    swept_for_days()
    assert (len(attempts_of(message_id)), outcome_of(message_id)) == (BREAKS, None)
    with clock.set_to(clock.now() + 2 * KEPT_FOR):
        assert service.forget_done() == 0
    assert reason_of(message_id)


def test_it_blocks_nobody(office: Flask, writer: Writer) -> None:
    writer.post(ValueError()), writer.post(a_letter())
    for tries in range(BREAKS):
        later(tries * DAY)
    after = writer.post(a_letter())
    outbox.deliver_due()
    assert (outcome_of(after), len(kept_mails())) == (Outcome.HANDED_OVER, 2)


def test_a_header_that_cannot_hold_its_text_is_a_reason_at_once(office: Flask, writer: Writer) -> None:
    message_id = writer.post(a_letter(subject="Hi =?utf-8?q?x?= ann@example.com"))
    outbox.deliver_due()
    assert reason_of(message_id) == "header:Subject"
    assert in_words("header:Subject") == "Its text cannot stand in the header Subject"


def test_a_kind_that_nobody_declares_any_more_is_a_reason(app: Flask, office: Flask, writer: Writer) -> None:
    message_id = writer.post(a_letter())
    app.extensions["declarations"] = Declarations(FEATURES)
    for tries in range(BREAKS):
        later(tries * DAY)
    assert reason_of(message_id) == "no_kind"
    assert in_words("no_kind") == "This program no longer knows such mail"


def test_a_message_that_ends_every_worker_is_set_aside(office: Flask, writer: Writer) -> None:
    message_id, moment = writer.post(a_letter()), clock.now()
    for _ in range(LOST_LEASES):
        with clock.set_to(moment):
            assert service.claim(message_id)
            session().commit()
        moment += LEASE + timedelta(seconds=1)
    with clock.set_to(moment):
        outbox.deliver_due()
    assert (reason_of(message_id), kept_mails()) == ("worker_died", [])


def test_a_worker_that_ended_now_and_then_is_bad_luck(office: Flask, writer: Writer) -> None:
    message_id, moment = writer.post(a_letter()), clock.now()
    for _ in range(LOST_LEASES - 1):
        with clock.set_to(moment):
            assert service.claim(message_id)
            session().commit()
        moment += LEASE + timedelta(seconds=1)
    with clock.set_to(moment):
        outbox.deliver_due()
    assert (reason_of(message_id), outcome_of(message_id)) == (None, Outcome.HANDED_OVER)


def test_a_busy_database_is_no_fault_of_the_message(office: Flask, writer: Writer) -> None:
    message_id = writer.post(OperationalError("SELECT 1", {}, Exception("database is locked")))
    for tries in range(BREAKS + 1):
        later(tries * DAY)
    assert (reason_of(message_id), len(attempts_of(message_id))) == (None, BREAKS + 1)


@pytest.mark.parametrize(("kind", "aside"), [("note", True), ("once", False)])
def test_a_break_while_handing_over_uses_up_what_may_leave_once(
    kind: str, aside: bool, smtp_office: Flask, server: MailServer, writer: Writer
) -> None:
    office_transport(smtp_office, breaking)
    message_id = writer.post(a_letter(), kind)
    for tries in range(BREAKS):
        later(tries * DAY)
    assert (reason_of(message_id) is not None, outcome_of(message_id)) == (aside, None if aside else Outcome.UNKNOWN)


def breaking(_mail: object) -> None:
    raise KeyError("ann@example.com")


def office_transport(app: Flask, send: Callable[[object], None]) -> None:
    """A way out with a fault of ours in it."""

    class Broken:
        def send(self, mail: object) -> None:
            send(mail)

        def close(self) -> None:
            """Nothing is open."""

    app.extensions["outbox_transport"] = Broken()
