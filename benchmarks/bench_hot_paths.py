"""How fast the hot paths are, against what the machine can do in the same run.

    make bench

A one-click stop is measured against a bare durable commit of one row (the least any stop must cost), the gate against a bare
query by primary key, pages against `/healthz`. Ratios hold between machines; times do not.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app import consent, links, topics
from app.core.database import reading, session
from app.core.fingerprints import fingerprint
from app.core.settings import Settings
from app.factory import create_app
from app.factory.setup import migrate

ROUNDS = 300


def per_second(act: Callable[[int], object], rounds: int = ROUNDS) -> float:
    """How often `act(number)` runs in a second, after a warm-up of a tenth."""
    for number in range(rounds // 10):
        act(-1 - number)
    began = time.perf_counter()
    for number in range(rounds):
        act(number)
    return rounds / (time.perf_counter() - began)


def bare_commit(folder: Path) -> Callable[[int], object]:
    """One durable commit of one row, with the site's pragmas."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT)")
    return lambda number: connection.execute("INSERT INTO line (words) VALUES (?)", (f"stop {number}",))


def bare_read(folder: Path) -> Callable[[int], object]:
    """One row by its key."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    return lambda number: connection.execute("SELECT words FROM line WHERE id = ?", (abs(number) + 1,)).fetchone()


def stop_link(app: Flask, name: str) -> str:
    """A link for an address of its own."""
    with app.app_context(), reading():
        ring = app.extensions["settings"].fingerprint_keys
        topic = topics.topic_by_slug("weekly-deals")
        return "/u/" + links.stop_token(links.StopLink(fingerprint(ring, "email", f"{name}@example.com"), topic.id))


def one_click(app: Flask, name: str) -> Callable[[int], object]:
    """The one-click post of a mail program, each for another address (or, for a repeat, all for one)."""
    client = app.test_client()
    paths = {number: stop_link(app, name.format(number)) for number in range(-ROUNDS, ROUNDS)}

    def post(number: int) -> None:
        assert client.post(paths[number]).status_code == 200

    return post


def ask_gate(app: Flask) -> Callable[[int], object]:
    """May we write to this address about this topic?"""

    def ask(number: int) -> None:
        with app.app_context(), reading():
            consent.may_contact(f"new{abs(number)}@example.com", "weekly-deals")
            session().rollback()

    return ask


def get(app: Flask, path: str) -> Callable[[int], object]:
    """A page."""
    client = app.test_client()
    return lambda _number: client.get(path)


def main() -> None:
    """Print a line a path: times a second, and the share of its limit."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        app = create_app(Settings.from_environ({}, folder))
        app.test_cli_runner().invoke(migrate)
        commit, read = per_second(bare_commit(folder)), per_second(bare_read(folder))
        health = per_second(get(app, "/healthz"))
        print(f"limits: {commit:,.0f} durable commits, {read:,.0f} reads by key, {health:,.0f} x /healthz a second")
        show("one-click, first", per_second(one_click(app, "new{}")), commit, "of bare commits")
        show("one-click, repeated", per_second(one_click(app, "same")), health, "of /healthz")
        show("consent check", per_second(ask_gate(app)), read, "of bare reads")
        show("start page", per_second(get(app, "/")), health, "of /healthz")
        show("page of a stop link", per_second(get(app, stop_link(app, "new1"))), health, "of /healthz")


def show(name: str, rate: float, limit: float, what: str) -> None:
    """One line."""
    print(f"{name:22} {rate:8,.0f} a second  {rate / limit:7.1%} {what}")


if __name__ == "__main__":
    main()
