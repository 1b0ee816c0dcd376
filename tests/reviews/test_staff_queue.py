"""The queue: its lists, what narrows them, their pages, and what one case shows."""

from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.database import session
from app.reviews import queue as lists
from app.reviews.models import Review
from app.reviews.tending import freeze
from app.reviews.writing import agree, withdraw
from app.staff import Role
from tests.cast import ann, bea
from tests.desk import PIA, ROOT, a_member
from tests.makers import a_person
from tests.reviews.moderation import PHONE, QUEUE, RUDE, Moderator, at_desk, newest, reported
from tests.reviews.writing import a_product, a_review, an_act, an_order, published, turned_down
from tests.statements import statements


def test_the_queue_opens_with_the_one_that_waits_longest(desk: Moderator) -> None:
    bucket = a_product()
    a_review(ann(), bucket, body=PHONE, stars=1)
    a_review(bea(), bucket)
    assert desk.get(QUEUE).status_code == 200
    desk.says("Reviews to read", "Waiting 2", "1 of 2", "1 star, by Ann A.", "Phone number found.", "Read this one")


def test_an_empty_queue_says_what_would_be_here(desk: Moderator) -> None:
    desk.get(QUEUE)
    desk.says("Nothing waits to be read.", "A new or changed review comes here")


@pytest.mark.parametrize("tab", [tab.value for tab in lists.Tab])
def test_every_list_can_be_empty(desk: Moderator, tab: str) -> None:
    assert desk.get(QUEUE, query_string={"tab": tab}).status_code == 200


def test_each_review_stands_in_the_list_it_belongs_to(desk: Moderator) -> None:
    bucket = a_product()
    published(ann(), bucket, desk.me)
    turned_down(bea(), bucket, desk.me)
    a_review(a_person("cal@example.com"), bucket, publish=False)
    reported(published(a_person("dee@example.com"), bucket, desk.me), "fake")
    imported(a_review(a_person("eve@example.com"), bucket, publish=False))
    found = {tab.value: count for tab, count in lists.counts().items()}
    assert found == {"waiting": 0, "private": 1, "reported": 1, "published": 2, "turned-down": 1, "consent": 1}
    assert found == {tab.value: len(lists.listed(lists.Wanted(tab)).lines) for tab in lists.Tab}


def imported(review: Review) -> None:
    """As if a file had brought it."""
    review.origin = "import"
    session().commit()


def test_a_review_whose_consent_is_gone_stands_in_no_list(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    review = published(author, bucket, desk.me)
    withdraw(review.id, author, an_act("Take it off"))
    published(bea(), bucket, desk.me)
    assert sum(lists.counts().values()) == 1
    desk.read(review)
    desk.says("taken back by its author", "It stays off every page.")


def test_a_childs_review_stands_in_no_list_and_nobody_works_with_it(desk: Moderator) -> None:
    review = a_review(ann(), a_product())
    freeze(review.id, desk.me)
    assert sum(lists.counts().values()) == 0
    desk.read(review)
    assert "Read this one" not in desk.page.text
    desk.says("Nobody works with it.")


def test_filters_stand_in_the_address_and_narrow_the_list(desk: Moderator) -> None:
    bucket, halter = a_product(), a_product("halter")
    a_review(ann(), bucket, stars=1, body=PHONE)
    a_review(bea(), halter, stars=5)
    for query, count in (({"stars": "5"}, 1), ({"product": "bucket"}, 1), ({"marked": "yes"}, 1), ({}, 2)):
        desk.get(QUEUE, query_string=query)
        assert len(desk.page.all("time")) == count
    desk.get(QUEUE, query_string={"stars": "3"})
    desk.says("None of these reviews fits.")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"tab": "all"}, 400),
        ({"stars": "6"}, 400),
        ({"stars": "\0"}, 400),
        ({"product": "A'--"}, 400),
        ({"after": "x"}, 400),
        ({"after": "9" * 40}, 400),
        ({"after": f"{'9' * 17}-{'9' * 18}"}, 200),
        ({"product": "no-such-thing"}, 200),
        ({"did": "garbage"}, 200),
        ({"marked": "x" * 9_000}, 200),
    ],
)
def test_an_address_that_is_none_of_ours_gets_a_clear_page(desk: Moderator, query: dict[str, str], status: int) -> None:
    assert desk.get(QUEUE, query_string=query).status_code == status


@pytest.mark.parametrize("number", ["0", "999999", "9223372036854775807", "9223372036854775808", "x", "-1", "1.5"])
def test_a_number_that_is_no_review_is_not_found(desk: Moderator, number: str) -> None:
    assert desk.get(f"{QUEUE}/{number}").status_code == 404


