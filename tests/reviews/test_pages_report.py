"""Reporting a review: without a session, once for each person or network, and the same answer each time."""

import pytest
from flask import Flask

from app.core.database import session
from app.products import Product
from app.reviews import Review
from app.reviews.models import ReviewReport
from app.reviews.writing import withdraw
from app.staff import SignedIn
from tests.browser import Browser
from tests.cast import BEA, ann, bea
from tests.makers import the_person
from tests.reviews.pages import BUCKET, read
from tests.reviews.writing import a_product, a_review, an_act, published
from tests.sign_in import sign_in


@pytest.fixture
def bucket(mo: SignedIn) -> Product:
    return a_product()


@pytest.fixture
def review(bucket: Product, mo: SignedIn) -> Review:
    return published(ann(), bucket, mo)


def url(review: Review) -> str:
    return f"{BUCKET}/reviews/{review.id}/report"


def reports() -> list[str]:
    return [one.reason for one in session().query(ReviewReport).order_by(ReviewReport.id)]


def send(browser: Browser, review: Review, reason: str = "fake") -> int:
    browser.get(url(review))
    return browser.press("Send report", reason=reason).status_code


def test_a_report_counts_once_for_a_network_and_looks_the_same_again(client: Browser, review: Review) -> None:
    first = (send(client, review), client.page and client.page.text)
    second = (send(client, review, "abusive"), client.page and client.page.text)
    assert first == second and first[0] == 200
    assert reports() == ["fake"]


def test_another_network_and_a_person_count_for_themselves(client: Browser, review: Review) -> None:
    send(client, review)
    client.get(url(review))
    client.post(url(review), data={"reason": "unrelated"}, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    bea()
    sign_in(client, BEA)
    send(client, review, "personal_data")
    send(client, review, "personal_data")
    assert reports() == ["fake", "unrelated", "personal_data"]


def test_the_row_tells_nobody_who_reported(client: Browser, review: Review, bucket: Product, mo: SignedIn) -> None:
    other = published(bea(), bucket, mo)
    send(client, review)
    send(client, other)
    marks = {one.mark for one in session().query(ReviewReport)}
    assert len(marks) == 2 and all(len(mark) == 16 for mark in marks)


@pytest.mark.parametrize("reason", [None, "", "negative", "\x00", "x" * 5000])
def test_a_reason_is_one_of_the_list_and_none_is_chosen_for_her(
    client: Browser, review: Review, reason: str | None
) -> None:
    client.get(url(review))
    assert client.page and not [one for one in client.page.all("input") if one.get("checked") is not None]
    assert client.press("Send report", reason=reason).status_code == 422
    assert client.page.title.startswith("Error:") and reports() == []


def test_what_is_not_public_cannot_be_reported(client: Browser, review: Review, bucket: Product) -> None:
    waiting = a_review(bea(), bucket)
    a_product("halter")
    for address in (url(waiting), f"/products/halter/reviews/{review.id}/report", f"{BUCKET}/reviews/{10**30}/report"):
        assert client.get(address).status_code == 404
        assert client.post(address, data={"reason": "fake"}).status_code == 404
    author = the_person("ann@example.com")
    client.get(url(review))
    withdraw(review.id, author, an_act("Take it off"))
    assert client.press("Send report", reason="fake").status_code == 404
    assert reports() == []


def test_thirty_reports_a_day_from_one_network(client: Browser, app: Flask, review: Review) -> None:
    assert [send(client, review) for _time in range(31)] == [200] * 30 + [429]
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert client.post(url(review), data={"reason": "fake"}, environ_base=elsewhere).status_code == 200


def test_the_page_links_to_it(client: Browser, review: Review) -> None:
    assert url(review) in [each.get("href") for each in read(client).all("a")]
