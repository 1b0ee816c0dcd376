"""What tests of the desk's mail pages do again and again."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import insert, select, update

from app import outbox
from app.audit.models import AuditNote
from app.core import clock
from app.core.database import session
from app.core.feature import Declarations, Feature
from app.core.messages import MessageKind
from app.features import FEATURES
from app.outbox import Message, Outcome
from app.outbox.models import Attempt
from tests.browser import Browser, words
from tests.outbox.office import Writer, a_letter

PAGE = "/staff/mail"
POISON = a_letter(subject="=?x?=")


def read(browser: Browser, address: str = PAGE) -> str:
    browser.get(address)
    assert browser.page
    return browser.page.text


def rows(browser: Browser) -> list[str]:
    """The numbers of the messages a list shows."""
    assert browser.page
    tables = browser.page.all("table")
    return [words(row.findall("th")[0]).split()[0] for row in tables[0].findall("tbody/tr")] if tables else []


def poisoned(writer: Writer, kind: str = "note") -> int:
    """A message that is set aside."""
    message_id = writer.post(POISON, kind)
    outbox.deliver(message_id)
    return message_id


def ended(writer: Writer, outcome: Outcome, kind: str = "note") -> int:
    """A message that came to that end an hour ago."""
    message_id = writer.post(a_letter(), kind)
    end = {"done_at": clock.now() - timedelta(hours=1), "outcome": outcome, "tries": 8}
    session().execute(update(Message).where(Message.id == message_id).values(**end))
    session().commit()
    return message_id


def acts() -> list[str]:
    """What the trail says was done about mail."""
    session().rollback()
    return list(session().scalars(select(AuditNote.act).where(AuditNote.act.like("mail.%")).order_by(AuditNote.id)))


def buttons(browser: Browser, number: int) -> set[str]:
    """What the page of a message offers."""
    said = read(browser, f"{PAGE}/{number}")
    return {words for words in ("Retry now", "Drop", "Undo drop") if f"{words} (message {number})" in said}


def posts(browser: Browser, act: str, number: int) -> int:
    """Send what an old page would send. The status of the answer."""
    browser.get(PAGE)
    assert browser.page
    token = next(field.get("value") for field in browser.page.all("input") if field.get("name") == "csrf_token")
    return browser.post(f"{PAGE}/{number}/{act}", data={"csrf_token": token}).status_code


def with_an_end(app: Flask, writer: Writer) -> list[tuple[str, str]]:
    """The kind "note" now wants to know how its messages end. What it was told."""
    told: list[tuple[str, str]] = []
    kind = MessageKind(
        "note", "at_least_once", writer.compose, ended=lambda reference, outcome: told.append((reference, outcome))
    )
    app.extensions["declarations"] = Declarations((*FEATURES, Feature("writer", messages=(kind,))))
    return told


def many(tab: str, count: int) -> None:
    """So many more messages in that list, each with a try."""
    now = clock.now()
    values = {"kind": "note", "reference": "r", "created_at": now, "due_at": now, "tries": 1}
    end = {"aside": {"set_aside_at": now, "set_aside_why": "no_kind"}, "ended": {"done_at": now, "outcome": "gave_up"}}
    rows = [{**values, **end.get(tab, {}), "message_id": f"{count}-{number}@x"} for number in range(count)]
    ids = list(session().scalars(insert(Message).returning(Message.id), rows))
    session().execute(insert(Attempt), [{"message_id": number, "at": now, "outcome": "broke"} for number in ids])
    session().commit()
