"""A feature of the tests' own, which writes what each test tells it to, and questions about what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.feature import Declarations, Feature
from app.core.messages import Letter, MessageKind
from app.core.settings import current
from app.features import FEATURES

TEMPLATES = {
    "mail/{}/subject.txt": "{{ subject }}\n",
    "mail/{}/body.txt": "Hello {{ name }},\n\n{{ link }}\n",
    "mail/{}/body.html": "<!doctype html><html lang='{{ lang }}'><head><title>x</title><style>p{color:#111}</style></head>"
    "<body><p>Hello {{ name }}</p><a href='{{ link }}'>{{ brand.name }}</a></body></html>",
}


def a_letter(to: str = "ann@example.com", subject: str = "A note", **more: str) -> Letter:
    return Letter(to, {"subject": subject, "name": "Ann", "link": "http://127.0.0.1:8000/x?y=1", **more})


@dataclass
class Writer:
    """What the tests' feature has to say to each reference, and what it was asked."""

    letters: dict[str, Letter | Exception | Callable[[], Letter | None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def compose(self, reference: str) -> Letter | None:
        self.asked.append(reference)
        found = self.letters.get(reference)
        if isinstance(found, Exception):
            raise found
        return found() if callable(found) else found

    def post(self, letter: Letter | Exception | Callable[[], Letter | None] | None, kind: str = "note") -> int:
        """Put a message into the outbox and commit. Returns its id."""
        reference = f"ref{len(self.letters)}"
        if letter is not None:
            self.letters[reference] = letter
        outbox.post(kind, reference)
        message_id = the_message(reference).id
        session().commit()
        return message_id


def the_message(reference: str) -> outbox.Message:
    return session().scalars(select(outbox.Message).where(outbox.Message.reference == reference)).one()


def outcome_of(message_id: int) -> str | None:
    """How a message stands, read anew."""
    session().rollback()
    session().expire_all()
    return session().scalars(select(outbox.Message.outcome).where(outbox.Message.id == message_id)).one()


def attempts_of(message_id: int) -> list[tuple[str, int | None]]:
    found = select(outbox.Attempt).where(outbox.Attempt.message_id == message_id).order_by(outbox.Attempt.id)
    return [(attempt.outcome, attempt.reply_code) for attempt in session().scalars(found)]


def kept_mails() -> list[Path]:
    """The mails in the development inbox, oldest first."""
    return sorted(current().inbox_folder.glob("*.eml"))


def with_writer(app: Flask, writer: Writer) -> Flask:
    """Give the application a feature of two message kinds that `writer` composes."""
    kinds = (MessageKind("note", "at_least_once", writer.compose), MessageKind("once", "at_most_once", writer.compose))
    app.extensions["declarations"] = Declarations((*FEATURES, Feature("writer", messages=kinds)))
    texts = {name.format(kind.name): text for kind in kinds for name, text in TEMPLATES.items()}
    app.jinja_env.loader = ChoiceLoader([DictLoader(texts), app.jinja_env.loader or DictLoader({})])
    return app


def later(by: timedelta) -> None:
    """Sweep at another time."""
    with clock.set_to(clock.now() + by):
        outbox.deliver_due()
