"""SNS asks for confirmation: the question is kept, a person answers it by command, and the web server opens no connection."""

from pathlib import Path

import pytest
from flask import Flask

from app.core import clock
from app.core.commands import mail
from app.core.database import session
from app.mailroom.providers.outgoing import NotFetched
from app.mailroom.providers.subscriptions import SnsQuestion, answer, waiting_questions
from tests.browser import Browser
from tests.conftest import Shop
from tests.mailroom.amazon import CONFIRM_URL, TOPIC, Amazon, Message, a_question, text_of_question
from tests.mailroom.ses import Settings, refused, settings_of, told
from tests.mailroom.test_ses_certificates import Store

UNSUBSCRIBED = "UnsubscribeConfirmation"


@pytest.fixture(scope="session")
def amazon() -> Amazon:
    return Amazon()


@pytest.fixture
def settings(amazon: Amazon, tmp_path: Path) -> Settings:
    return settings_of(amazon, tmp_path)


@pytest.fixture
def app(make_app: Shop, settings: Settings) -> Flask:
    return make_app(**settings)


@pytest.fixture
def sns(shop: Flask) -> Browser:
    return Browser(shop)


def signed(amazon: Amazon, message: Message) -> bytes:
    return amazon.signed(message, text_of_question(message))


def waiting() -> list[tuple[str, str]]:
    return [(each.topic, each.url) for each in waiting_questions()]


def confirm(app: Flask, *options: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(mail, ["confirm-ses", *options])
    return done.exit_code, done.output


@pytest.mark.parametrize("kind", ["SubscriptionConfirmation", UNSUBSCRIBED])
def test_a_question_is_kept_for_a_person(sns: Browser, amazon: Amazon, kind: str) -> None:
    assert told(sns, signed(amazon, a_question(kind))) == []
    assert waiting() == [(TOPIC, CONFIRM_URL)]


def test_the_newest_question_of_a_topic_is_kept_whatever_comes_last(sns: Browser, amazon: Amazon) -> None:
    newer = a_question(SubscribeURL=CONFIRM_URL + "9", Timestamp="2026-07-09T14:00:04.751Z")
    for message in (a_question(), newer, a_question()):
        told(sns, signed(amazon, message))
    assert waiting() == [(TOPIC, CONFIRM_URL + "9")]


@pytest.mark.parametrize("name", ["SubscribeURL", "Token", "Message", "TopicArn", "Timestamp", "Type", "MessageId"])
def test_a_question_that_was_changed_is_refused(sns: Browser, amazon: Amazon, name: str) -> None:
    message = a_question()
    changed = message | {name: UNSUBSCRIBED if name == "Type" else message[name] + "x"}
    assert refused(sns, amazon.signed(changed, text_of_question(message)))[0] == 403
    assert waiting() == []


ELSEWHERE = [
    CONFIRM_URL.replace("sns.us-east-1.amazonaws.com", "127.0.0.1"),
    CONFIRM_URL.replace("https", "http"),
    CONFIRM_URL.replace("ConfirmSubscription", "Unsubscribe"),
    CONFIRM_URL.replace(TOPIC, TOPIC + "-other"),
    CONFIRM_URL + "&Action=Unsubscribe",
    CONFIRM_URL.replace("/?", "/x?"),
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_question_that_leads_elsewhere_is_refused_though_it_is_signed(sns: Browser, amazon: Amazon, url: str) -> None:
    assert refused(sns, signed(amazon, a_question(SubscribeURL=url)))[0] == 403
    assert waiting() == []


def test_the_command_shows_the_address_to_whoever_cannot_reach_amazon_from_here(
    sns: Browser, amazon: Amazon, app: Flask
) -> None:
    told(sns, signed(amazon, a_question()))
    assert confirm(app, "--show") == (0, CONFIRM_URL + "\n")
    assert len(waiting()) == 1


def test_where_amazon_cannot_be_reached_the_question_waits_on(shop: Flask) -> None:
    session().add(SnsQuestion(topic=TOPIC, url="https://127.0.0.1/", asked_at=clock.now()))
    session().commit()
    status, said = confirm(shop)
    assert status == 1 and said.startswith(f"{TOPIC}: not confirmed (not an address of SNS)")
    assert len(waiting()) == 1


def test_an_answer_ends_the_question(sns: Browser, amazon: Amazon, app: Flask) -> None:
    told(sns, signed(amazon, a_question()))
    amazon_host = Store(b"<ConfirmSubscriptionResponse/>")
    answer(waiting_questions()[0], amazon_host)
    session().commit()
    assert amazon_host.asked == [CONFIRM_URL] and waiting() == []
    assert confirm(app)[1].startswith("SNS asks nothing.")


def test_an_answer_that_does_not_get_through_changes_nothing(sns: Browser, amazon: Amazon) -> None:
    told(sns, signed(amazon, a_question()))
    with pytest.raises(NotFetched):
        answer(waiting_questions()[0], Store(None))
    assert len(waiting()) == 1


def test_a_topic_that_was_taken_out_of_the_settings_is_not_answered(
    sns: Browser, amazon: Amazon, make_app: Shop
) -> None:
    told(sns, signed(amazon, a_question()))
    with (other := make_app(SES_TOPICS=TOPIC + "-new")).app_context():
        assert confirm(other)[1].startswith("SNS asks nothing.")
    assert len(waiting()) == 1
