"""`flask demo …` over an empty database, and over one in use."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import consent
from app.audit import verify_trail
from app.consent import ConsentEntry
from app.core.database import session
from app.people import Person, person_by_address
from app.suppression import export_rows
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.conftest import Shop
from tests.makers import a_person, may, the_person
from tests.sign_in import sign_in


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["demo", *words])


@pytest.fixture
def filled(app: Flask) -> Flask:
    """The demo shop with 40 people."""
    result = run(app, "fill", "--people", "40")
    assert result.exit_code == 0, result.output
    return app


def people(app: Flask) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(Person)) or 0


def test_the_shop_fills_and_its_ledger_holds(filled: Flask) -> None:
    assert people(filled) == 39  # one of them was erased
    with filled.app_context():
        assert not [*consent.ledger_faults(), *consent.projection_faults(), *verify_trail()]


def test_a_filled_shop_is_left_alone_if_empty_is_asked(filled: Flask) -> None:
    with filled.app_context():
        lines = session().scalar(select(func.count()).select_from(ConsentEntry))
    assert run(filled, "fill", "--if-empty").output == ""
    with filled.app_context():
        assert session().scalar(select(func.count()).select_from(ConsentEntry)) == lines


def test_one_person_is_enough_not_to_be_empty(app: Flask) -> None:
    with app.app_context():
        a_person("bea@example.com")
    run(app, "fill", "--if-empty")
    assert people(app) == 1


def test_a_second_fill_brings_nobody_twice_and_the_erased_not_back(filled: Flask) -> None:
    assert run(filled, "fill", "--people", "40").output == "0 invented people are in the demo shop.\n"


def test_a_person_of_the_shop_is_left_as_she_is(app: Flask) -> None:
    with app.app_context():
        a_person("sam@example.com", first_name="Samantha")
    run(app, "fill", "--people", "20")
    with app.app_context():
        assert the_person("sam@example.com").first_name == "Samantha"


def test_production_has_no_demo(make_app: Shop) -> None:
    app = make_app(SHOP_ENV="production", PUBLIC_URL="https://choices.example.com", BRAND="brands/example.toml",
                   MAIL_URL="folder:///var/spool/choices")  # fmt: skip
    result = run(app, "fill")
    assert result.exit_code == 1
    assert "for development" in result.output
    assert people(app) == 0


def test_who_names_only_those_who_are_there(app: Flask) -> None:
    assert run(app, "who").output == ""
    run(app, "fill", "--people", "2")
    shoppers = run(app, "who").output.partition("\n\n")[0]
    assert [line.split()[0] for line in shoppers.splitlines()] == ["sam@example.com", "ann@example.com"]


def test_the_gate_answers_for_the_named_people_as_their_notes_say(filled: Flask) -> None:
    with filled.app_context():
        deals = topic_by_slug("weekly-deals")
        assert may("sam@example.com", deals) == "yes chosen"
        assert may("sam@example.com", topic_by_slug("horse-deals")) == "no suppressed_topic"
        assert may("ann@example.com", deals) == "no suppressed_marketing"
        assert may("lee@example.net", deals) == "no suppressed_marketing"
        assert may("dee@example.org", topic_by_slug("horse-deals")) == "no paused"


def test_stops_of_the_demo_reach_the_mail_platform(filled: Flask) -> None:
    with filled.app_context():
        gone = {row["email"] for row in export_rows("plain")}
        assert {"ann@example.com", "lee@example.net"} <= gone
        assert "dee@example.org" not in gone


def test_the_history_is_dated_as_it_was_lived(filled: Flask) -> None:
    with filled.app_context():
        first, last = session().execute(select(func.min(ConsentEntry.at), func.max(ConsentEntry.at))).one()
        assert 600 < (last - first).days < 730
        person = person_by_address("sam@example.com")
        assert person is not None
        assert person.created_at < last


def test_sam_sees_why_she_is_on_each_list(filled: Flask) -> None:
    page = sign_in(Browser(filled), "sam@example.com").text
    assert "because you bought flea treatment on" in page
    assert "Brought over from our old list (trade show list)" in page
    assert "You stopped this from an email on" in page
    assert "Dothan, AL 36303" in page
