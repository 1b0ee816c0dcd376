"""RFC 8058: a mail program posts, and mail stops."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.consent import ConsentEntry
from app.core.database import session
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.makers import a_yes, may
from tests.unsubscribe.links_of import a_link

SHAPES = {
    "urlencoded": {"data": b"List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
    "multipart": {"data": {"List-Unsubscribe": "One-Click"}, "content_type": "multipart/form-data"},
    "empty": {"data": b""},
    "text": {"data": b"List-Unsubscribe=One-Click", "content_type": "text/plain"},
    "wrong key": {"data": b"Something=Else", "content_type": "application/x-www-form-urlencoded"},
    "broken multipart": {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=y"},
    "no boundary": {"data": b"abc", "content_type": "multipart/form-data"},
    "json": {"data": b"{", "content_type": "application/json"},
}


def lines() -> int:
    return session().scalar(select(func.count()).select_from(ConsentEntry)) or 0


@pytest.mark.parametrize("shape", SHAPES)
def test_a_post_of_any_shape_stops_this_topic_for_this_person(app_context: None, client: Browser, shape: str) -> None:
    deals = topic_by_slug("weekly-deals")
    ann(), bea(), a_yes(ANN, deals), a_yes(BEA, deals)
    assert (may(ANN, deals), may(BEA, deals)) == ("yes chosen", "yes chosen")
    answer = client.post(a_link(ANN, deals), **SHAPES[shape])
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers
    assert (may(ANN, deals), may(BEA, deals)) == ("no suppressed_topic", "yes chosen")


def test_a_repeat_answers_the_same_and_adds_no_line(app_context: None, client: Browser) -> None:
    deals = topic_by_slug("weekly-deals")
    ann(), a_yes(ANN, deals)
    before, link = lines(), a_link(ANN, deals)
    answers = {(client.post(link).status_code, client.post(link).get_data()) for _ in range(3)}
    assert len(answers) == 1
    assert lines() == before + 1


def test_other_topics_and_service_mail_go_on(app_context: None, client: Browser) -> None:
    deals, tips, receipts = (topic_by_slug(slug) for slug in ("weekly-deals", "care-tips", "order-updates"))
    ann(), bea(), a_yes(ANN, deals), a_yes(ANN, tips), a_yes(BEA, deals)
    assert (may(ANN, deals), may(BEA, deals)) == ("yes chosen", "yes chosen")
    client.post(a_link(ANN, deals))
    assert may(BEA, deals) == "yes chosen"
    assert [may(ANN, topic) for topic in (deals, tips, receipts)] == [
        "no suppressed_topic",
        "yes chosen",
        "yes service",
    ]


def test_a_link_without_a_topic_stops_all_marketing(app_context: None, client: Browser) -> None:
    deals, dogs = topic_by_slug("weekly-deals"), topic_by_slug("dog-deals")
    ann(), bea(), a_yes(ANN, deals)
    client.post(a_link(ANN))
    assert [may(ANN, topic) for topic in (deals, dogs)] == ["no suppressed_marketing"] * 2
    assert may(BEA, dogs) == "yes customer"


def test_a_link_works_for_an_address_never_imported(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    bea()
    assert client.post(a_link(CAL, dogs)).status_code == 200
    assert (may(CAL, dogs), may(BEA, dogs)) == ("no suppressed_topic", "yes customer")


def test_the_upper_and_lower_case_of_an_address_are_one(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    ann(), bea()
    client.post(a_link("Ann@EXAMPLE.com", dogs))
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_topic", "yes customer")


@pytest.mark.parametrize("damage", ["", "x", "a" * 58, "é" * 20, "A" * 5000])
def test_a_damaged_link_gets_one_neutral_page_with_the_typed_address(client: Browser, damage: str) -> None:
    for answer in (client.get(f"/u/{damage or '-'}"), client.post(f"/u/{damage or '-'}")):
        assert answer.status_code == 404
    assert "Type the address" in client.page.text or "type the address" in client.page.text  # type: ignore[union-attr]


def test_what_a_mail_program_left_at_the_end_of_a_link_does_not_break_it(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    ann(), bea()
    assert client.post(a_link(ANN, dogs) + ">.").status_code == 200
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_topic", "yes customer")


def test_a_prefetching_scanner_changes_nothing(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    ann()
    link = a_link(ANN, dogs)
    for _ in range(5):
        assert client.get(link).status_code == client.head(link).status_code == client.options(link).status_code == 200
    assert may(ANN, dogs) == "yes customer"
    assert lines() == 0


def test_plain_http_is_never_redirected_on_a_stop_link(make_app: object, app_context: None) -> None:
    site: Flask = make_app(PUBLIC_URL="https://choices.example.com")  # type: ignore[operator]
    with site.app_context():
        link = a_link(CAL, topic_by_slug("dog-deals"))
    browser = Browser(site)
    assert browser.post(link, base_url="http://choices.example.com").status_code == 200
    assert browser.get("/", base_url="http://choices.example.com").status_code == 308


def test_another_sites_form_may_stop_but_gets_no_cookie_and_no_page(app_context: None, client: Browser) -> None:
    dogs = topic_by_slug("dog-deals")
    ann(), bea()
    answer = client.post(a_link(ANN, dogs), headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)
    assert (may(ANN, dogs), may(BEA, dogs)) == ("no suppressed_topic", "yes customer")