def test_a_long_list_has_pages_and_none_is_lost_or_twice(desk: Moderator) -> None:
    bucket = a_product()
    made = [a_review(a_person(f"p{n}@example.com"), bucket).id for n in range(7)]
    with clock.set_to(clock.now() + timedelta(hours=1)):
        pages = list(lists.every(lists.Wanted(), size=3))
    assert [len(page.lines) for page in pages] == [3, 3, 1]
    assert [line.review.id for page in pages for line in page.lines] == made


def test_the_next_page_keeps_what_narrows_and_leads_back(desk: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = a_product()
    for n in range(lists.PAGE + 1):
        a_review(a_person(f"p{n}@example.com"), bucket, stars=2)
    desk.get(QUEUE, query_string={"stars": "2"})
    following = next(link.get("href") for link in desk.page.all("a") if link.text == "More reviews")
    assert desk.get(following).status_code == 200
    assert len(desk.page.all("time")) == 1
    desk.says("Back to the beginning", f"{lists.PAGE + 1} of {lists.PAGE + 1}")


def test_marked_ones_are_found_behind_many_others(desk: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LOOKED_AT", 2)
    bucket = a_product()
    for n in range(3):
        a_review(a_person(f"p{n}@example.com"), bucket)
    a_review(ann(), bucket, body=PHONE)
    wanted = lists.Wanted(marked=True)
    first = lists.listed(wanted, limit=2)
    assert first.lines == () and first.after
    assert [line.version.body for line in lists.listed(wanted, first.after, limit=2).lines] == [PHONE]


def test_a_page_asks_the_same_questions_whatever_waits(desk: Moderator, app: Flask) -> None:
    bucket = a_product()
    asked = []
    for round_ in range(2):
        for n in range(1 + round_ * 9):
            a_review(a_person(f"p{round_}-{n}@example.com"), bucket, body=PHONE)
        with statements(app) as found:
            desk.get(QUEUE)
        asked.append(len(found))
    assert asked[0] == asked[1] <= 20


def test_a_brought_review_waits_since_its_author_agreed(desk: Moderator) -> None:
    author = ann()
    with clock.set_to(clock.now() - timedelta(days=900)):
        review = a_review(author, a_product(), publish=False)
    imported(review)
    assert lists.waiting_now() == (0, None)
    agree(review.id, author, an_act("May we publish it? Yes"))
    count, since = lists.waiting_now()
    assert count == 1 and since and clock.now() - since < timedelta(minutes=1)


def test_what_is_known_is_said_and_who_wrote_it_is_not(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    an_order(author, bucket)
    a_review(author, bucket, ads=True, connection="employee", name_format="initials")
    desk.get(QUEUE)
    desk.says("by A. A.", "Email confirmed. Matches order 104417", "and in catalogs and ads", "Works for the shop.")
    assert "Archer" not in desk.page.html
    assert author.destinations[0].address not in desk.page.html


def test_an_edit_shows_the_words_it_would_replace(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    published(author, bucket, desk.me, stars=5)
    review = a_review(author, bucket, stars=1, body="It broke on day two, after all.")
    desk.read(review)
    desk.says("This changes a published review", "Froze solid more than once", "It broke on day two")


def test_a_word_can_be_marked_and_not_hidden(desk: Moderator) -> None:
    desk.take(a_review(ann(), a_product(), body=RUDE))
    desk.says("Rude word found.", "words are never edited", "Nothing here can be hidden")


def test_a_mark_is_said_to_who_does_not_see_it(desk: Moderator) -> None:
    desk.read(a_review(ann(), a_product(), body=PHONE))
    assert ["".join(mark.itertext()) for mark in desk.page.all("mark")] == ["Phone number found. 334-555-0173"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_other_roles_open_no_review(app: Flask, app_context: None, role: Role) -> None:
    review = a_review(ann(), a_product())
    other = at_desk(app, member=a_member(PIA, role))
    assert other.get(QUEUE).status_code == 403
    assert other.read(review).status_code == 403


def test_private_feedback_can_be_read_and_not_published(desk: Moderator) -> None:
    review = a_review(ann(), a_product(), publish=False)
    desk.read(review, tab="private")
    desk.says("Private feedback 1", "Said No to publishing. Only staff read this.")
    token = desk.page.all("input")[0].get("value")
    answer = desk.post(f"{QUEUE}/{newest(review)}/open", data={"csrf_token": token})
    assert answer.status_code == 409


def test_the_keys_are_named_and_can_be_turned_off(desk: Moderator, app: Flask) -> None:
    other = at_desk(app, ROOT, a_member(ROOT, Role.MODERATOR))
    desk.get(QUEUE)
    assert "data-keys" in desk.page.html
    desk.press("Turn keys off")
    assert "data-keys" not in desk.page.html
    other.get(QUEUE)
    assert "data-keys" in other.page.html
    desk.press("Turn keys on")
    assert "data-keys" in desk.page.html
