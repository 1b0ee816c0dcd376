"""How many mails a second leave through the outbox, beside bare hand-overs to the same server in the same run.

    make bench

The outbox claims, composes, asks the gate twice, hands over and notes the end, in three durable transactions a mail. The bare
line is smtplib on one connection, with the same bytes. What matters is that the share does not grow with the number that waits.
"""

from __future__ import annotations

import smtplib
import tempfile
from pathlib import Path

from flask import Flask
from sqlalchemy import insert

from app import outbox
from app.core import clock
from app.core.database import random_id, session, table
from app.core.messages import BULK
from app.core.settings import Settings
from app.factory import create_app
from app.factory.setup import migrate
from app.identity.asking import MESSAGE, Wish, ask
from app.outbox.jobs import deliver_next
from benchmarks.bench_hot_paths import per_second, show
from tests.mail_server import mail_server

WAITING = (200, 20_000)
ROUNDS = 150


def fill(count: int) -> None:
    """Sign-in mail that somebody waits for, behind it any number that has time."""
    for number in range(ROUNDS + ROUNDS // 10):
        ask(Wish(f"p{number}@example.com"), f"network-{number // 10}")
        session().commit()
    now = clock.now()
    common = {"kind": MESSAGE, "created_at": now, "due_at": now, "tries": 0, "rank": BULK}
    rows = [{"reference": random_id(), "message_id": f"{number}@bench", **common} for number in range(count)]
    session().execute(insert(table(outbox.Message)), rows)
    session().commit()


def bare(port: int, content: bytes) -> float:
    """smtplib, one connection, one thread."""
    with smtplib.SMTP("127.0.0.1", port) as connection:
        return per_second(lambda _number: connection.sendmail("shop@example.com", "a@example.com", content), ROUNDS)


def through_the_outbox(app: Flask) -> float:
    """One lane."""
    with app.app_context():
        return per_second(lambda _number: deliver_next(at_once=True), ROUNDS)


def main() -> None:
    """One line for the bare server, one for each number that waits."""
    for waiting in WAITING:
        with mail_server() as server, tempfile.TemporaryDirectory() as folder:
            app = create_app(Settings.from_environ({"MAIL_URL": server.url}, Path(folder)))
            app.test_cli_runner().invoke(migrate)
            with app.app_context():
                fill(waiting)
            left = through_the_outbox(app)
            content = bytes(server.mails[-1].original_content or b"")
            show(f"outbox, {waiting:,} wait", left, bare(server.port, content), "of bare hand-overs")
            app.extensions["outbox_transport"].close()


if __name__ == "__main__":
    main()
