"""Deciding a case at the desk: what a press does once, what is missing, what is refused and what then stands."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.database import session
from app.links import UNDO
from app.reviews.models import ReviewDecision, ReviewVersion
from app.reviews.reading import public_reviews
from app.reviews.rules import GROUNDS, Reason
from tests.browser import filled_in
from tests.cast import ann, bea
from tests.reviews.moderation import PHONE, QUEUE, RUDE, Moderator, newest, posted, trail
from tests.reviews.writing import a_product, a_review, in_numbers, published, turned_down

SAVE = "Save and open next"


def test_a_case_is_read_taken_decided_and_the_next_one_is_open(desk: Moderator) -> None:
    bucket = a_product()
    review, other = a_review(ann(), bucket), a_review(bea(), bucket)
    desk.take(review)
    desk.press(SAVE, what="publish")
    desk.says("Published.", "was waiting → now published", "Undo works once", "by Ann A.", SAVE)
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1, "waiting": 1}
    assert trail(review) == ["review.decide"] and len(posted()) == 1
    assert desk.page.url == f"{QUEUE}/{newest(other)}"


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
    desk.says("Choose the rule it breaks. A low rating breaks none.")
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
