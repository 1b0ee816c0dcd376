"""Lists as files, the fairness report, what is due, what the search box finds, and texts that would like to be code."""

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest
from flask import Flask

from app.audit.models import AuditValue
from app.core import clock
from app.core.database import session
from app.reviews import queue as lists
from app.reviews.deciding import What, take_back
from app.reviews.duties import LATE, SOON, find_reviews, reports_due, reviews_due
from app.reviews.rules import Reason
from app.reviews.texts import plain_text
from app.staff import Role
from tests.browser import Page
from tests.cast import ann, bea
from tests.desk import PIA, SUE, a_member
from tests.makers import a_person
from tests.reviews.moderation import PHONE, QUEUE, Moderator, at_desk, reported, trail
from tests.reviews.writing import a_product, a_review, an_order, decided, published
from tests.statements import statements

PAYLOADS = (
    "<script>alert(1)</script> is what my cat typed",
    '"><img src=x onerror=alert(1)> and so on',
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7} stays as it is",
    "javascript:alert(1) </textarea><svg/onload=alert(1)>",
    "<!--<mark></bdi></article> \u202e right to left",
)


def rows(answer: object) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True), newline="")))


def test_a_list_leaves_as_a_file_without_formulas_or_addresses(desk: Moderator) -> None:
    bucket = a_product(title="=1+1 Bucket")
    a_review(ann(), bucket, body="=HYPERLINK(0) " + PHONE)
    a_review(bea(), bucket, publish=False)
    desk.get(QUEUE)
    answer = desk.press("This list as CSV")
    (row,) = rows(answer)
    assert (answer.mimetype, row["product"]) == ("text/csv", "'=1+1 Bucket")
    assert row["text"] == "'=HYPERLINK(0) Tore on day two. Called [removed] and nobody picked up."
    assert "@" not in answer.get_data(as_text=True) and "Archer" not in answer.get_data(as_text=True)
    assert trail()[-1] == "reviews.export"
    assert session().query(AuditValue).order_by(AuditValue.id.desc()).first().new == "waiting"


