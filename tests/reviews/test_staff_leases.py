"""Having a case to oneself: leases, another desk, and what happens to an open case meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.core import clock
from app.links import CLAIM
from app.reviews.reading import public_reviews
from app.reviews.writing import remove, withdraw
from app.staff import Role
from tests.browser import filled_in
from tests.cast import ANN, ann, bea
from tests.desk import a_member
from tests.makers import a_person, the_person
from tests.reviews.moderation import QUEUE, Moderator, at_desk, newest
from tests.reviews.writing import a_product, a_review, an_act, in_numbers

SAVE = "Save and open next"


def test_looking_takes_a_case_from_nobody(desk: Moderator, lee: Moderator) -> None:
    review = a_review(ann(), a_product())
    desk.read(review)
    lee.take(review)
    lee.says(SAVE)


def test_another_sees_until_when_it_is_open_and_cannot_decide_it(desk: Moderator, lee: Moderator) -> None:
    review = a_review(ann(), a_product())
    lee.take(review)
    page = lee.page
    with time_machine.travel(clock.now() + CLAIM + timedelta(seconds=1), tick=False):
        desk.take(review)
        lee.page = page
        assert lee.press(SAVE, what="publish").status_code == 409
        lee.says("Another moderator has this review open.", "Open at another desk until")
        desk.press(SAVE, what="publish")
        desk.says("Published.")


def test_a_case_put_back_is_free_for_another(desk: Moderator, lee: Moderator) -> None:
    review = a_review(ann(), a_product())
    desk.take(review)
    assert lee.read(review) and "Read this one" not in lee.page.text
    desk.press("Put it back undecided")
    desk.says("Put back. Anyone may read it.")
    lee.take(review)
    lee.says(SAVE)


def test_the_next_one_is_never_one_that_another_has_open(desk: Moderator, lee: Moderator) -> None:
    bucket, halter = a_product(), a_product("halter")
    review, theirs, free = a_review(ann(), bucket), a_review(bea(), bucket), a_review(the_person(ANN), halter)
    lee.take(theirs)
    desk.take(review)
    desk.press(SAVE, what="publish")
    assert desk.page.url == f"{QUEUE}/{newest(free)}"
    desk.press(SAVE, what="publish")
    desk.says("Published.", "Open at another desk until")


def test_words_that_changed_while_open_are_not_decided(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    desk.take(a_review(author, bucket))
    a_review(author, bucket, body="Now it leaks at the seam. Not again.", stars=1)
    assert desk.press(SAVE, what="publish").status_code == 409
    desk.says("The author has sent newer words since.", "Open the newer words")
    assert in_numbers(bucket) == {"waiting": 1}


def test_consent_that_went_while_open_publishes_nothing(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    review = a_review(author, bucket)
    desk.take(review)
    withdraw(review.id, author, an_act("Take it off"))
    assert desk.press(SAVE, what="publish").status_code == 409
    assert in_numbers(bucket) == {} and public_reviews(bucket.id).reviews == ()


def test_nobody_decides_her_own_review(app: Flask, app_context: None) -> None:
    bucket = a_product()
    review, other = a_review(ann(), bucket), a_review(bea(), bucket)
    desk = at_desk(app, member=a_member(ANN, Role.MODERATOR))
    desk.read(review)
    desk.says("This is your own review.")
    assert "Read this one" not in desk.page.text
    desk.take(other)
    token = filled_in(desk.page.form(SAVE)[0])["csrf_token"][0]
    for act, fields in (("decide", {"what": "publish"}), ("open", {}), ("tie", {"connection": "employee"})):
        answer = desk.post(f"{QUEUE}/{newest(review)}/{act}", data={"csrf_token": token, **fields})
        assert (act, answer.status_code) == (act, 403)
    assert in_numbers(bucket) == {"waiting": 2}


def test_an_alias_of_ones_own_address_is_ones_own(app: Flask, app_context: None) -> None:
    review = a_review(a_person("ann+reviews@example.com"), a_product())
    desk = at_desk(app, member=a_member(ANN, Role.MODERATOR))
    desk.read(review)
    desk.says("This is your own review.")


def test_a_review_that_was_deleted_while_open_is_not_found(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    review = a_review(author, bucket)
    desk.take(review)
    remove(review.id, author, an_act("Delete it"))
    assert desk.press(SAVE, what="publish").status_code == 404
    assert in_numbers(bucket) == {}


@pytest.mark.parametrize("query", ["tab=garbage", "stars=9", "after=x", "product=%00"])
def test_nothing_is_done_in_the_name_of_a_list_that_is_none(desk: Moderator, query: str) -> None:
    bucket = a_product()
    review = a_review(ann(), bucket)
    desk.take(review)
    form = {name: values[0] for name, values in filled_in(desk.page.form(SAVE)[0]).items()}
    for what in ({"what": "publish"}, {}):
        assert desk.post(f"{QUEUE}/{newest(review)}/decide?{query}", data={**form, **what}).status_code == 400
    assert in_numbers(bucket) == {"waiting": 1}
