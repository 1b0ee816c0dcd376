"""Why did I get this? The act that let a mailing go, for whoever holds the mail."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import consent, links
from app.channels import POST_VERSION, post_keys
from app.consent import Act, Change, ConsentEntry
from app.core import clock, settings
from app.core.database import session
from app.core.fingerprints import fingerprint
from app.people import erase_person
from app.topics import Topic, campaign_named
from tests.browser import Browser, words
from tests.cast import ANN, ann
from tests.identity.changing import change
from tests.makers import a_no, a_send, a_stop, a_topic, a_yes, may
from tests.unsubscribe.links_of import a_link

pytestmark = pytest.mark.usefixtures("app_context")
NAME = "Fly season: masks and sheets"


def ask_why(browser: Browser, topic: Topic | None, campaign: str = "", address: str = ANN) -> str:
    """What the page of a mailing's link says."""
    link = a_link(address, topic, campaign)
    session().commit()
    assert browser.get(link + "/why").status_code == 200
    return browser.page.text


def enter(topic: Topic, act: Act, state: str = "on") -> None:
    consent.choose(consent.subject_for(ANN), [Change(topic.purpose, topic.channel, state)], act)
    session().commit()


def test_it_is_the_line_of_the_ledger_that_let_the_mail_go(client: Browser) -> None:
    ann()
    topic = a_topic("fly-season", how_often="About 2 a month")
    a_yes(ANN, topic)
    a_send(ANN, topic, NAME)
    line = session().scalars(select(ConsentEntry).where(ConsentEntry.purpose == topic.purpose)).one()
    said = ask_why(client, topic, NAME)
    assert line.act_id in said
    assert f"“{NAME}”, sent {consent.day_words(clock.now())} to a••@example.com" in said
    assert "Because you turned it on here on" in said
    assert "Fly Season, about 2 a month" in said
    assert ANN not in client.page.html


def test_a_later_act_does_not_take_its_place(client: Browser) -> None:
    ann()
    topic = a_topic()
    with time_machine.travel(clock.now(), tick=False) as travel:
        first = a_yes(ANN, topic)
        a_send(ANN, topic, NAME)
        travel.shift(timedelta(days=1))
        a_no(ANN, topic)
        later = a_yes(ANN, topic)
        said = ask_why(client, topic, NAME)
    assert first.act_id in said
    assert later.act_id not in said


def test_a_stop_made_since_is_shown_and_the_reason_stays(client: Browser) -> None:
    ann()
    topic = a_topic()
    made = a_yes(ANN, topic)
    a_send(ANN, topic, NAME)
    a_stop(ANN)
    said = ask_why(client, topic, NAME)
    assert made.act_id in said
    assert "Stopped" in said
    assert "Nothing has changed yet" not in said


@pytest.mark.parametrize(
    ("act", "says", "hides"),
    [
        (
            Act("import", "web form", wording="Yes, send me deals"),
            ["you signed up", "web form", "Yes, send me deals"],
            [],
        ),
        (Act("legacy_import", "2019 list"), ["old list", "2019 list", "We have no record of the words"], []),
        (
            Act("enrolment", "order", wording="you bought a fly mask"),
            ["we put you on this list", "You never ticked a box", "We added you", "after you sign in"],
            ["fly mask"],
        ),
        (Act("phone", "desk", actor="staff:1"), ["you asked for it by phone"], []),
        (Act("undo", "preferences"), ["you took back a stop"], []),
    ],
    ids=lambda one: getattr(one, "method", ""),
)
def test_each_way_onto_a_list_is_said_in_words(client: Browser, act: Act, says: list[str], hides: list[str]) -> None:
    ann()
    topic = a_topic()
    enter(topic, act)
    said = ask_why(client, topic)
    assert not [words for words in says if words not in said]
    assert not [words for words in hides if words in client.page.html]


def test_a_list_that_goes_to_customers_says_that_nobody_asked(client: Browser) -> None:
    ann()
    said = ask_why(client, a_topic(default="on_for_customers"))
    assert "Because you bought from us" in said
    assert "You never ticked a box for it" in said
    assert "C-1001" not in said


@pytest.mark.parametrize("address", ["nobody@example.net", ANN])
def test_an_address_we_do_not_hold_is_told_so_and_can_stop(client: Browser, address: str) -> None:
    erase_person(ann())
    topic = a_topic()
    said = ask_why(client, topic, address=address)
    assert "We don’t hold this address" in said
    assert "••" not in said
    client.press(f"Stop {topic.title}")
    assert may(address, topic) == "no suppressed_topic"


def test_the_one_button_stops_the_list_and_no_other(client: Browser) -> None:
    ann()
    topic, other = a_topic(), a_topic()
    a_yes(ANN, topic), a_yes(ANN, other)
    said = ask_why(client, topic)
    assert other.title not in said
    client.press(f"Stop {topic.title}")
    assert (may(ANN, topic), may(ANN, other)) == ("no suppressed_topic", "yes chosen")


def test_it_is_reached_from_the_page_of_the_link_before_and_after_the_stop(client: Browser) -> None:
    ann()
    topic = a_topic()
    a_yes(ANN, topic)
    link = a_link(ANN, topic)
    client.get(link)
    assert f'href="{link}/why"' in client.page.html
    client.press(f"Stop {topic.title}")
    assert f'href="{link}/why"' in client.page.html


def test_a_list_that_has_ended_and_a_link_without_one_say_what_they_can(client: Browser) -> None:
    ann()
    topic = a_topic(retired_at=clock.now())
    enter(topic, Act("import", "web form"))
    assert "you signed up" in ask_why(client, topic)
    assert "This link names no list" in ask_why(client, None)
    assert client.page.form("Stop all of it")


def test_the_link_of_a_catalog_speaks_of_paper(client: Browser) -> None:
    person = ann()
    topic = a_topic(channel="post", default="on_for_customers")
    (held,) = person.postal_addresses
    key = post_keys(consent.place_of(person, held)).person
    mark = fingerprint(settings.current().fingerprint_keys, "post", key, version=POST_VERSION)
    number = campaign_named(topic, "Spring").id
    session().commit()
    client.get("/u/" + links.stop_token(links.StopLink(mark, topic.id, number)) + "/why")
    assert [words(each) for each in client.page.all("dt")][:2] == ["The piece", "The catalog"]
    assert "“Spring”" in client.page.text
    assert "Because you bought from us" in client.page.text
    assert "Anyone holding this piece of mail" in client.page.text


def test_a_mailing_of_another_list_is_not_named(client: Browser) -> None:
    ann()
    topic, other = a_topic(), a_topic()
    number = campaign_named(other, NAME).id
    mark = fingerprint(settings.current().fingerprint_keys, "email", ANN)
    session().commit()
    client.get("/u/" + links.stop_token(links.StopLink(mark, topic.id, number)) + "/why")
    assert NAME not in client.page.text


def test_after_a_new_address_the_old_mail_still_has_its_reason_and_not_the_new_address(client: Browser) -> None:
    ann()
    topic = a_topic()
    made = a_yes(ANN, topic)
    a_send(ANN, topic, NAME)
    change(client)
    said = ask_why(client, topic, NAME)
    assert made.act_id in said
    assert "example.net" not in said


def test_orders_are_shown_after_signing_in_alone(client: Browser) -> None:
    ann()
    ask_why(client, a_topic())
    assert 'href="/sign-in?next=profile.page"' in client.page.html


def test_a_link_that_was_cut_short_is_the_neutral_page(client: Browser) -> None:
    assert client.get("/u/garbage/why").status_code == 404
