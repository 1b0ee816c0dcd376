"""The pages of reviews, the way a shopper uses them."""

import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app.core.database import session
from app.reviews import Review
from tests.browser import Browser, Page, words
from tests.reviews.writing import GOOD
from tests.sign_in import hand_over, link_path

BUCKET = "/products/bucket"
SEND = "Send review"
ANSWERS = {"stars": "5", "body": GOOD, "name": "Ann Archer", "name_format": "first_initial", "publish": "yes"}


def send(browser: Browser, url: str = BUCKET, follow: bool = True, **fields: Any) -> TestResponse:
    """Open a product's page, fill in the form and send it. An address is typed only where one is asked for."""
    browser.get(url)
    return press_send(browser, follow, **fields)


def press_send(browser: Browser, follow: bool = True, **fields: Any) -> TestResponse:
    """The same on the page that is open."""
    return browser.press(SEND, follow, **{**ANSWERS, **fields})


def prove(browser: Browser) -> TestResponse:
    """The link of the newest mail, and the button behind it."""
    browser.get(link_path(hand_over(browser)))
    return browser.press("Confirm my review")


def read(browser: Browser, url: str = BUCKET) -> Page:
    """A page as it is now."""
    browser.get(url)
    assert browser.page
    return browser.page


def listed(page: Page) -> list[dict[str, Any]]:
    """The reviews a reader sees: stars, day, words, name."""
    return [_seen(one) for one in page.all("article")]


def _seen(article: Any) -> dict[str, Any]:
    stars = next(each for each in article.iter() if each.get("role") == "img")
    text = next(each for each in article.iter("p") if each.get("class") == "review__text")
    return {
        "stars": int(str(stars.get("aria-label"))[0]),
        "day": next(each.get("datetime") for each in article.iter("time")),
        "text": "".join(text.itertext()),
        "name": words(next(article.iter("bdi"))),
    }


def structured(page: Page) -> dict[str, Any]:
    """What search engines read."""
    (script,) = [each for each in page.all("script") if each.get("type") == "application/ld+json"]
    found = json.loads("".join(script.itertext()))
    assert isinstance(found, dict)
    return found


def summary(page: Page) -> list[str]:
    """The errors on top of the page."""
    boxes = [each for each in page.all("div") if each.get("class") == "error-summary"]
    return [words(link) for box in boxes for link in box.iter("a")]


def every_review() -> list[Review]:
    """All rows there are."""
    return list(session().query(Review).order_by(Review.id))


def new_browser(app: Flask) -> Browser:
    """Somebody else's browser."""
    return Browser(app)
