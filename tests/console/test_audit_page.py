"""The audit trail at the desk: filters, pages, CSV, and whether the chain holds."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

import app as app_package
from app import audit
from app.audit.models import AuditNote
from app.console.acts import ACTS
from app.core import clock
from app.core.database import session
from app.staff import every_member
from tests.browser import Browser
from tests.consent.tampering import tamper
from tests.desk import PIA, SUE, a_member, sit_down
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/staff/audit"
# The name of an act where a note is written: audit.note(actor, "topics.load", …), _change(topic, words, "topics.edit", …
ACT = re.compile(r'(?:note|_change|_swap)\(.*?"([a-z]+\.[a-z_-]+)"')


@pytest.fixture
def desk(client: Browser) -> Browser:
    """Pia's browser."""
    sit_down(client, a_member(PIA))
    return client


def some_notes() -> None:
    sue = a_member(SUE)
    audit.note(f"staff:{sue.id}", "people.look", about="subject:" + "3fa9c12b" * 4, values={"reason": (None, "call")})
    audit.note("command", "topics.load", values={"added": (None, "bird-deals")})
    audit.note(f"staff:{sue.id}", "topics.edit", about="bird-deals", values={"title": ("Birds", "Bird deals")})
    session().commit()


def shown(browser: Browser, **filters: str) -> list[str]:
    """The rows of the page, newest first."""
    assert browser.get(PAGE, query_string=filters).status_code == 200
    assert browser.page
    return [" ".join("".join(row.itertext()).split()) for body in browser.page.all("tbody") for row in body.iter("tr")]


def export(browser: Browser, **filters: str) -> list[dict[str, str]]:
    browser.get(PAGE, query_string=filters)
    form, _button = browser.page.form("Download CSV")
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    answer = browser.post(PAGE + "/export", data=sent, buffered=True)
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_entries_stand_newest_first_with_before_and_after(desk: Browser) -> None:
    some_notes()
    rows = shown(desk)
    assert SUE in rows[0] and "Edited a topic" in rows[0] and "Birds" in rows[0] and "Bird deals" in rows[0]
    assert "A command" in rows[1]
    assert "Person 3fa9c12b" in rows[2]


def test_acts_fields_and_values_are_words_and_the_file_keeps_their_names(desk: Browser) -> None:
    audit.note("command", "some.new-act", about="thing:7", values={"odd_field": ("a: b", "c")})
    decided = {"state": ("waiting", "turn_down: fake")}
    audit.note(f"staff:{a_member(SUE).id}", "review.decide", about="review:277", values=decided)
    session().commit()
    rows = shown(desk)
    assert "Decided a review" in rows[0] and "R-277" in rows[0]
    assert "State: waiting →now turned down: believed to be fake" in rows[0]
    assert "some.new-act" in rows[1] and "thing:7" in rows[1] and "Odd field: a: b" in rows[1]
    assert ("review.decide", "turn_down: fake") in [(row["act"], row["new"]) for row in export(desk)]


def test_every_act_that_the_code_notes_has_words() -> None:
    """An act nobody gave words to shows as its bare name."""
    source = [path.read_text() for path in Path(app_package.__path__[0]).rglob("*.py")]
    found = {act for text in source for act in ACT.findall(text)}
    assert {"review.decide", "topics.move", "staff.sign_in", "stops.restore"} <= found
    assert found - set(ACTS) == set()


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"who": "command"}, 1),
        ({"who": "staff"}, 2),
        ({"who": SUE}, 2),
        ({"who": PIA}, 0),
        ({"act": "topics"}, 2),
        ({"act": "topics.edit"}, 1),
        ({"act": "topic"}, 0),
        ({"about": "bird-deals"}, 1),
        ({"about": "Person 3fa9c12b"}, 1),
        ({"about": "3FA9C12B"}, 1),
        ({"about": "%"}, 0),
        ({"about": "R-12"}, 0),
        ({"who": "staff", "act": "topics"}, 1),
    ],
)
def test_each_filter_leaves_what_fits(filters: dict[str, str], count: int, desk: Browser) -> None:
    some_notes()
    actors = {one.email: f"staff:{one.id}" for one in every_member()}
    who = filters.get("who", "")
    assert len(shown(desk, **{**filters, "who": actors.get(who, who)})) == count
    assert count or "No entry fits these filters" in desk.page.text


