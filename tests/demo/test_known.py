"""What the demo shop shows of profiles, paper mail and the phone desk."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import consent, paper, people, suppression
from app.consent import ConsentEntry
from app.core import clock, settings
from app.core.database import session
from app.demo.papermail import label_of
from app.dossier import likely_pairs
from app.dossier.models import PersonMerge
from app.people import Animal, Fact, Origin, Person, Phone, PostalAddress, Source
from app.phone_desk.models import RecordedStop
from app.staff import demo_members
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.demo.test_cli import run
from tests.desk import SUE, sit_down
from tests.makers import the_person
from tests.sign_in import sign_in

SAM = "sam@example.com"


@pytest.fixture
def filled(app: Flask, app_context: None) -> Flask:
    """The demo shop with 70 people."""
    assert run(app, "fill", "--people", "70").exit_code == 0
    return app


def count(*what: object) -> int:
    return session().scalar(select(func.count()).select_from(what[0]).where(*what[1:])) or 0


def test_a_good_part_is_known_with_sources_of_every_kind(filled: Flask) -> None:
    assert set(session().scalars(select(Origin.source))) >= {
        Source.PURCHASE, Source.TRADE_SHOW, Source.CONTEST, Source.SURVEY, Source.PHONE, Source.COMPANY, Source.UNKNOWN,
    }  # fmt: skip
    assert set(session().scalars(select(Phone.kind))) == {"mobile", "home"}
    assert count(PostalAddress, PostalAddress.replaced_at.is_not(None)) > 5
    assert count(Animal) > 20 and count(Animal, Animal.gone_at.is_not(None)) > 1
    assert {kind: count(Fact, Fact.kind == kind) > 40 for kind in ("stated", "observed", "inferred")} == dict.fromkeys(
        ("stated", "observed", "inferred"), True
    )
    assert set(session().scalars(select(ConsentEntry.state).where(ConsentEntry.purpose.startswith("animals")))) == {
        "on", "off",
    }  # fmt: skip


def test_sam_s_profile_is_full(filled: Flask) -> None:
    browser = Browser(filled)
    sign_in(browser, SAM)
    page = browser.get("/profile").text
    wanted = (
        "(334) 555-0142",
        "You told us by phone",
        "(334) 555-0199",
        "From another company: an address-update service",
    )
    wanted += ("214 Fence Line Road", "PO Box 318", "Juniper", "Biscuit", "You told us at a trade show")
    wanted += (
        "Trail riding",
        "Fly control",
        "Shops most",
        "Phone, Safari",
        "Dog sports",
        "looked at your record, because of your call",
    )
    assert not [words for words in wanted if words not in page]
    assert "because you said Yes to that" in page


def test_sam_s_forecast_is_what_the_calendar_says_and_it_speaks_for_each_kind(filled: Flask) -> None:
    today = clock.today(settings.current().brand.zone)
    horse = topic_by_slug("horse-catalog")
    ahead = [run for run in paper.standing_runs([horse], today) if today < run.list_pulled_on <= today + timedelta(365)]
    assert len(ahead) == 4
    # Of the dog and cat catalog she wants one a year.
    assert f"{len(ahead) + 1} catalogs a year" in sign_in(Browser(filled), SAM).text
    kinds = [
        topic_by_slug(slug) for slug in ("horse-catalog", "pet-catalog", "farm-catalog", "postcards", "partner-mail")
    ]
    assert not [topic.slug for topic in kinds if not paper.coming([topic], today).speaks]
    assert {run.topic_id for run in paper.printed(kinds, today)} >= {kind.id for kind in kinds[:2]}


def test_a_label_has_a_code_to_try_and_who_names_it(filled: Flask) -> None:
    mark = label_of(the_person(SAM))
    assert mark is not None
    (code,) = suppression.codes_of(mark)
    assert suppression.read_label_code(code.code) == code
    said = run(filled, "who").output
    assert f"/m/{code.code} " in said
    assert "/profile " in said and "/paper " in said and "/tell " in said
    assert "/staff/phone" in said and "/staff/mail" in said and "/staff/friends" in said


def test_the_desk_finds_calls_letters_reports_and_two_records_of_one_person(filled: Flask) -> None:
    assert count(RecordedStop, RecordedStop.desk == "caller") == 3
    assert count(RecordedStop, RecordedStop.desk == "letters") == 5
    kinds = session().scalars(select(paper.PaperReport.kind).where(paper.PaperReport.settled_at.is_(None))).all()
    assert sorted(kinds) == ["deceased", "two_copies", "two_copies"]
    assert count(PersonMerge, PersonMerge.decided_at.is_(None)) == 1
    (pair,) = likely_pairs(0, 20).found
    assert {people.name_of(pair.one), people.name_of(pair.two)} == {"Dee Kirby"}
    browser = Browser(filled)
    sit_down(browser, next(one for one in demo_members() if one.email == SUE))
    for path in ("/staff/phone", "/staff/letters", "/staff/paper-reports", "/staff"):
        assert browser.get(path).status_code == 200


def test_ledger_and_shared_stops_hold_and_a_second_fill_says_nothing_twice(filled: Flask) -> None:
    tables = (RecordedStop, paper.PaperReport, paper.PrintRun, PersonMerge, Fact, Animal)
    before = [count(one) for one in tables]
    households = [consent.shared_stops_of(one) for one in session().scalars(select(Person))]
    assert {stop.scope for stops in households for stop in stops} >= {"household", "address"}
    assert not [*consent.ledger_faults(), *consent.projection_faults()]
    assert run(filled, "fill", "--people", "70").exit_code == 0
    assert [count(one) for one in tables] == before