def test_the_file_is_the_whole_list_as_it_is_narrowed(desk: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = a_product()
    for n in range(lists.PAGE + 3):
        published(a_person(f"p{n}@example.com"), bucket, desk.me, stars=5 if n else 1)
    desk.get(QUEUE, query_string={"tab": "published", "stars": "5"})
    assert len(rows(desk.press("This list as CSV"))) == lists.PAGE + 2


def test_every_page_of_the_file_is_written(desk: Moderator) -> None:
    bucket = a_product()
    for n in range(5):
        a_review(a_person(f"p{n}@example.com"), bucket)
    assert sum(len(page.lines) for page in lists.every(lists.Wanted(), size=2)) == 5


def decisions(desk: Moderator, low: int, high: int, turned_down_low: int) -> None:
    """So many reviews with 1 and with 5 stars, of which some low ones are turned down."""
    bucket = a_product()
    for n in range(low + high):
        review = a_review(a_person(f"p{n}@example.com"), bucket, stars=1 if n < low else 5)
        if n < turned_down_low:
            decided(review, desk.me, What.TURN_DOWN, reason=Reason.FAKE)
        else:
            decided(review, desk.me)


def test_a_biased_moderator_trips_the_alarm_on_the_page(desk: Moderator) -> None:
    decisions(desk, 20, 20, 12)
    desk.get(f"{QUEUE}/fairness")
    desk.says("Something here looks unequal.", "Published: 40% of 20 reviews with 1 or 2 stars, and 100% of 20")
    desk.says("Fisher’s exact test", "p < 0.0001", "20 decided reviews in each group", "Believed to be fake: 12")


def test_a_fair_moderator_is_left_in_peace(desk: Moderator) -> None:
    decisions(desk, 20, 20, 0)
    desk.get(f"{QUEUE}/fairness")
    desk.says("In the last 90 days nothing shows that they are not.")


def test_few_decisions_are_tested_by_nobody(desk: Moderator) -> None:
    decisions(desk, 3, 3, 3)
    desk.get(f"{QUEUE}/fairness")
    desk.says("There are too few decisions to say.", "there are 3 and 3")


def test_a_decision_taken_back_or_long_ago_stands_in_no_report(desk: Moderator) -> None:
    bucket = a_product()
    undone = decided(a_review(ann(), bucket, stars=1), desk.me, What.TURN_DOWN, reason=Reason.FAKE)
    take_back(undone.id, desk.me)
    with clock.set_to(clock.now() - timedelta(days=40)):
        published(bea(), bucket, desk.me)
    assert counted(desk, 30) == {}
    assert counted(desk, 90) == {"5": "1"}


def counted(desk: Moderator, days: int) -> dict[str, str]:
    """Stars → how many were decided, as the file says."""
    found = rows(desk.get(f"{QUEUE}/fairness.csv", query_string={"days": days}))
    return {row["stars"]: row["decided"] for row in found if row["decided"] != "0"}


@pytest.mark.parametrize("days", ["31", "x", "\0", "-90", "9" * 50])
def test_there_is_no_other_period(desk: Moderator, days: str) -> None:
    assert desk.get(f"{QUEUE}/fairness", query_string={"days": days}).status_code == 404


def test_who_may_audit_sees_the_report_and_no_review(app: Flask, app_context: None) -> None:
    pia, sue = at_desk(app, member=a_member(PIA)), at_desk(app, member=a_member(SUE, Role.SUPPORT))
    assert (pia.get(f"{QUEUE}/fairness").status_code, pia.get(QUEUE).status_code) == (200, 403)
    assert sue.get(f"{QUEUE}/fairness").status_code == 403


def test_the_report_asks_one_question_however_much_was_decided(desk: Moderator, app: Flask) -> None:
    asked = []
    for round_ in range(2):
        for n in range(1 + 6 * round_):
            published(a_person(f"r{round_}-{n}@example.com"), a_product(f"p-{round_}-{n}"), desk.me)
        with statements(app) as found:
            desk.get(f"{QUEUE}/fairness")
        asked.append(len(found))
    assert asked[0] == asked[1] <= 6


def waits_since(moment: datetime) -> None:
    with clock.set_to(moment):
        a_review(a_person(), a_product())


@pytest.mark.parametrize(
    ("waited", "urgency"),
    [(timedelta(hours=1), "open"), (SOON + timedelta(hours=1), "soon"), (LATE + timedelta(hours=1), "late")],
)
def test_what_waits_is_due_the_more_the_longer(app: Flask, app_context: None, waited: timedelta, urgency: str) -> None:
    waits_since(clock.now() - waited)
    with app.test_request_context():
        due = reviews_due()
    assert due and (due.count, due.strong, due.urgency) == (1, "1 review to read.", urgency)


def test_nothing_is_due_where_nothing_waits(app: Flask, app_context: None) -> None:
    with app.test_request_context():
        assert reviews_due() is None and reports_due() is None


def test_a_report_is_due_until_it_is_looked_at(desk: Moderator, app: Flask) -> None:
    review = reported(published(ann(), a_product(), desk.me), "fake", "abusive")
    with app.test_request_context():
        due = reports_due()
    assert due and due.strong == "1 review was reported."
    desk.get("/staff")
    desk.says("1 review was reported.")
    desk.read(review)
    desk.press("Looked at, leave it")
    with app.test_request_context():
        assert reports_due() is None


def test_the_search_box_finds_a_review_by_number_order_and_product(desk: Moderator, app: Flask) -> None:
    bucket, author = a_product("flat-back-bucket"), ann()
    an_order(author, bucket, number="104417")
    review = a_review(author, bucket)
    a_review(bea(), a_product("halter"))
    with app.test_request_context():
        for text in (f"R-{review.id}", f"r{review.id}", "104417", "back bucket", "  FLAT\0  "):
            assert [hit.title for hit in find_reviews(text)] == [f"R-{review.id}"], text
        for text in ("", "%", "__", "ann@example.com", "R-999999999999999999", "9" * 60, "nothing", "\0", "zz top"):
            assert find_reviews(text) == [], text


def test_a_hit_opens_its_case_and_names_nobody(desk: Moderator) -> None:
    review = a_review(ann(), a_product())
    desk.get(QUEUE)
    desk.press("Search", find=f"R-{review.id}")
    desk.says(f"R-{review.id}", "Bucket, 5 stars")
    assert "Archer" not in desk.page.html


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_text_that_would_like_to_be_code_is_a_text(desk: Moderator, text: str) -> None:
    review = a_review(ann(), a_product(title=text[:60]), body=text, name=text)
    desk.take(review)  # the browser of the tests refuses inline scripts and broken HTML
    assert Page(desk.page.html, "").all("textarea") == [] and "onerror=alert(1)>" not in desk.page.html
    desk.says(" ".join(text.split()))
    desk.press("Save and write a reply", what="publish")
    desk.press("Save the reply", reply=text)
    assert "".join(desk.page.all("textarea")[0].itertext()) == plain_text(text)
