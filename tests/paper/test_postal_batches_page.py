"""The desk's list of batches for the mail house."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditNote
from app.core.database import session
from app.paper.batch_models import PostalBatch
from tests.browser import Browser
from tests.cast import ann
from tests.desk import MAX, SUE, a_member, sit_down
from tests.exchange.desk import from_csv
from tests.makers import a_topic
from tests.paper.mailhouse import House, house
from tests.statements import statements

__all__ = ["house"]
PAGE = "/staff/postal-batches"
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def max_(client: Browser, app_context: None) -> Browser:
    """Max, the mail clerk, at the desk."""
    sit_down(client, a_member(MAX))
    return client


def some(count: int) -> None:
    """That many batches, an hour apart."""
    for number in range(count):
        at = FIRST + timedelta(hours=number)
        common = {"as_of": at, "written_at": at, "form": "raw", "rules": "[]", "written_by": "command", "unnamed": 0}
        sums = {"list_rows": 1, "stop_rows": 1, "list_sha256": "a" * 64, "stop_sha256": "b" * 64}
        session().add(PostalBatch(id=f"P-{number:03}", **common, **sums))
    session().commit()


def text_of(browser: Browser) -> str:
    return str(browser.page.text)  # type: ignore[union-attr]


def test_an_empty_list_says_which_command_makes_one(max_: Browser) -> None:
    max_.get(PAGE)
    assert "flask postal export --out DIR" in text_of(max_)


def test_a_batch_stands_there_with_its_counts_and_nobodys_name(house: House, max_: Browser) -> None:
    a_topic("catalog", channel="post", default="on_for_customers"), ann()
    found = house.hand()
    max_.get(PAGE)
    assert found.id in text_of(max_) and found.manifest["files"][0]["sha256"][:8] in text_of(max_)
    assert "Archer" not in text_of(max_) and "Elm" not in text_of(max_)


def test_the_list_is_paged_and_asks_no_more_for_more(app: Flask, max_: Browser) -> None:
    some(1)
    with statements(app) as few:
        max_.get(PAGE)
    session().execute(PostalBatch.__table__.delete())
    some(60)
    with statements(app) as many:
        max_.get(PAGE)
    assert len(many) == len(few)
    max_.get(PAGE)
    assert "P-059" in text_of(max_) and "P-009" not in text_of(max_)
    (older,) = [link for link in max_.page.all("a") if "before=" in link.get("href", "")]  # type: ignore[union-attr]
    max_.get(str(older.get("href")))
    assert "P-009" in text_of(max_) and "P-010" not in text_of(max_)


def test_the_file_has_every_batch_and_is_noted(max_: Browser) -> None:
    some(60)
    max_.get(PAGE)
    rows = from_csv(max_.press("Download CSV").get_data(as_text=True))
    assert [row["batch"] for row in rows] == [f"P-{number:03}" for number in reversed(range(60))]
    assert rows[0]["list_sha256"] == "a" * 64
    assert session().scalars(select(AuditNote.act).where(AuditNote.act == "postal.batches")).all()


@pytest.mark.parametrize("before", ["x", "%00", "0001-01-01T00:00:00%2B14:00", "2026-01-01", "9" * 500])
def test_garbage_in_the_address_line_shows_a_list(max_: Browser, before: str) -> None:
    assert max_.get(f"{PAGE}?before={before}").status_code == 200


def test_another_role_is_refused(app: Flask, app_context: None) -> None:
    sue = Browser(app)
    sit_down(sue, a_member(SUE))
    assert sue.get(PAGE).status_code == 403
