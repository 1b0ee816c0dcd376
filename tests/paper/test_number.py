"""Stopping by customer number and ZIP, with no account and no cookie."""

import re

import pytest
import time_machine
from sqlalchemy import func, select

from app.consent import MARKETING, OFF, UNSET, ConsentEntry, current_states, pace_purpose, topic_purpose
from app.core import clock
from app.core.database import session
from app.outbox.models import Message
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, ann
from tests.labels import NUMBER, ZIP, a_run, in_days, of_label
from tests.makers import may, the_person

pytestmark = pytest.mark.usefixtures("app_context")
STOP = "Stop paper mail"


def stop(client: Browser, number: str = NUMBER, postal_code: str = ZIP, **fields: object) -> str:
    client.get("/paper")
    assert client.press(STOP, customer_number=number, postal_code=postal_code, **fields).status_code == 200
    assert client.page
    return client.page.text


def test_the_start_page_leads_here(client: Browser) -> None:
    client.get("/")
    assert client.page and client.page.html.count('href="/paper"') == 2


def test_a_label_is_stopped_at_once_with_no_cookie_and_no_mail(client: Browser) -> None:
    assert "Paper mail is stopped" in stop(client)
    assert (of_label(), of_label(number="00428818")) == (OFF, UNSET)
    assert not client._cookies and session().scalars(select(Message)).first() is None


@pytest.mark.parametrize(("number", "postal_code"), [(" 0042 8817 ", "36301-1234"), ("0042-8817", "36301 1234")])
def test_spaces_and_longer_zips_do_not_matter(number: str, postal_code: str, client: Browser) -> None:
    stop(client, number, postal_code)
    assert of_label() == OFF


def test_only_catalogs_can_be_stopped(client: Browser) -> None:
    assert "Catalogs are stopped" in stop(client, what="catalogs")
    states = [of_label(topic_purpose(slug)) for slug in ("horse-catalog", "farm-catalog", "postcards")]
    assert (states, of_label()) == ([OFF, OFF, UNSET], UNSET)


def test_single_kinds_can_be_stopped(client: Browser) -> None:
    assert "Stopped: Postcards and sale flyers, Partners’ mail" in stop(
        client, what="some", kind=["postcards", "partner-mail"]
    )
    assert [of_label(topic_purpose(slug)) for slug in ("postcards", "partner-mail", "horse-catalog")] == [
        OFF,
        OFF,
        UNSET,
    ]


def test_the_page_names_what_is_printed_and_the_last_day(client: Browser) -> None:
    a_run(until=30, name="Spring horse catalog")
    text = stop(client, what="some", kind=["horse-catalog"])
    assert f"Spring horse catalog, in homes until {in_days(30):%B %-d, %Y}" in text
    assert f"The last piece can come until {in_days(30):%B %-d, %Y}" in text


def test_without_a_calendar_the_page_names_the_day_in_twelve_weeks(client: Browser) -> None:
    assert f"The last piece can come until {in_days(84):%B %-d, %Y}" in stop(client)


def test_the_answer_is_the_same_for_known_unknown_and_stopped_before(client: Browser) -> None:
    person = ann()
    tickets = re.compile(r'name="ticket" value="[^"]+"')
    with time_machine.travel(clock.now(), tick=False):
        known, again, unknown = (
            stop_raw(client, number) for number in (person.customer_number, person.customer_number, "X9")
        )
    assert tickets.sub("", known) == tickets.sub("", again) == tickets.sub("", unknown)
    assert len(tickets.findall(known)) == 2 and "Archer" not in known and "Elm" not in known


def stop_raw(client: Browser, number: str | None) -> str:
    stop(client, str(number), "36302")
    return client.page.html if client.page else ""


def test_undo_takes_back_this_press_once(client: Browser) -> None:
    stop(client)
    done = client.page
    client.press("Undo")
    assert (of_label(), "Undone" in client.page.text) == (UNSET, True)  # type: ignore[union-attr]
    client.page = done
    assert client.press("Undo").status_code == 410


def test_a_double_click_is_one_press_and_its_undo_works(client: Browser) -> None:
    client.get("/paper")
    drawn = client.page
    client.press(STOP, customer_number=NUMBER, postal_code=ZIP)
    client.page = drawn
    client.press(STOP, customer_number=NUMBER, postal_code=ZIP)
    assert session().scalar(select(func.count()).select_from(ConsentEntry)) == 1
    client.press("Undo")
    assert of_label() == UNSET


def test_the_same_page_pressed_again_after_its_undo_can_be_undone_again(client: Browser) -> None:
    client.get("/paper")
    drawn = client.page
    for _press in range(2):
        client.page = drawn
        client.press(STOP, customer_number=NUMBER, postal_code=ZIP)
        assert of_label() == OFF
        client.press("Undo")
        assert of_label() == UNSET


def test_an_undo_does_not_lift_a_stop_that_stood_before(client: Browser) -> None:
    stop(client)
    stop(client)
    assert "Undone" in press_undo(client) and of_label() == OFF


def press_undo(client: Browser) -> str:
    client.press("Undo")
    return client.page.text if client.page else ""


def test_fewer_is_offered_after_the_stop_and_takes_its_place(client: Browser) -> None:
    client.get("/paper")
    assert client.page and "a year" not in client.page.text.split("Stop paper mail")[0]
    ann()
    stop(client, "C-1001", "36302")
    client.press("Use this instead", less="year1")
    assert client.page and "At most 1 a year of each catalog" in client.page.text
    hers = current_states(the_person(ANN).subject_id)
    assert hers[(MARKETING, "post")] == UNSET and hers[(pace_purpose("horse-catalog"), "post")] == "year1"
    wanted = {slug: hers.get((topic_purpose(slug), "post")) for slug in ("horse-catalog", "postcards", "partner-mail")}
    assert wanted == {"horse-catalog": None, "postcards": OFF, "partner-mail": OFF}


def test_fewer_is_none_for_a_label_that_leads_to_nobody_yet(client: Browser) -> None:
    stop(client, "C-1001", "36302")
    client.press("Use this instead", less="year1")
    assert client.page and "At most 1 a year of each catalog" in client.page.text
    ann()
    assert may(ANN, topic_by_slug("horse-catalog")) == "no suppressed_label"


def test_fewer_lifts_no_stop_that_stood_before(client: Browser) -> None:
    stop(client)
    stop(client)
    client.press("Use this instead", less="year4")
    assert (of_label(), of_label(pace_purpose("horse-catalog"))) == (OFF, UNSET)


def test_fewer_needs_one_of_the_two(client: Browser) -> None:
    stop(client)
    assert client.press("Use this instead", less="year9").status_code == 400
    assert of_label() == OFF


def test_the_ledger_has_the_words_and_nothing_from_the_label(client: Browser) -> None:
    stop(client)
    entry = session().scalars(select(ConsentEntry)).one()
    assert (entry.method, entry.actor, entry.purpose, entry.channel) == ("label", "someone", MARKETING, "post")
    assert topic_by_slug("horse-catalog").title not in str(vars(entry)) and NUMBER not in str(vars(entry))
