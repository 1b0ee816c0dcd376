"""The page of a stop link: two equal buttons, then what was stopped, what still comes, undo, and a smaller offer."""

from datetime import timedelta

import pytest
import time_machine

from app import consent, links
from app.channels import POST_VERSION, Place, post_keys
from app.core import clock, settings
from app.core.fingerprints import fingerprint
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.makers import a_person, a_yes, may
from tests.unsubscribe.links_of import a_link


@pytest.fixture
def deals_link(app_context: None) -> str:
    ann(), bea()
    a_yes(ANN, topic_by_slug("weekly-deals"))
    return a_link(ANN, topic_by_slug("weekly-deals"))


def text(client: Browser) -> str:
    assert client.page
    return client.page.text


def test_the_page_names_the_topic_and_a_masked_address_and_nothing_else(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    assert "Weekly deals" in text(client) and "a••@example.com" in text(client)
    assert ANN not in client.page.html and "Archer" not in client.page.html  # type: ignore[union-attr]


def test_pressing_stops_this_topic_and_says_what_still_comes(client: Browser, deals_link: str) -> None:
    assert may(ANN, topic_by_slug("weekly-deals")) == "yes chosen"
    client.get(deals_link)
    answer = client.press("Stop Weekly deals")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert "You’re off Weekly deals" in text(client) and "sending → now stopped" in text(client).replace("was ", "")
    assert "Dog deals" in text(client) and "Receipts" in text(client)
    assert may(ANN, topic_by_slug("weekly-deals")) == "no suppressed_topic"
    assert may(ANN, topic_by_slug("dog-deals")) == may(BEA, topic_by_slug("dog-deals")) == "yes customer"


def test_pressing_all_stops_all_marketing_email(client: Browser, deals_link: str) -> None:
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"
    client.get(deals_link)
    client.press("Stop all of it")
    assert "You’re off all marketing email" in text(client) and "No marketing goes to a••@example.com" in text(client)
    assert may(ANN, topic_by_slug("dog-deals")) == "no suppressed_marketing"
    assert may(BEA, topic_by_slug("dog-deals")) == "yes customer"


def test_undo_brings_back_exactly_what_the_press_stopped(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    client.press("Undo")
    assert "stopped → now sending" in text(client).replace("was ", "")
    assert may(ANN, topic_by_slug("weekly-deals")) == "yes chosen"


def test_undo_works_once(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    done = client.page
    client.press("Undo")
    client.post(deals_link)
    client.page = done
    assert client.press("Undo").status_code == 410
    assert may(ANN, topic_by_slug("weekly-deals")) == "no suppressed_topic"


def test_undo_runs_out(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert client.press("Undo").status_code == 410
    assert may(ANN, topic_by_slug("weekly-deals")) == "no suppressed_topic"


def test_a_ticket_of_another_page_undoes_nothing(client: Browser, deals_link: str) -> None:
    other = a_link(BEA, topic_by_slug("dog-deals"))
    client.get(other)
    client.press("Stop Dog deals")
    form, _button = client.page.form("Undo")  # type: ignore[union-attr]
    ticket = next(field.get("value") for field in form.iter("input") if field.get("name") == "ticket")
    assert client.post(deals_link + "/undo", data={"ticket": ticket}).status_code == 400
    assert may(BEA, topic_by_slug("dog-deals")) == "no suppressed_topic"
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"


def test_the_one_click_answer_and_a_repeated_press_carry_no_undo(client: Browser, deals_link: str) -> None:
    assert b"ticket" not in client.post(deals_link).get_data()
    client.post(deals_link + "/stop", data={"what": "topic"})
    assert "Undo" not in text(client) and "You’re off Weekly deals" in text(client)


def test_fewer_puts_one_a_month_in_the_place_of_the_stop(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    client.press("Use this instead", less="month")
    assert "At most one a month" in text(client)
    assert may(ANN, topic_by_slug("weekly-deals")) == "yes chosen"


def test_a_break_ends_by_itself(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    client.press("Use this instead", less="90")
    deals = topic_by_slug("weekly-deals")
    assert (may(ANN, deals), may(BEA, topic_by_slug("dog-deals"))) == ("no paused", "yes customer")
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        assert may(ANN, deals) == "yes chosen"


def test_the_reason_is_asked_after_and_is_optional(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    assert "Why did you stop?" not in text(client)
    client.press("Stop Weekly deals")
    assert client.press("Tell us", reason="too_many").status_code == 200
    assert may(ANN, topic_by_slug("weekly-deals")) == "no suppressed_topic"


@pytest.mark.parametrize("fields", [{"reason": "<script>"}, {"reason": "too_many", "ticket": "x"}, {}])
def test_a_made_up_reason_is_refused(client: Browser, deals_link: str, fields: dict[str, str]) -> None:
    assert client.post(deals_link + "/reason", data=fields).status_code in (400, 404)


def test_a_made_up_topic_stops_nothing(client: Browser, deals_link: str) -> None:
    assert client.post(deals_link + "/stop", data={"what": "topic", "slug": "no-such-topic"}).status_code == 400
    assert may(ANN, topic_by_slug("weekly-deals")) == "yes chosen"


def test_another_topic_can_be_stopped_from_the_done_page(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    client.post(deals_link + "/stop", data={"what": "topic", "slug": "cat-deals"})
    assert "You’re off Cat deals" in text(client)
    assert may(ANN, topic_by_slug("cat-deals")) == "no suppressed_topic"
    assert may(BEA, topic_by_slug("cat-deals")) == "yes customer"


def test_a_stranger_with_a_link_of_an_unknown_address_sees_no_address(client: Browser, app_context: None) -> None:
    client.get(a_link(CAL, topic_by_slug("dog-deals")))
    assert "@" not in text(client)


def test_a_page_of_a_stopped_link_says_so(client: Browser, deals_link: str) -> None:
    client.post(deals_link)
    client.get(deals_link)
    assert "Stopped" in text(client)
    client.post(deals_link + "/stop", data={"what": "all"})
    client.get(deals_link)
    assert "Already stopped" in text(client)


def test_a_link_on_a_catalog_stops_paper_for_this_member_of_the_household_only(
    app_context: None, client: Browser
) -> None:
    catalog = topic_by_slug("horse-catalog")
    for address, first in ((ANN, "Ann"), (BEA, "Bea")):
        a_person(address, is_customer=True, street="1 Elm Street", first_name=first, last_name="Archer")
    key = post_keys(Place("Ann Archer", "1 Elm Street", "", "Dothan", "AL", "36302")).person
    mark = fingerprint(settings.current().fingerprint_keys, "post", key, version=POST_VERSION)
    assert may(ANN, catalog) == "yes customer"
    client.get("/u/" + links.stop_token(links.StopLink(mark, catalog.id)))
    client.press("Stop Horse catalog")
    assert "Was it just too many?" not in text(client)  # pace and breaks are for email
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_topic", "yes customer")
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"


def test_the_reasons_can_be_counted(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    client.press("Tell us", reason="not_relevant")
    counted = client.application.test_cli_runner().invoke(args=["unsubscribe", "reasons"])
    assert counted.output.split() == ["too_many", "0", "not_relevant", "1", "never_signed_up", "0", "other", "0"]


def test_fewer_after_the_stop_was_said_again_leaves_it_and_says_so(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop Weekly deals")
    client.post(deals_link)
    assert client.press("Use this instead", less="month").status_code == 400
    assert "the stop stays in force" in text(client)
    assert (may(ANN, topic_by_slug("weekly-deals")), may(BEA, topic_by_slug("dog-deals"))) == (
        "no suppressed_topic",
        "yes customer",
    )


def test_the_done_page_of_all_email_names_the_paper_that_still_comes(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop all of it")
    assert "Catalogs and postcards" in text(client)
    assert may(ANN, topic_by_slug("horse-catalog")) == "yes customer"


def test_the_ledger_keeps_the_words_of_the_button(client: Browser, deals_link: str) -> None:
    client.get(deals_link)
    client.press("Stop all of it")
    held = consent.explained(consent.subject_for(ANN))
    assert held[consent.MARKETING, "email"].wording == "Stop all of it"
