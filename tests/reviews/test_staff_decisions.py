"""Deciding a case at the desk: what a press does once, what is missing, what is refused and what then stands."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.core import clock
from app.core.database import session
from app.links import CLAIM, UNDO
from app.reviews.models import ReviewDecision, ReviewVersion
from app.reviews.reading import public_reviews
from app.reviews.rules import GROUNDS, Reason
from app.reviews.writing import withdraw
from app.staff import Role
from tests.browser import filled_in
from tests.cast import ANN, ann, bea
from tests.desk import PIA, a_member
from tests.makers import the_person
from tests.reviews.moderation import PHONE, QUEUE, RUDE, Moderator, at_desk, newest, posted, trail
from tests.reviews.writing import a_product, a_review, an_act, in_numbers, published, turned_down

SAVE = "Save and open next"


@pytest.fixture
def lee(app: Flask, app_context: None) -> Moderator:
    """Another moderator."""
    return at_desk(app, member=a_member(PIA, Role.MODERATOR))


def test_a_case_is_read_taken_decided_and_the_next_one_is_open(desk: Moderator) -> None:
    bucket = a_product()
    review, other = a_review(ann(), bucket), a_review(bea(), bucket)
    desk.take(review)
    desk.press(SAVE, what="publish")
    desk.says("Published.", "was waiting → now published", "Undo works once", "by Ann A.", SAVE)
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1, "waiting": 1}
    assert trail(review) == ["review.decide"] and len(posted()) == 1
    assert desk.page.url == f"{QUEUE}/{newest(other)}"


def test_looking_takes_a_case_from_nobody(desk: Moderator, lee: Moderator) -> None:
    review = a_review(ann(), a_product())
    desk.read(review)
    lee.take(review)
    lee.says(SAVE)


def test_enter_without_a_choice_does_nothing_and_says_so_at_the_field(desk: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket))
    assert desk.press(SAVE).status_code == 422
    assert desk.page.title.startswith("Error:")
    desk.says("There is a problem", "Choose what to do")
    assert in_numbers(bucket) == {"waiting": 1} and posted() == []


def test_nothing_is_chosen_beforehand_and_a_suggestion_is_only_marked(desk: Moderator) -> None:
    desk.take(a_review(ann(), a_product(), body=PHONE))
    desk.says("Suggested")
    radios = [one for one in desk.page.all("input") if one.get("type") == "radio"]
    assert len(radios) == 3 and not [one for one in radios if one.get("checked") is not None]


def test_a_part_is_hidden_and_the_words_are_untouched(desk: Moderator) -> None:
    bucket = a_product()
    review = a_review(ann(), bucket, body=PHONE)
    desk.take(review)
    desk.press(SAVE, what="hide")
    (shown,) = public_reviews(bucket.id).reviews
    (start, end) = shown.hidden[0]
    assert (shown.body, PHONE[start:end]) == (PHONE, "334-555-0173")
    desk.says("Published, a part hidden.")


@pytest.mark.parametrize("spans", [["0-4"], ["0-99999"], ["7-3"], ["x"], ["\0"], ["31-43", "0-1"], []])
def test_only_what_a_rule_found_can_be_hidden(desk: Moderator, spans: list[str]) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket, body=PHONE))
    assert desk.press(SAVE, what="hide", hide=spans).status_code == 422
    assert in_numbers(bucket) == {"waiting": 1}


def test_a_rude_word_can_not_be_hidden(desk: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket, body=RUDE))
    assert desk.press(SAVE, what="hide", hide=["16-20"]).status_code == 422
    assert in_numbers(bucket) == {"waiting": 1}


def test_turning_down_needs_a_reason_and_keeps_the_choice(desk: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket, stars=1))
    assert desk.press(SAVE, what="turn_down").status_code == 422
    desk.says("Choose the rule it breaks. A low rating is none.")
    assert filled_in(desk.page.form(SAVE)[0])["what"] == ["turn_down"]
    desk.press(SAVE, reason="unrelated")
    desk.says("Turned down: Not about this product.")
    assert in_numbers(bucket) == {"turned_down": 1}


@pytest.mark.parametrize("reason", ["negative", "low_rating", "x" * 5_000, "\0"])
def test_there_is_no_other_reason(desk: Moderator, reason: str) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket, stars=1))
    assert desk.press(SAVE, what="turn_down", reason=reason).status_code == 422
    assert in_numbers(bucket) == {"waiting": 1}


def test_the_reasons_on_the_form_are_those_of_the_rule(desk: Moderator) -> None:
    desk.take(a_review(ann(), a_product()))
    offered = [one.get("value") for one in desk.page.all("option") if one.get("value") in set(Reason)]
    assert offered == list(GROUNDS) == list(Reason)


@pytest.mark.parametrize("what", ["", "edit", "PUBLISH", "\0", "x" * 9_000])
def test_there_is_no_other_decision(desk: Moderator, what: str) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket))
    assert desk.press(SAVE, what=what).status_code == 422
    assert in_numbers(bucket) == {"waiting": 1}


def test_a_double_click_decides_once(desk: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket))
    page = desk.page
    desk.press(SAVE, what="publish")
    desk.page = page
    assert desk.press(SAVE, what="publish").status_code == 409
    desk.says("This review waits no more", "Nothing was changed.", "published")
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1} and len(posted()) == 1


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


def test_undo_works_once_and_only_for_who_decided(desk: Moderator, lee: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket))
    desk.press(SAVE, what="publish")
    page, ticket = desk.page, desk.page.form("Undo")[0]
    lee.get(QUEUE)
    token = lee.page.all("input")[0].get("value")
    stolen = {"csrf_token": token, "ticket": filled_in(ticket)["ticket"][0]}
    assert lee.post(f"{QUEUE}/undo", data=stolen).status_code == 404
    desk.press("Undo")
    desk.says("Taken back.", "was published → now waiting")
    assert in_numbers(bucket) == {"waiting": 1}
    desk.page = page
    assert desk.press("Undo").status_code == 410
    assert len(posted()) == 2 and trail()[-2:] == ["review.decide", "review.undo"]


def test_undo_ends_after_half_an_hour(desk: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket))
    desk.press(SAVE, what="publish")
    page, decided_at = desk.page, clock.now()
    for minutes in (14, 28):  # a desk left alone would be signed out
        with time_machine.travel(decided_at + timedelta(minutes=minutes), tick=False):
            desk.get(QUEUE)
    with time_machine.travel(decided_at + UNDO + timedelta(seconds=2), tick=False):
        desk.page = page
        assert desk.press("Undo").status_code == 410
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1}


def test_undo_after_newer_words_changes_nothing(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    desk.take(a_review(author, bucket))
    desk.press(SAVE, what="turn_down", reason="unrelated")
    a_review(author, bucket, body="The handle holds and the rim is thick.")
    assert desk.press("Undo").status_code == 409
    desk.says("the author has sent something newer")
    assert in_numbers(bucket) == {"waiting": 1}


def test_a_published_review_read_again_leaves_its_page_at_once(desk: Moderator) -> None:
    bucket = a_product()
    review = published(ann(), bucket, desk.me)
    published(bea(), bucket, desk.me)
    desk.read(review, tab="published")
    desk.press("Read it again")
    desk.says("Taken back.", "was published → now waiting", SAVE)
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1, "waiting": 1}


def test_a_review_turned_down_can_be_read_again_and_published(desk: Moderator) -> None:
    bucket = a_product()
    review = turned_down(ann(), bucket, desk.me)
    desk.read(review)
    desk.press("Read it again")
    desk.press(SAVE, what="publish")
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1}
    assert session().query(ReviewDecision).count() == 2 and session().query(ReviewVersion).count() == 1


def test_a_form_without_its_token_decides_nothing(desk: Moderator) -> None:
    bucket = a_product()
    review = a_review(ann(), bucket)
    desk.take(review)
    answer = desk.post(f"{QUEUE}/{newest(review)}/decide", data={"what": "publish"})
    assert answer.status_code == 400 and in_numbers(bucket) == {"waiting": 1}
