"""A stop said again stands by itself: whoever pressed the first one can no longer take it back."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.topics import Topic
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.makers import a_no, a_stop, a_topic, a_yes, may
from tests.unsubscribe.links_of import a_link

pytestmark = pytest.mark.usefixtures("app_context")
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def deals() -> Topic:
    """A topic that Ann and Bea turned on."""
    ann(), bea()
    topic = a_topic()
    a_yes(ANN, topic), a_yes(BEA, topic)
    return topic


def a_press(app: Flask, link: str, what: str = "") -> Browser:
    """Somebody to whom a mail was forwarded stops on its page, and keeps the page with its Undo."""
    reader = Browser(app)
    reader.post(link + "/stop", data={"what": what}, headers=SAME_SITE)
    return reader


AGAIN: dict[str, Callable[[Browser, str, Topic], object]] = {
    "one click": lambda hers, link, _topic: hers.post(link),
    "the page": lambda hers, link, _topic: hers.post(link + "/stop", headers=SAME_SITE),
    "by name": lambda hers, link, topic: hers.post(link + "/stop", data={"slug": topic.slug}, headers=SAME_SITE),
    "her choices": lambda _hers, _link, topic: a_no(ANN, topic),
    "a file": lambda _hers, _link, topic: a_no(ANN, topic, "suppression_import"),
}


@pytest.mark.parametrize("way", AGAIN)
def test_a_press_is_not_undone_once_the_stop_was_said_again(
    app: Flask, client: Browser, deals: Topic, way: str
) -> None:
    assert may(ANN, deals) == "yes chosen"
    reader = a_press(app, a_link(ANN, deals))
    AGAIN[way](client, a_link(ANN, deals), deals)
    reader.press("Undo")
    assert reader.page is not None and "stays in force" in reader.page.text
    assert (may(ANN, deals), may(BEA, deals)) == ("no suppressed_topic", "yes chosen")


def test_a_press_that_stopped_everything_is_not_undone_once_the_address_was_typed(app: Flask, deals: Topic) -> None:
    reader = a_press(app, a_link(ANN, deals), "all")
    a_stop(ANN)
    reader.press("Undo")
    assert (may(ANN, deals), may(BEA, deals)) == ("no suppressed_marketing", "yes chosen")


def test_a_press_that_nobody_repeated_is_undone_and_a_later_stop_holds(
    app: Flask, client: Browser, deals: Topic
) -> None:
    a_press(app, a_link(ANN, deals)).press("Undo")
    assert may(ANN, deals) == "yes chosen"
    client.post(a_link(ANN, deals))
    assert (may(ANN, deals), may(BEA, deals)) == ("no suppressed_topic", "yes chosen")
