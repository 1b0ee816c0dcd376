"""Restoring in parts, and by two presses in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import outbox
from app.audit.models import AuditNote
from app.consent import ConsentEntry
from app.core.database import session
from app.staff import SignedIn
from app.stops import answering
from tests.browser import Browser
from tests.desk import MAX, a_member
from tests.makers import may
from tests.stops.scanner import Mailing

pytestmark = pytest.mark.usefixtures("app_context")
AT = datetime(2026, 7, 8, 15, tzinfo=UTC)
LATER = AT + timedelta(hours=2)


@pytest.fixture
def mailing(client: Browser) -> Mailing:
    """A mailing of twelve people that a scanner pressed."""
    found = Mailing(AT)
    found.pressed(client)
    return found


def restore(number: int, member: SignedIn) -> None:
    """What the page's button does."""
    for part in answering.parts(number, None):
        answering.restore(number, part, None, member, "Restore")
        session().commit()


def counted() -> tuple[int, int]:
    """(ledger lines of restores, mails about them)."""
    lines = select(func.count()).where(ConsentEntry.method == "scanner_restore")
    mails = select(func.count()).where(outbox.Message.kind == answering.MESSAGE)
    return session().scalar(lines) or 0, session().scalar(mails) or 0


def max_() -> SignedIn:
    member = a_member(MAX)
    return SignedIn(member.id, member.role, MAX, MAX, "", True)


def test_many_are_restored_in_parts_with_a_note_each(mailing: Mailing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "AT_ONCE", 5)
    (burst,) = mailing.look()
    with time_machine.travel(LATER, tick=False):
        restore(burst.id, max_())
    assert counted() == (12, 12)
    notes = session().scalars(select(AuditNote.act).where(AuditNote.act == "stops.restore")).all()
    assert len(notes) == 3


def test_two_presses_in_one_moment_restore_once(app: Flask, mailing: Mailing) -> None:
    (burst,) = mailing.look()
    member = max_()
    session().commit()

    def press(_number: int) -> None:
        with app.app_context():
            restore(burst.id, member)

    with time_machine.travel(LATER, tick=False), ThreadPoolExecutor(3) as staff:
        list(staff.map(press, range(3)))
    assert counted() == (12, 12)
    assert {may(address, mailing.topic) for address in mailing.people} == {"yes chosen"}
