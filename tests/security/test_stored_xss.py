"""A hundred payloads through the review form come out as the text they are: on pages, in JSON-LD and in mail."""

from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.database import session
from app.outbox import Message
from app.outbox.letters import rendered
from app.reviews.mail import compose
from app.reviews.reading import PAGE
from app.reviews.texts import plain_text
from app.staff import SignedIn
from tests.browser import Browser, Page, words
from tests.reviews.conftest import mo
from tests.reviews.pages import BUCKET, every_review, listed, prove, read, send, structured
from tests.reviews.writing import a_product, decided
from tests.security.payloads import PAYLOADS
from tests.sign_in import hand_over

__all__ = ["mo"]
TEXTS = {plain_text(payload) for payload in PAYLOADS}
# What an article of a review is made of, whatever its author typed.
MADE_OF = {"a", "article", "bdi", "div", "h3", "p", "path", "span", "svg", "time"}


@pytest.fixture
def authors(app: Flask, mo: SignedIn) -> list[Browser]:
    """A hundred strangers, each from her own network, send one payload as text and as name, and prove their address."""
    a_product()
    found = []
    for number, payload in enumerate(PAYLOADS):
        browser = Browser(app)
        browser.environ_base["REMOTE_ADDR"] = f"10.{number}.0.1"
        send(browser, body=payload, name=payload[:160], email=f"p{number}@example.com")
        assert payload not in str(hand_over(browser).context)
        prove(browser)
        found.append(browser)
    return found


def pages_of(browser: Browser) -> Iterable[Page]:
    """Every part of the list."""
    url: str | None = BUCKET
    while url:
        page = read(browser, url)
        yield page
        url = next((each.get("href") for each in page.all("a") if words(each) == "Older reviews"), None)


def test_a_hundred_payloads_come_out_as_text_everywhere(client: Browser, authors: list[Browser], mo: SignedIn) -> None:
    for review in every_review():
        decided(review, mo)
    pages = list(pages_of(client))
    assert [len(listed(page)) for page in pages] == [PAGE] * 4
    assert {one["text"] for page in pages for one in listed(page)} == TEXTS
    assert {one["reviewBody"] for page in pages for one in structured(page)["review"]} == TEXTS
    assert {
        str(tag.tag).rpartition("}")[2] for page in pages for one in page.all("article") for tag in one.iter()
    } <= MADE_OF
    for browser, review in zip(authors, every_review(), strict=True):
        look_at_her_own(browser, review.id)
    assert_mails_say_nothing_of_it(client.application)


def look_at_her_own(browser: Browser, review_id: int) -> None:
    """The browser of the tests finds every inline script, handler and script address by itself."""
    mine, edit = read(browser, "/reviews"), read(browser, f"/reviews/{review_id}")
    (article,) = mine.all("article")
    text = next(each for each in article.iter("p") if each.get("class") == "review__text")
    assert "".join(text.itertext()) in TEXTS
    assert "".join(edit.all("textarea")[0].itertext()) in TEXTS
    assert "".join(read(browser, f"{BUCKET}/reviews/{review_id}/report").all("article")[0].itertext()).strip()


def assert_mails_say_nothing_of_it(app: Flask) -> None:
    references = session().scalars(select(Message.reference).where(Message.kind == "review_decided")).all()
    assert len(references) == len(PAYLOADS)
    with app.test_request_context(base_url="http://127.0.0.1:8000"):
        for reference in references:
            letter = compose(reference)
            assert letter
            texts = rendered("review_decided", letter.context)
            assert "alert(1)" not in texts.subject + texts.plain + texts.html
