"""The site's own services, called beside it to post mail, and questions to its outbox past the product."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import NullPool, create_engine, text

from app import outbox
from app.core.database import db, session
from app.core.settings import Settings
from app.factory import create_app
from app.identity.asking import Wish, ask
from app.staff import Role
from tests.desk import a_member
from tests.drills.site import Site

SIGN_IN, SERVICE = "sign_in", "staff_changed"  # what somebody waits for, and what can wait a little
STUCK = 90  # seconds without any message leaving
ATTEMPTS = "SELECT a.message_id, a.outcome FROM outbox_attempt a ORDER BY a.id"
MESSAGES = "SELECT id, kind, message_id, reference, outcome, done_at IS NOT NULL, tries FROM outbox_message"
OPEN = "SELECT count(*) FROM outbox_message WHERE done_at IS NULL"


@dataclass(frozen=True)
class Message:
    """How a message stands, and what each try to hand it over brought."""

    id: int
    kind: str
    message_id: str
    reference: str
    outcome: str | None
    is_done: bool
    tries: int
    attempts: tuple[str, ...]


class Office:
    """One clerk beside the site, with its settings and its database."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.app: Flask = create_app(Settings.from_environ(site.environ))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """An application context whose connections end with it: the database may be killed afterwards."""
        with self.app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()
            if rung := self.app.extensions.pop("outbox_bell", None):
                rung.huey.storage.close()

    def post_sign_in(self, number: int) -> None:
        """The mail of somebody who waits for it at her screen."""
        with self.at_work():
            ask(Wish(f"signs-in-{number}@example.com"), f"198.51.100.{number}")
            session().commit()

    def post_service(self, numbers: range) -> None:
        """For each number a sign-in mail and a service mail, each to an address of its own."""
        for number in numbers:
            self.post_sign_in(number)
            with self.at_work():
                member = a_member(f"works-{number}@example.com", Role.SUPPORT)
                outbox.post(SERVICE, f"{member.id}/codes/1767225600")
                session().commit()

    def post_many(self, count: int) -> None:
        """That many service mails at once, to one member."""
        with self.at_work():
            member = a_member("works-much@example.com", Role.SUPPORT)
            for number in range(count):
                outbox.post(SERVICE, f"{member.id}/codes/{1767225600 + number}")
            session().commit()

    def messages(self) -> list[Message]:
        """All of the outbox."""
        attempts: dict[int, list[str]] = {}
        for message_id, outcome in self.ask(ATTEMPTS):
            attempts.setdefault(message_id, []).append(outcome)
        found = self.ask(MESSAGES)
        return [Message(*row[:5], bool(row[5]), row[6], tuple(attempts.get(row[0], ()))) for row in found]

    def waiting(self) -> int:
        """How many messages are not over."""
        return int(self.ask(OPEN)[0][0])

    def wait_until_left(self, count: int = 0) -> None:
        """Until no more than that many messages wait. Fails when nothing moves any more."""
        left, moved_at = self.waiting(), time.monotonic()
        while left > count:
            assert time.monotonic() < moved_at + STUCK, f"{left} messages wait, and none leaves"
            time.sleep(0.3)
            left, before = self.waiting(), left
            moved_at = moved_at if left == before else time.monotonic()

    def ask(self, statement: str, **values: Any) -> list[Any]:
        """One statement over a connection of its own."""
        engine = create_engine(self.site.database.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)
        with engine.begin() as connection:
            result = connection.execute(text(statement), values)
            found = list(result) if result.returns_rows else []
        engine.dispose()
        return found
