"""What Amazon SES tells, once SNS has signed it, and what it changes."""

from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.conftest import Shop
from tests.mailroom.amazon import Amazon, Message, a_bounce, a_complaint, the_mail
from tests.mailroom.sent import (
    a_mail,
    a_stop_token,
    events,
    gate,
    ledger_is_sound,
    methods,
    undeliverable_at,
    with_kinds,
)
from tests.mailroom.ses import BOUNCES, SNS_TYPE, Settings, settings_of, told


@pytest.fixture(scope="session")
def amazon() -> Amazon:
    return Amazon()


@pytest.fixture
def settings(amazon: Amazon, tmp_path: Path) -> Settings:
    return settings_of(amazon, tmp_path)


@pytest.fixture
def app(make_app: Shop, settings: Settings) -> Flask:
    return with_kinds(make_app(**settings))


@pytest.fixture
def sns(shop: Flask) -> Browser:
    return Browser(shop)


def test_a_bounce_for_good_makes_the_address_undeliverable(sns: Browser, amazon: Amazon) -> None:
    ann(), bea()
    assert told(sns, amazon.notice(a_bounce(a_mail(ANN)))) == ["undeliverable"]
    assert gate(ANN) == "no undeliverable" and gate(BEA) == "yes customer"
    assert methods() == []


def test_a_complaint_stops_marketing_and_nobody_elses(sns: Browser, amazon: Amazon) -> None:
    ann(), bea()
    a_mail(BEA)
    assert told(sns, amazon.notice(a_complaint(a_mail(ANN)))) == ["stopped"]
    assert gate(ANN) == "no suppressed_marketing" and methods() == ["complaint"]
    assert gate(BEA) == "yes customer" and ledger_is_sound()


@pytest.mark.parametrize("kind", ["Transient", "Undetermined"])
def test_a_bounce_for_now_is_counted_only(sns: Browser, amazon: Amazon, kind: str) -> None:
    ann()
    assert told(sns, amazon.notice(a_bounce(a_mail(ANN), kind, "4.2.2"))) == ["counted"]
    assert events() == [("deferred", "counted", 0)] and gate(ANN) == "yes customer"


def test_where_one_of_several_only_waits_nobody_is_given_up(sns: Browser, amazon: Amazon) -> None:
    ann()
    assert told(sns, amazon.notice(a_bounce(a_mail(ANN), "Permanent", "5.0.0", "4.0.0"))) == ["counted"]
    assert gate(ANN) == "yes customer"


def test_event_publishing_tells_the_same(sns: Browser, amazon: Amazon) -> None:
    ann()
    bounce = a_bounce(a_mail(ANN))
    bounce["eventType"] = bounce.pop("notificationType")
    assert told(sns, amazon.notice(bounce, Subject="Amazon SES Email Event Notification")) == ["undeliverable"]


def test_a_delay_is_counted(sns: Browser, amazon: Amazon) -> None:
    ann()
    delay = {"delayType": "MailboxFull", "delayedRecipients": [{"emailAddress": ANN, "status": "4.2.2"}]}
    event = {"eventType": "DeliveryDelay", "deliveryDelay": delay, "mail": the_mail(a_mail(ANN).message_id)}
    assert told(sns, amazon.notice(event)) == ["counted"]


def test_the_sender_address_finds_the_mail_where_headers_are_not_included(sns: Browser, amazon: Amazon) -> None:
    ann()
    mail = the_mail(source=BOUNCES.replace("@", f"+{a_mail(ANN).token}@"))
    del mail["headers"], mail["commonHeaders"]
    assert told(sns, amazon.notice(a_bounce(mail))) == ["undeliverable"]


def test_a_stop_link_in_the_headers_finds_the_address(sns: Browser, amazon: Amazon) -> None:
    ann()
    link = f"<https://choices.example.com/u/{a_stop_token(ANN)}>"
    assert told(sns, amazon.notice(a_complaint(the_mail(**{"List-Unsubscribe": link})))) == ["stopped"]


def test_an_address_in_the_payload_alone_changes_nothing(sns: Browser, amazon: Amazon) -> None:
    ann()
    forged = the_mail("0123456789abcdef01234567@example.com", source=ANN, To=ANN)
    assert told(sns, amazon.notice(a_complaint(forged))) == ["unmatched"]
    assert told(sns, amazon.notice(a_bounce(forged), "another")) == ["unmatched"]
    assert gate(ANN) == "yes customer" and undeliverable_at(ANN) is None


OTHERS: list[object] = [
    {"notificationType": "Delivery", "delivery": {}, "mail": {}},
    {"eventType": "Open", "open": {}, "mail": {}},
    {"notificationType": "AmazonSnsSubscriptionSucceeded", "message": "You have successfully subscribed."},
    "Successfully validated SNS topic for Amazon SES event publishing.",
    a_complaint(the_mail(), complaintSubType="OnAccountSuppressionList"),
    a_bounce(the_mail(), bounceSubType="UnsubscribedRecipient"),
    "[" * 5000,
    {"notificationType": ["Bounce"]},
    {},
]


@pytest.mark.parametrize("other", OTHERS, ids=range(len(OTHERS)))
def test_what_does_not_concern_us_is_taken_and_does_nothing(sns: Browser, amazon: Amazon, other: object) -> None:
    assert told(sns, amazon.notice(other)) == []
    assert events() == []


ODD: list[Message] = [
    {"notificationType": "Bounce"},
    {"notificationType": "Bounce", "bounce": [], "mail": "x"},
    {"notificationType": "Bounce", "bounce": {"bouncedRecipients": [1, None]}, "mail": {"headers": [1, {"name": []}]}},
    {"notificationType": "Complaint", "complaint": {"timestamp": "never"}, "mail": {"source": "a\x00b"}},
    {"notificationType": "Complaint", "complaint": {"timestamp": "0001-01-01T00:00:00+14:00"}, "mail": {}},
    {"notificationType": "Bounce", "bounce": {"bouncedRecipients": [{"status": "\x00\ud800" * 99}]}, "mail": {}},
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_a_signed_oddity_is_counted_and_changes_nothing(sns: Browser, amazon: Amazon, odd: Message) -> None:
    assert told(sns, amazon.notice(odd)) == ["unmatched"]


def test_the_same_message_again_is_refused_and_counted(sns: Browser, amazon: Amazon) -> None:
    ann()
    body = amazon.notice(a_complaint(a_mail(ANN)))
    assert [told(sns, body), told(sns, body)] == [["stopped"], ["repeated"]]
    assert events() == [("complained", "stopped", 1)] and methods() == ["complaint"]


def test_a_replay_after_a_restart_is_refused(sns: Browser, amazon: Amazon, make_app: Shop, settings: Settings) -> None:
    ann()
    body = amazon.notice(a_bounce(a_mail(ANN)))
    told(sns, body)
    again = Browser(with_kinds(make_app(**settings)))
    assert told(again, body) == ["repeated"]
    assert events() == [("bounced", "undeliverable", 1)]


@pytest.mark.parametrize("kind", [SNS_TYPE, "application/json", "application/x-www-form-urlencoded", "image/png", ""])
def test_what_the_call_says_its_body_is_does_not_matter(sns: Browser, amazon: Amazon, kind: str) -> None:
    ann()
    assert told(sns, amazon.notice(a_bounce(a_mail(ANN))), kind) == ["undeliverable"]
