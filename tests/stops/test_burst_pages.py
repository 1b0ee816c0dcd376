"""The pages of bursts: filters, paging, garbage, the drawing, and the mail to the people."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from app.consent import Restored
from app.core import clock
from app.core.database import random_id, session
from app.core.feature import declared
from app.core.personal_data import Holder
from app.staff import SignedIn
from app.stops import answering
from app.stops.histogram import BOTTOM, RIGHT, TOP, drawn
from app.stops.mail import compose
from app.stops.models import BurstStop, StopBurst
from app.stops.personal import export_stops
from app.topics import campaign_named, topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, ann
from tests.desk import MAX, a_member
from tests.mail.examples import EXAMPLES
from tests.makers import a_no, a_yes, the_person
from tests.sign_in import sign_in
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
PAGE = "/staff/stops/bursts"


def a_burst(count: int = 1, subject_id: str = "", **fields: object) -> StopBurst:
    """A burst of the Weekly deals with that many stops, two seconds apart."""
    campaign = campaign_named(topic_by_slug("weekly-deals"), "July 8").id
    now = clock.now()
    burst = StopBurst(
        campaign_id=campaign, sign="network", value="203.0.113.0/24", first_act=random_id(),
        began_at=now, ended_at=now, found_at=now, **fields,
    )  # fmt: skip
    session().add(burst)
    session().flush()
    for number in range(count):
        session().add(
            BurstStop(
                act_id=random_id(), burst_id=burst.id, subject_id=subject_id or random_id(),
                at=now + timedelta(seconds=2 * number), seconds=2 * number, verb="one_click",
                network="203.0.113.0/24", program="script",
            )
        )  # fmt: skip
    session().commit()
    return burst


def rows(browser: Browser) -> int:
    """How many lines the last table of the page has."""
    return len(browser.page.all("table")[-1].findall("tbody/tr"))  # type: ignore[union-attr]


def test_without_a_burst_the_page_says_when_we_look(max_: Browser) -> None:
    max_.get(PAGE)
    assert "No bursts here. We look every 5 minutes." in max_.page.text  # type: ignore[union-attr]


def test_the_rule_stands_on_the_page_with_its_figures(max_: Browser) -> None:
    a_burst()
    max_.get(PAGE)
    said = "at least 10 different people stopped one mailing"
    assert said in max_.page.text and "within 10 minutes" in max_.page.text  # type: ignore[union-attr]


def test_the_list_is_filtered_and_paged_by_key(max_: Browser) -> None:
    people = {"answer": "people", "answered_at": clock.now()}
    first = a_burst()
    for _each in range(50):
        a_burst(**people)
    found = []
    for query in ({}, {"state": "open"}, {"state": "people"}, {"before": str(first.id + 3)}):
        max_.get(PAGE, query_string=query)
        found.append(rows(max_))
    assert found == [50, 1, 50, 3]


def test_the_stops_of_a_burst_are_paged_by_key_and_masked(max_: Browser) -> None:
    ann_ = ann()
    burst = a_burst(130, ann_.subject_id)
    max_.get(f"{PAGE}/{burst.id}")
    assert rows(max_) == 100
    assert "a••@example.com" in max_.page.html and ANN not in max_.page.html  # type: ignore[union-attr]
    further = next(a for a in max_.page.all("a") if "".join(a.itertext()) == "Later stops")  # type: ignore[union-attr]
    max_.get(str(further.get("href")))
    assert rows(max_) == 30


def test_more_bursts_and_more_stops_ask_the_database_no_more(app: Flask, max_: Browser) -> None:
    def asked(path: str) -> int:
        with statements(app) as said:
            max_.get(path)
        return len(said)

    burst = a_burst()
    few = asked(PAGE), asked(f"{PAGE}/{burst.id}")
    many = a_burst(60)
    assert (asked(PAGE), asked(f"{PAGE}/{many.id}")) == few


@pytest.mark.parametrize(
    "query", ["after=x", "after=2026-07-08_%00", "after=2026-07-08T10:00:00_x", "before=%00", "state=no"]
)
def test_garbage_in_the_address_line_shows_the_page(max_: Browser, query: str) -> None:
    burst = a_burst(3)
    for path in (PAGE, f"{PAGE}/{burst.id}"):
        assert max_.get(f"{path}?{query}").status_code == 200


def test_garbage_in_the_form_is_answered_with_what_is_missing(max_: Browser) -> None:
    burst = a_burst(3)
    max_.get(f"{PAGE}/{burst.id}")
    token = max_.page.form("Sign out")[0].find("input").get("value")  # type: ignore[union-attr]
    bad = [{"answer": "\x00"}, {"answer": "scanner", "which": "x" * 9999}, {"answer": ["scanner"] * 3}]
    for data in bad:
        assert max_.post(f"{PAGE}/{burst.id}/answer", data={"csrf_token": token, **data}).status_code == 422
    foreign = {"answer": "scanner", "which": "ticked", "act": ["\x00", "x" * 999, random_id()]}
    max_.post(f"{PAGE}/{burst.id}/answer", data={"csrf_token": token, **foreign})
    assert not session().scalars(select(BurstStop).where(BurstStop.outcome.is_not(None))).all()


@pytest.mark.parametrize("number", ["999", "99999999999999999999"])
def test_a_burst_that_is_not_there_is_not_found(max_: Browser, number: str) -> None:
    assert max_.get(f"{PAGE}/{number}").status_code == 404


def test_bars_reach_from_nought_to_the_last_stop_and_fit_their_frame() -> None:
    bars = drawn({0: 1, 5: 12, 119: 3})
    assert len(bars) == 12 and [bar.count for bar in bars if bar.count] == [13, 3]
    assert all(TOP <= bar.y <= BOTTOM and bar.x + bar.width <= RIGHT for bar in bars)
    assert drawn({}) == []


def test_bursts_without_an_answer_are_due_until_it_is_too_late(app: Flask) -> None:
    find = next(duty.find for duty in declared().duties if duty.name == "bursts-to-judge")
    a_burst()
    found = []
    with app.test_request_context():
        for days in (0, 6, 8):
            with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
                due = find()
                found.append((due.count, due.urgency) if due else None)
    assert found == [(1, "open"), (1, "soon"), None]


@pytest.fixture
def restored(app: Flask) -> str:
    """Ann's Weekly deals were stopped in a burst and restored. The act that stopped them."""
    topic, person = topic_by_slug("weekly-deals"), ann()
    a_yes(ANN, topic)
    act_id = a_no(ANN, topic, "one_click").act_id
    burst = a_burst(1, person.subject_id)
    session().execute(update(BurstStop).where(BurstStop.burst_id == burst.id).values(act_id=act_id))
    member = a_member(MAX)
    answering.restore(
        burst.id, [act_id], None, SignedIn(member.id, member.role, MAX, member.match_key, "", True), "Restore"
    )
    session().commit()
    return act_id


def test_the_mail_says_from_what_to_what_and_has_what_its_templates_need(app: Flask, restored: str) -> None:
    with app.test_request_context():
        letter = compose(restored)
    assert letter is not None
    assert letter.context.keys() == EXAMPLES["stop_restored"].context.keys()
    assert letter.context["changes"] == [{"label": "Weekly deals", "old": "stopped", "new": "sending"}]


def test_her_own_page_says_that_we_turned_it_back_on(client: Browser, restored: str) -> None:
    sign_in(client)
    client.get("/preferences")
    assert "We turned this back on" in client.page.text  # type: ignore[union-attr]


def test_she_is_shown_the_stops_we_keep_about_her(restored: str) -> None:
    person = the_person(ANN)
    (row,) = export_stops(Holder(person.id, person.subject_id))
    assert (row["act"], row["what became of it"]) == (restored, Restored.RESTORED)
