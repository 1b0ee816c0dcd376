"""A save after the session ended keeps the form, signed, and applies it after code or link."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.makers import may
from tests.sign_in import hand_over, link_path, sign_in

SAVE = "Save choices"
AGAIN = "Sign in and save these choices"


@pytest.fixture
def late(app_context: None, client: Browser) -> Browser:
    """Ann opened her page, went for lunch, and presses Save two hours later with dog deals unticked."""
    ann(), bea()
    sign_in(client, ANN)
    client.get("/preferences")
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert client.press(SAVE, topic=["cat-deals", "horse-catalog", "postcards", "weekly-deals"]).status_code == 401
    return client


def test_nothing_is_saved_yet_and_the_page_shows_what_was_chosen(late: Browser) -> None:
    assert late.page and "The page sat open too long" in late.page.text
    assert "<dt>Dog deals</dt><dd>stop</dd>" in late.page.html
    assert "<dt>Weekly deals</dt><dd>start</dd>" in late.page.html
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"


def test_the_code_saves_it(late: Browser) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1), tick=False):
        late.press(AGAIN, email=ANN)
        late.press("Open my choices", code=hand_over(late).context["code_spaced"])
        assert late.page and "Dog deals: was sending → now stopped" in late.page.text
        dogs, deals = topic_by_slug("dog-deals"), topic_by_slug("weekly-deals")
        assert (may(ANN, dogs), may(ANN, deals), may(BEA, dogs)) == (
            "no suppressed_topic",
            "yes chosen",
            "yes customer",
        )


def test_the_link_saves_it_on_another_device(late: Browser) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1), tick=False):
        late.press(AGAIN, email=ANN)
        phone = Browser(late.application)
        phone.get(link_path(hand_over(late)))
        phone.press("Continue to my choices")
        assert phone.page and "Dog deals: was sending → now stopped" in phone.page.text
        assert may(ANN, topic_by_slug("dog-deals")) == "no suppressed_topic"
        assert may(BEA, topic_by_slug("dog-deals")) == "yes customer"


def test_somebody_elses_sign_in_does_not_save_it(late: Browser) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1), tick=False):
        late.press(AGAIN, email=BEA)
        late.press("Open my choices", code=hand_over(late).context["code_spaced"])
        dogs = topic_by_slug("dog-deals")
        assert (may(ANN, dogs), may(BEA, dogs)) == ("yes customer", "yes customer")


def test_a_form_left_open_overnight_is_kept_too(app_context: None, client: Browser) -> None:
    ann()
    sign_in(client, ANN)
    client.get("/preferences")
    with time_machine.travel(clock.now() + timedelta(hours=26), tick=False):
        client.press(SAVE, topic=["cat-deals"])
        client.press(AGAIN, email=ANN)
        client.press("Open my choices", code=hand_over(client).context["code_spaced"])
        assert may(ANN, topic_by_slug("dog-deals")) == "no suppressed_topic"


def test_a_form_too_old_to_read_says_so(app_context: None, client: Browser) -> None:
    ann()
    sign_in(client, ANN)
    client.get("/preferences")
    # Past what a form keeps, and not yet past the 31 days after which Flask reads no cookie.
    with time_machine.travel(clock.now() + timedelta(days=30, hours=1), tick=False):
        assert client.press(SAVE, topic=[]).status_code == 401
        assert client.page and "choose once more" in client.page.text
    assert may(ANN, topic_by_slug("dog-deals")) == "yes customer"
