"""One mail for a friend and a product, ever; one for a friend in twelve months; and a new key forgets nobody."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import session
from app.core.limits import Limit
from app.core.refusals import TooMany
from app.products import Product
from app.tell_a_friend import OwnAddress, Resting, asking, figures
from app.tell_a_friend.asking import ask
from app.tell_a_friend.caps import months_before
from app.tell_a_friend.models import RecommendationFriend, RecommendationOnce
from tests.databases import KEYS, key
from tests.mail_server import MailServer
from tests.tell_a_friend.notes import CAL, WORDS, a_bucket, asked, hand_over, posted, sent

BEA, DEE = "bea@example.com", "dee@example.com"
JULY = datetime.fromisoformat("2026-07-08T17:00:00Z")


def test_a_friend_gets_one_note_in_twelve_months_whoever_asks(bucket: Product) -> None:
    rope = a_bucket("rope")
    with clock.set_to(JULY):
        sent(bucket)
        sent(rope, sender_address=BEA)
        sent(rope, friend_address=DEE)
    with clock.set_to(JULY.replace(year=2027, day=7)):
        sent(rope, sender_address=BEA)
    assert len(posted()) == 2
    with clock.set_to(JULY.replace(year=2027)):
        sent(rope, sender_address=BEA)
    assert len(posted()) == 3


def test_a_friend_gets_one_note_about_a_product_ever(bucket: Product) -> None:
    with clock.set_to(JULY):
        sent(bucket)
    with clock.set_to(JULY.replace(year=2036)):
        sent(bucket, sender_address=BEA)
        assert len(posted()) == 1
        sent(a_bucket("rope"), sender_address=BEA)
    assert len(posted()) == 2


def test_a_refused_repeat_does_not_make_the_twelve_months_longer(bucket: Product) -> None:
    with clock.set_to(JULY):
        sent(bucket)
    with clock.set_to(JULY.replace(year=2027)):
        sent(bucket, sender_address=BEA)
    assert session().scalars(select(RecommendationFriend.last_on)).all() == [JULY.date()]


@pytest.mark.parametrize("same", ["Cal@Example.com", "cal+shop@example.com", "CAL+2@example.com"])
def test_an_alias_is_the_same_friend(bucket: Product, same: str) -> None:
    sent(bucket)
    sent(bucket, friend_address=same, sender_address=BEA)
    assert len(posted()) == 1
    sent(bucket, friend_address=DEE, sender_address=BEA)
    assert len(posted()) == 2


def test_dots_at_google_make_no_second_friend_and_elsewhere_they_do(bucket: Product) -> None:
    sent(bucket, friend_address="cal.lee@gmail.com")
    sent(bucket, friend_address="C.A.L.lee+x@googlemail.com", sender_address=BEA)
    assert len(posted()) == 1
    sent(bucket, friend_address="cal.lee@example.com")
    sent(bucket, friend_address="callee@example.com")
    assert len(posted()) == 3


def test_the_database_itself_refuses_a_second_row(bucket: Product) -> None:
    sent(bucket)
    (row,) = session().scalars(select(RecommendationOnce)).all()
    values = {"value": row.value, "key_id": row.key_id, "product_id": row.product_id, "on_date": row.on_date}
    session().expunge_all()
    session().add(RecommendationOnce(**values))
    with pytest.raises(IntegrityError):
        session().flush()
    session().rollback()


@pytest.mark.parametrize("reply", ["550 no such user", "250 OK"])
def test_whatever_became_of_it_the_friend_is_used_up(bucket: Product, server: MailServer, reply: str) -> None:
    server.replies["RCPT"] = [reply]
    sent(bucket)
    hand_over()
    sent(bucket, sender_address=BEA)
    assert len(posted()) == 1


@pytest.mark.parametrize("ever", [True, False])
def test_a_new_key_allows_no_second_note(make_app: Callable[..., Flask], app: Flask, ever: bool) -> None:
    with app.app_context(), clock.set_to(JULY):
        number = a_bucket().id
        sent(session().get_one(Product, number))
        if ever:
            session().execute(delete(RecommendationFriend))
        session().commit()
    rotated = make_app(FINGERPRINT_KEYS=f"{KEYS['FINGERPRINT_KEYS']},2:{key('second')}")
    with rotated.app_context(), clock.set_to(JULY):
        sent(session().get_one(Product, number), sender_address=BEA)
        assert len(posted()) == 1
        sent(session().get_one(Product, number), friend_address=DEE, sender_address=BEA)
        assert len(posted()) == 2


@pytest.mark.parametrize(
    ("day", "earlier"),
    [("2026-07-08", "2025-07-08"), ("2028-02-29", "2027-02-28"), ("2027-02-28", "2026-02-28")],
)
def test_twelve_months_earlier(day: str, earlier: str) -> None:
    assert months_before(date.fromisoformat(day), 12) == date.fromisoformat(earlier)


@pytest.mark.parametrize("friend", ["sam@example.com", "Sam+me@Example.com"])
def test_a_note_to_oneself_is_refused_openly(bucket: Product, friend: str) -> None:
    with pytest.raises(OwnAddress):
        asked(bucket, friend_address=friend)
    assert asked(bucket, friend_address=CAL)


def test_a_network_asks_so_often_and_no_more(bucket: Product) -> None:
    for _ in range(figures.PER_NETWORK.amount):
        ask(bucket, WORDS, "10.9.9.0/24")
        session().commit()
    with pytest.raises(TooMany):
        ask(bucket, WORDS, "10.9.9.0/24")
    assert ask(bucket, WORDS, "10.9.8.0/24").id


def test_the_whole_site_takes_so_many_and_then_rests(bucket: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PER_SITE", Limit("recommendation-site", 2, figures.PER_SITE.per))
    asked(bucket), asked(bucket)
    with pytest.raises(Resting):
        asked(bucket)
