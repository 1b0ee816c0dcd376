"""Is it up, is it ready, and whom to tell about a hole."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.factory import health
from tests.browser import Browser


def test_the_process_answers(client: Browser) -> None:
    assert client.get("/healthz").get_json() == {"ok": True}


def test_a_migrated_database_with_queue_and_mail_is_ready(client: Browser) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {"ok": True, "database": "ok", "queue": "ok", "mail": "ok"}


def test_a_mail_server_that_is_away_makes_mail_late_and_stops_nothing(make_app: Callable[..., Flask]) -> None:
    health._around.cache_clear()
    answer = Browser(make_app(MAIL_URL="smtp://127.0.0.1:1")).get("/readyz")
    assert (answer.status_code, answer.get_json()["mail"]) == (200, "late")
    health._around.cache_clear()


def test_a_site_without_its_tables_is_not_ready(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    answer = Browser(make_app(DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")).get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "not available")


def test_there_is_somebody_to_tell_about_a_hole(client: Browser) -> None:
    assert "Contact: mailto:" in client.get("/.well-known/security.txt").get_data(as_text=True)
