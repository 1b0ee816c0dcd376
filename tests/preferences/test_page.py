"""The preference page: how things stand, why, and changing it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import consent
from app.consent import ConsentEntry
from app.core import clock
from app.core.database import session
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import a_stop, may, says
from tests.preferences.choosing import SAVE, save, text, ticked


def test_a_stranger_is_asked_to_sign_in(client: Browser) -> None:
    assert client.get("/preferences").status_code == 303
    assert client.get("/preferences", follow_redirects=True).request.path == "/sign-in"


def test_every_topic_the_shop_offers_stands_there_with_its_state(page: Browser) -> None:
    assert "Weekly deals" in text(page) and "Horse catalog" in text(page)
    assert 'value="order-updates"' not in page.page.html  # type: ignore[union-attr]  # service mail is no choice
    assert "dog-deals" in ticked(page) and "weekly-deals" not in ticked(page)
    assert "We don’t send it unless you tick it." in text(page)


def test_the_page_says_why_a_customer_gets_what_she_never_asked_for(page: Browser) -> None:
    assert "You bought from us" in text(page) and "You never ticked a box for this one." in text(page)


def test_an_old_list_is_owned_up_to(page: Browser) -> None:
    act = consent.Act("legacy_import", "spring list 2015", claimed_at=clock.now())
    deals = topic_by_slug("weekly-deals")
    consent.choose(consent.subject_for(ANN), [consent.Change(deals.purpose, "email", consent.ON)], act)
    page.get("/preferences")
    assert "Brought over from our old list (spring list 2015)" in text(page)
    assert "We have no record of when you ticked it." in text(page)


def test_saving_names_each_change_and_the_untouched_person_keeps_hers(page: Browser) -> None:
    dogs, deals = topic_by_slug("dog-deals"), topic_by_slug("weekly-deals")
    assert (may(ANN, dogs), may(ANN, deals)) == ("yes customer", "no never_asked")
    save(page, add="weekly-deals", drop="dog-deals", pace="week")
    assert "Dog deals: was sending → now stopped" in text(page)
    assert "Weekly deals: was not sending → now sending" in text(page)
    assert "Email pace: was as it happens → now at most one a week" in text(page)
    assert (may(ANN, dogs), may(ANN, deals), may(BEA, dogs)) == ("no suppressed_topic", "yes chosen", "yes customer")


def test_undo_puts_all_of_it_back(page: Browser) -> None:
    dogs, deals = topic_by_slug("dog-deals"), topic_by_slug("weekly-deals")
    save(page, add="weekly-deals", drop="dog-deals", pace="month")
    page.press("Undo all 3")
    assert "Undone at" in text(page)
    assert (may(ANN, dogs), may(ANN, deals)) == ("yes customer", "no never_asked")


def test_undo_works_once_and_for_half_an_hour(page: Browser) -> None:
    save(page, drop="dog-deals")
    saved = page.page
    page.press("Undo")
    page.page = saved
    assert page.press("Undo").status_code == 410
    save_again = page.get("/preferences")
    assert save_again.status_code == 200
    save(page, drop="cat-deals")
    saved = page.page
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        page.page = saved  # half an hour without a press also ends the session
        assert page.press("Undo", follow=False).status_code != 200
    assert may(ANN, topic_by_slug("cat-deals")) == "no suppressed_topic"


def test_saving_without_a_change_writes_no_line(page: Browser) -> None:
    save(page)
    assert "Nothing was different." in text(page)
    assert session().scalars(select(ConsentEntry)).first() is None


def test_a_double_press_of_save_changes_once(page: Browser) -> None:
    shown = page.page
    save(page, drop="dog-deals")
    page.page = shown
    save(page, drop="dog-deals")
    assert len(session().scalars(select(ConsentEntry)).all()) == 1


def test_stop_everything_ends_all_marketing_and_she_can_come_back(page: Browser) -> None:
    dogs, catalog, receipts = (topic_by_slug(slug) for slug in ("dog-deals", "horse-catalog", "order-updates"))
    assert [may(ANN, topic) for topic in (dogs, catalog)] == ["yes customer"] * 2
    page.press("Stop everything")
    assert [may(ANN, topic) for topic in (dogs, catalog)] == ["no suppressed_marketing"] * 2
    assert (may(ANN, receipts), may(BEA, dogs), may(BEA, catalog)) == ("yes service", "yes customer", "yes customer")
    page.press("Bring back what I had")
    assert [may(ANN, topic) for topic in (dogs, catalog)] == ["yes customer"] * 2


def test_after_stopping_everything_only_what_she_ticks_comes_back(page: Browser) -> None:
    page.press("Stop everything")
    assert ticked(page) == []
    save(page, add="care-tips")
    assert may(ANN, topic_by_slug("care-tips")) == "yes chosen"
    assert may(ANN, topic_by_slug("dog-deals")) == "no suppressed_topic"
    assert may(ANN, topic_by_slug("horse-catalog")) == "no suppressed_marketing"


def test_a_typed_stop_is_told_with_its_day_and_undone_in_one_press(page: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    a_stop(ANN)
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_marketing", "yes customer")
    page.get("/preferences")
    assert "Someone typed your address on" in text(page)
    page.press("Bring email back")
    assert may(ANN, dogs) == "yes customer"
    page.get("/preferences")
    assert "Someone typed your address" not in text(page)


def test_a_break_ends_by_itself(page: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    save(page, pause="30")
    assert "Break: was none → now until" in text(page)
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no paused", "yes customer")
    page.get("/preferences")
    assert "You’re on a break until" in text(page) and "dog-deals" in ticked(page)
    with time_machine.travel(clock.now() + timedelta(days=30, hours=1), tick=False):
        assert may(ANN, dogs) == "yes customer"


def test_a_no_to_counting_clicks_is_kept(page: Browser) -> None:
    save(page, measurement="off", preferred_channel="post")
    states = consent.current_states(consent.subject_for(ANN))
    assert states[consent.MEASUREMENT, consent.ANY_CHANNEL] == "off"
    assert states[consent.PREFERRED_CHANNEL, consent.ANY_CHANNEL] == "post"


def test_paper_topics_stand_beside_email_topics(page: Browser) -> None:
    catalog = topic_by_slug("horse-catalog")
    assert "1 Elm Street" in text(page) and may(ANN, catalog) == "yes customer"
    save(page, drop="horse-catalog")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_topic", "yes customer")


@pytest.mark.parametrize(
    "garbage",
    [{"pace": "hourly"}, {"pause": "9999"}, {"pause": "-1"}, {"preferred_channel": "pigeon"}, {"measurement": "maybe"}],
)
def test_a_value_that_is_not_on_the_page_changes_nothing(page: Browser, garbage: dict[str, str]) -> None:
    save(page, **garbage)
    assert "Nothing was different." in text(page)


def test_a_form_without_its_snapshot_is_refused_and_changes_nothing(page: Browser) -> None:
    assert page.press(SAVE, shown="garbage", topic=[]).status_code == 400
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"


def test_the_page_asks_the_database_a_fixed_number_of_questions(page: Browser, queries: list[str]) -> None:
    page.get("/preferences")
    first = len(queries)
    for slug in ("weekly-deals", "care-tips", "new-products"):
        says(ANN, f"topic:{slug}", consent.ON)
    queries.clear()
    page.get("/preferences")
    assert 0 < len(queries) == first <= 12


def test_after_all_email_was_stopped_paper_can_still_be_stopped_in_one_press(page: Browser) -> None:
    catalog = topic_by_slug("horse-catalog")
    says(ANN, consent.MARKETING, consent.OFF, method="one_click")
    page.get("/preferences")
    assert "All marketing email: stopped since" in text(page) and may(ANN, catalog) == "yes customer"
    page.press("Stop everything")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_marketing", "yes customer")
    page.get("/preferences")
    assert "Everything is stopped" in text(page)


@pytest.mark.parametrize("what", ["stopped", "came_back", "undone"])
def test_only_the_ledger_says_what_was_done(page: Browser, what: str) -> None:
    page.get(f"/preferences?what={what}")
    assert "everything is stopped" not in text(page).lower() and "Brought back" not in text(page)
    assert "Undone" not in text(page)


def test_the_ledger_keeps_the_question_and_the_answer(page: Browser) -> None:
    save(page, measurement="on")
    held = consent.explained(consent.subject_for(ANN))[consent.MEASUREMENT, consent.ANY_CHANNEL]
    assert held.wording == "May we count the links you click in our emails? yes"
