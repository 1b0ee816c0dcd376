"""What the demo shop shows of notes to friends, of mail that left, and of mail that came in."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import mailroom, tell_a_friend
from app.consent import may_recommend
from app.core.database import session
from app.mailroom.models import AppliedEvent, MailAside, StopProposal
from app.outbox import Message, Outcome, find_stuck
from app.people import Destination
from app.staff import demo_members
from app.tell_a_friend import Recommendation
from app.tell_a_friend.desk_models import RecommendationReport, SenderBar
from tests.browser import Browser
from tests.demo.test_cli import run
from tests.desk import MAX, PIA, sit_down


@pytest.fixture
def filled(app: Flask, app_context: None) -> Flask:
    """The demo shop with 70 people."""
    assert run(app, "fill", "--people", "70").exit_code == 0
    return app


def count(*what: object) -> int:
    return session().scalar(select(func.count()).select_from(what[0]).where(*what[1:])) or 0


def desk(app: Flask, email: str, path: str) -> str:
    browser = Browser(app)
    sit_down(browser, next(one for one in demo_members() if one.email == email))
    return browser.get(path).text


def test_notes_to_friends_left_and_nothing_of_a_friend_is_there(filled: Flask) -> None:
    assert count(Recommendation) > 15
    assert count(Recommendation, Recommendation.outcome == Outcome.HANDED_OVER) > 12
    assert count(Recommendation, Recommendation.ended_at.is_(None)) == 0
    sealed = Recommendation.sealed.is_not(None) | Recommendation.data_key.is_not(None)
    assert count(Recommendation, sealed) == 0


def test_a_friend_who_stopped_email_gets_none_and_two_friends_refused_them(filled: Flask) -> None:
    assert count(Recommendation, Recommendation.outcome == "kept_back") == 1
    assert may_recommend("dottie@coop.example").reason == "refused_recommendations"
    assert may_recommend("roy@pasture.example").reason == "refused_recommendations"
    assert may_recommend("faye@coop.example").allowed


def test_the_desk_finds_a_report_to_look_at_a_bar_and_a_day_of_rest(filled: Flask) -> None:
    assert count(RecommendationReport, RecommendationReport.settled_at.is_(None)) == 1
    assert count(RecommendationReport) == 2
    assert count(SenderBar, SenderBar.lifted_at.is_(None)) == 1
    (rest,) = tell_a_friend.tripped(9)
    assert rest.reset_at is not None
    assert tell_a_friend.open_breaker() is None
    assert "rude or threatening" in desk(filled, PIA, "/staff/friends")


def test_mail_that_came_back_changed_what_it_may(filled: Flask) -> None:
    did = session().execute(select(AppliedEvent.did, func.count()).group_by(AppliedEvent.did)).all()
    assert {str(each[0]): each[1] for each in did} == {"undeliverable": 1, "stopped": 1, "counted": 4, "unmatched": 1}
    assert count(Destination, Destination.undeliverable_at.is_not(None)) == 1


def test_each_kind_of_mail_that_people_decide_about_waits(filled: Flask) -> None:
    assert count(StopProposal, StopProposal.decided_at.is_(None)) == 1
    assert count(MailAside, MailAside.settled_at.is_(None)) == 1
    (draft,) = mailroom.drafts()
    assert draft.kind == "privacy"


def test_one_mail_is_set_aside_and_the_rest_is_over(filled: Flask) -> None:
    assert count(Message, Message.done_at.is_(None)) == count(Message, Message.set_aside_at.is_not(None)) == 1
    assert find_stuck() is None
    page = desk(filled, MAX, "/staff/mail")
    assert "decision about a review" in page
    assert "KeyError at app/reviews/mail.py:72" in page


def test_filled_again_nothing_of_it_is_there_twice(filled: Flask) -> None:
    tables = (Recommendation, Message, AppliedEvent, StopProposal, MailAside, RecommendationReport)
    before = [count(one) for one in tables]
    assert run(filled, "fill", "--people", "70").exit_code == 0
    assert [count(one) for one in tables] == before
    assert len(tell_a_friend.tripped(9)) == 1