def test_days_are_counted_in_the_shops_zone(desk: Browser) -> None:
    with clock.set_to(datetime(2026, 7, 8, 4, 30, tzinfo=UTC)):  # 11:30 p.m. of July 7 in Chicago
        some_notes()
    assert len(shown(desk, **{"from": "2026-07-07", "to": "2026-07-07"})) == 3
    assert shown(desk, **{"from": "2026-07-08", "to": "2026-07-08"}) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("from", "yesterday", "Enter a day"),
        ("to", "0001-01-01", "Enter a day"),
        ("from", "9999-12-31", "Enter a day"),
        ("act", "ann@example.com", "Type what was done"),
        ("act", "\0", "entr"),
        ("about", "\0" * 9, "entr"),
        ("before", "9" * 5000, "entr"),
        ("before", "²", "entr"),
        ("who", "\0x", "No entry"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(name: str, text: str, says: str, desk: Browser) -> None:
    some_notes()
    shown(desk, **{name: text})
    assert says in desk.page.text


def test_a_last_day_before_the_first_is_named(desk: Browser) -> None:
    shown(desk, **{"from": "2026-07-08", "to": "2026-07-01"})
    assert "The last day is before the first" in desk.page.text


def test_pages_go_on_where_the_one_before_ended_and_carry_the_filters(desk: Browser) -> None:
    for number in range(120):
        audit.note("command", f"topics.load{number}")
    some_notes()
    rows, address = [], PAGE + "?who=command"
    while address:
        rows += shown_at(desk, address)
        older = [link for link in desk.page.all("a") if "".join(link.itertext()) == "Older entries"]
        address = older[0].get("href") if older else ""
    assert len(rows) == len(set(rows)) == 121
    assert "topics.load0" in rows[-1]


def shown_at(browser: Browser, address: str) -> list[str]:
    assert browser.get(address).status_code == 200
    return [" ".join("".join(row.itertext()).split()) for body in browser.page.all("tbody") for row in body.iter("tr")]


def test_an_empty_trail_says_what_would_stand_there(desk: Browser) -> None:
    assert shown(desk) == []
    assert "No entries yet" in desk.page.text


def test_the_csv_has_the_filtered_entries_defuses_formulas_and_is_noted_itself(desk: Browser) -> None:
    some_notes()
    audit.note("command", "topics.load", about="=1+1", values={"added": (None, "-2")})
    rows = export(desk, who="command")
    assert [(row["about"], row["new"]) for row in rows] == [("'=1+1", "'-2"), ("", "bird-deals")]
    (note,) = session().query(AuditNote).filter_by(act="audit.export")
    assert [f"staff:{one.id}" for one in every_member() if one.email == PIA] == [note.actor]


def test_a_long_csv_comes_whole_and_what_was_typed_stays_out_of_the_trail(desk: Browser) -> None:
    for number in range(1100):
        audit.note("worker", "some.job", about=f"n{number}")
    assert len({row["about"] for row in export(desk, who="worker")}) == 1100
    assert len(export(desk, about="n1099")) == 1
    kept = audit.notes(audit.Wanted(act="audit.export"), 1)[0].values
    assert kept == [("about", None, "set")]


def test_the_page_says_whether_the_chain_held_at_the_last_check(app: Flask, desk: Browser) -> None:
    some_notes()
    shown(desk)
    assert "not checked yet" in desk.page.text
    assert app.test_cli_runner().invoke(args=["jobs", "run", "audit-verify"]).exit_code == 0
    shown(desk)
    assert "3 entries, chain unbroken at" in desk.page.text
    tamper("UPDATE audit_note SET act = 'x' WHERE act = 'topics.load'")
    app.test_cli_runner().invoke(args=["jobs", "run", "audit-verify"])
    shown(desk)
    assert "Chain broken" in desk.page.text and "unbroken" not in desk.page.text


def test_the_page_asks_the_same_few_questions_however_long_the_trail_is(app: Flask, desk: Browser) -> None:
    some_notes()
    counts = []
    for more in (0, 60):
        for number in range(more):
            audit.note("command", "topics.load", about=f"t{number}", values={"a": ("1", "2"), "b": ("1", "2")})
        with statements(app) as said:
            shown(desk)
        counts.append(len(said))
    assert counts[0] == counts[1]
