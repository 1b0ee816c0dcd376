"""GET and HEAD change nothing: mail scanners, prefetching browsers and crawlers open everything they find."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app import links
from app.core.database import Base, db, session
from app.people import LookReason, note_look
from tests.architecture.addresses import ARGUMENTS
from tests.browser import Browser
from tests.desk import WORKS_AS, a_member, sit_down
from tests.makers import a_person
from tests.sign_in import ANN, sign_in

# Addresses whose GET may write, each with its reason.
MAY_WRITE: dict[str, str] = {}


def addresses(app: Flask) -> list[str]:
    """Every address that can be opened, with its argument filled in."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.rule not in MAY_WRITE]
    with app.app_context():
        found = [address for rule in rules for address in filled(rule, Browser(app))]
    assert len(found) >= len(rules) > 0
    return found


def filled(rule: Rule, browser: Browser) -> list[str]:
    if not rule.arguments:
        return [rule.rule]
    assert rule.rule in ARGUMENTS, f"{rule.rule}: say in ARGUMENTS what to open"
    start, end = rule.rule.partition("<")[0], rule.rule.rpartition(">")[2]
    return [start + quote(value) + end for value in ARGUMENTS[rule.rule](browser)]


def everything(app: Flask) -> dict[str, list[str]]:
    """All rows of all tables."""
    with app.app_context(), db.engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


def look_at_everything(app: Flask, browser: Browser, method: str) -> None:
    open_to_all = addresses(app)
    before = everything(app)
    statuses = {address: browser.open(address, method=method).status_code for address in open_to_all}
    assert everything(app) == before
    assert not {address: status for address, status in statuses.items() if status >= 500}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_stranger_who_only_looks_changes_nothing(method: str, app: Flask, client: Browser) -> None:
    look_at_everything(app, client, method)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_shopper_who_only_looks_changes_nothing(method: str, app: Flask, client: Browser) -> None:
    sign_in(client)
    look_at_everything(app, client, method)
    assert client.is_signed_in


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("who", list(WORKS_AS))
def test_a_member_of_staff_who_only_looks_changes_nothing(who: str, method: str, app: Flask, client: Browser) -> None:
    with app.app_context():
        sit_down(client, a_member(who))
    look_at_everything(app, client, method)
    assert client.is_at_desk


def test_reading_on_in_a_record_that_was_opened_changes_nothing(app: Flask, client: Browser, app_context: None) -> None:
    member, person = sit_down(client, a_member("sue@example.com")), a_person(ANN, last_name="Archer")
    look = note_look(person, member.actor, member.role, LookReason.CALL)
    said = {"person": person.id, "member": member.member_id, "look": look.id}
    session().commit()
    before = everything(app)
    answer = client.get(f"/staff/people/{person.id}", query_string={"look": links.prove("look", said)})
    assert "Archer" in answer.text
    assert everything(app) == before


def test_the_comparison_sees_a_write(app: Flask) -> None:
    before = everything(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(Base.metadata.tables["topic"].update().values(title="changed"))
    assert before["topic"]
    assert everything(app) != before
