"""Replies, reports, ties to the shop, and the author who is a child."""

from flask import Flask

from app.core.database import session
from app.people import person_by_address
from app.reviews.models import Review, ReviewReply, ReviewReport
from app.reviews.reading import public_reviews, tally_of
from app.reviews.tending import REPLY_LONGEST, freeze
from app.reviews.writing import withdraw
from app.staff import Role
from tests.browser import filled_in
from tests.cast import ANN, ann, bea
from tests.desk import a_member
from tests.reviews.moderation import QUEUE, Moderator, at_desk, newest, reported, trail
from tests.reviews.writing import a_product, a_review, an_act, an_order, in_numbers, published

SAVE = "Save the reply"


def test_a_reply_is_written_after_a_decision_changed_and_removed(desk: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket))
    desk.press("Save and write a reply", what="publish")
    desk.says("Published.", "Write a reply")
    desk.press(SAVE, reply="We are glad.\r\nWinter comes back.\0")
    assert public_reviews(bucket.id).reviews[0].reply == "We are glad.\nWinter comes back."
    desk.press(SAVE, reply="We are glad.")
    assert public_reviews(bucket.id).reviews[0].reply == "We are glad."
    desk.press("Remove the reply")
    assert public_reviews(bucket.id).reviews[0].reply is None
    assert trail()[-3:] == ["review.reply"] * 3


def test_a_review_that_is_turned_down_gets_no_reply(desk: Moderator) -> None:
    bucket = a_product()
    desk.take(a_review(ann(), bucket))
    assert desk.press("Save and write a reply", what="turn_down", reason="unrelated").status_code == 422
    assert in_numbers(bucket) == {"waiting": 1}


def test_a_reply_that_is_too_long_or_empty_is_kept_and_refused(desk: Moderator) -> None:
    desk.read(published(ann(), a_product(), desk.me))
    long = "x" * (REPLY_LONGEST + 1)
    assert desk.press(SAVE, reply=long).status_code == 422
    assert filled_in(desk.page.form(SAVE)[0])["reply"] == [long]
    assert desk.press(SAVE, reply=" \n\t ").status_code == 422
    assert session().query(ReviewReply).count() == 0
    assert desk.press(SAVE, reply="x" * REPLY_LONGEST).status_code == 200


def test_a_reply_to_a_review_that_is_gone_is_shown_again_as_it_was_typed(desk: Moderator) -> None:
    author = ann()
    review = published(author, a_product(), desk.me)
    desk.read(review)
    withdraw(review.id, author, an_act("Take it off"))
    assert desk.press(SAVE, reply="We are sorry that it tore.").status_code == 409
    desk.says("This review is not on its page", "We are sorry that it tore.")


def test_reports_are_shown_with_their_reasons_and_closed_once(desk: Moderator) -> None:
    bucket = a_product()
    review = reported(published(ann(), bucket, desk.me), "fake", "personal_data")
    other = reported(published(bea(), bucket, desk.me), "abusive")
    desk.read(review, tab="reported")
    desk.says("Reported 2", "Thought to be fake.", "Tells who or where someone is.", "2 reports are open.")
    page = desk.page
    desk.press("Looked at, leave it")
    desk.says("Reports looked at.", "Reported 1")
    desk.page = page
    desk.press("Looked at, leave it")
    open_ones = session().query(ReviewReport).filter(ReviewReport.closed_at.is_(None)).all()
    assert [one.review_id for one in open_ones] == [other.id]
    assert trail(review).count("review.reports") == 1


def test_staff_can_name_a_tie_and_the_average_follows_at_once(desk: Moderator) -> None:
    bucket = a_product()
    review = published(ann(), bucket, desk.me, stars=1)
    published(bea(), bucket, desk.me, stars=5)
    desk.read(review)
    desk.press("Save the tie", connection="employee")
    desk.says("Tie to the shop saved.", "was none → now Works for the shop", "Named by staff.")
    assert tally_of(bucket.id).average == 5.0
    desk.press("Undo")
    session().expire_all()
    assert tally_of(bucket.id).average == 3.0
    assert "review.connection" in trail(review)


def test_staff_cannot_take_away_a_tie_the_author_declared(desk: Moderator) -> None:
    review = published(ann(), a_product(), desk.me, connection="employee")
    desk.read(review)
    assert desk.press("Save the tie", connection="").status_code == 422
    desk.says("The author says so herself.")
    assert desk.press("Save the tie", connection="boss").status_code == 422
    session().refresh(review)
    assert (review.connection, review.connection_by) == ("employee", "author")


def test_no_form_of_the_desk_confirms_an_order(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    order = an_order(bea(), bucket)
    review = published(author, bucket, desk.me)
    desk.read(review)
    for button in ("Save the tie", SAVE):
        desk.read(review)
        desk.press(button, order_id=str(order.id), is_confirmed="yes", connection="confirmed", reply="Thanks.")
    session().refresh(review)
    assert review.order_id is None and tally_of(bucket.id).confirmed == 0


def test_a_child_is_hidden_at_once_and_it_can_be_undone(desk: Moderator) -> None:
    bucket, author = a_product(), ann()
    review = published(author, bucket, desk.me)
    published(bea(), bucket, desk.me)
    desk.read(review)
    desk.press("This author is a child under 13")
    desk.says("Hidden: the author is a child under 13.", "was published → now hidden, author under 13", "Undo")
    assert in_numbers(bucket) == {"stars_5": 1, "shown": 1}
    frozen = person_by_address(ANN)
    assert frozen and frozen.frozen_at
    desk.press("Undo")
    assert in_numbers(bucket) == {"stars_5": 2, "shown": 2}
    session().refresh(frozen)
    assert frozen.frozen_at is None


def test_undo_of_one_press_leaves_what_an_earlier_one_froze(desk: Moderator) -> None:
    author = ann()
    review = published(author, a_product(), desk.me)
    later = published(author, a_product("halter"), desk.me)
    desk.read(later)
    freeze(review.id, desk.me)
    desk.press("This author is a child under 13")
    desk.press("Undo")
    assert session().query(Review).filter(Review.frozen_at.is_not(None)).count() == 2


def test_nobody_replies_to_her_own_review_or_closes_its_reports(app: Flask, app_context: None, desk: Moderator) -> None:
    review = reported(published(ann(), a_product(), desk.me), "fake")
    author = at_desk(app, member=a_member(ANN, Role.MODERATOR))
    author.get(f"{QUEUE}?tab=published")
    token = author.page.all("input")[0].get("value")
    for act, fields in (("reply", {"reply": "Thanks."}), ("reports", {}), ("again", {}), ("child", {})):
        answer = author.post(f"{QUEUE}/{newest(review)}/{act}", data={"csrf_token": token, **fields})
        assert (act, answer.status_code) == (act, 403)
    assert session().query(ReviewReply).count() == 0
