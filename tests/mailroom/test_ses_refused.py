"""Calls that are not Amazon's, not for us, or not readable change nothing, and say why."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from app.mailroom.providers.base import LARGEST
from tests.browser import Browser
from tests.cast import ANN, ann
from tests.conftest import Shop
from tests.mailroom.amazon import PATH, TOPIC, Amazon, Message, a_complaint, a_notification, text_of_notification
from tests.mailroom.sent import a_mail, events, gate, with_kinds
from tests.mailroom.ses import SNS_TYPE, Settings, refused, settings_of, told
from tests.sign_in import sign_in

NOT_AMAZON = (403, "The signature is not that of Amazon SNS.")


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
    ann()
    return Browser(shop)


def untouched() -> bool:
    """Whether nothing was kept and Ann may still be written to."""
    return events() == [] and gate(ANN) == "yes customer"


def a_notice() -> Message:
    """A complaint about a mail of ours, with nothing wrong but that nobody signed it."""
    return a_notification(a_complaint(a_mail(ANN)))


def test_without_a_signature(sns: Browser) -> None:
    assert refused(sns, json.dumps(a_notice() | {"SignatureVersion": "2"}).encode()) == NOT_AMAZON
    assert untouched()


@pytest.mark.parametrize("signature", ["", "not base64!", "AAAA", None, 7, ["AAAA"], "ü"])
def test_with_something_that_is_no_signature(sns: Browser, signature: object) -> None:
    body = json.dumps(a_notice() | {"SignatureVersion": "2", "Signature": signature}).encode()
    assert refused(sns, body) == NOT_AMAZON
    assert untouched()


def test_signed_by_another_key(sns: Browser) -> None:
    assert refused(sns, Amazon().notice(a_complaint(a_mail(ANN)))) == NOT_AMAZON
    assert untouched()


FIELDS = ["Message", "MessageId", "Timestamp", "Type", "TopicArn"]


@pytest.mark.parametrize("name", [*FIELDS, "Subject"])
def test_with_one_field_changed(sns: Browser, amazon: Amazon, name: str) -> None:
    message = json.loads(amazon.notice(a_complaint(a_mail(ANN))))
    message[name] = str(message.get(name, "")) + "x"
    assert refused(sns, json.dumps(message).encode())[0] in (400, 403)
    assert untouched()


@pytest.mark.parametrize("value", [None, 7, ["x"], {"x": 1}])
@pytest.mark.parametrize("name", FIELDS)
def test_with_one_field_missing_or_of_another_type(sns: Browser, amazon: Amazon, name: str, value: object) -> None:
    message = json.loads(amazon.notice(a_complaint(a_mail(ANN)))) | {name: value}
    assert refused(sns, json.dumps(message).encode())[0] == 400
    assert untouched()


def test_of_another_topic(sns: Browser, amazon: Amazon) -> None:
    body = amazon.notice(a_complaint(a_mail(ANN)), TopicArn=TOPIC + "-other")
    assert refused(sns, body) == (403, "This topic is not in SES_TOPICS.")
    assert untouched()


ELSEWHERE = [
    "https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem",
    "https://evil.example/SimpleNotificationService-1.pem",
    "http://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem",
    "",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_with_a_certificate_from_elsewhere(sns: Browser, amazon: Amazon, url: str) -> None:
    body = amazon.notice(a_complaint(a_mail(ANN)), SigningCertURL=url)
    assert refused(sns, body) == (403, "SigningCertURL is not an address of Amazon SNS.")
    assert untouched()


@pytest.mark.parametrize("version", ["3", "0", "", "20", 2, None])
def test_with_a_signature_of_another_version(sns: Browser, amazon: Amazon, version: object) -> None:
    message = json.loads(amazon.notice(a_complaint(a_mail(ANN)))) | {"SignatureVersion": version}
    status, why = refused(sns, json.dumps(message).encode())
    assert status == 403 and "SignatureVersion" in why
    assert untouched()


def test_sha1_counts_only_where_the_shop_says_so(
    sns: Browser, amazon: Amazon, make_app: Shop, settings: Settings
) -> None:
    message = a_notice()
    body = amazon.signed(message, text_of_notification(message), version="1")
    assert refused(sns, body)[0] == 403 and untouched()
    older = Browser(with_kinds(make_app(**settings, SES_SIGNATURE_VERSION="1")))
    assert told(older, body) == ["stopped"]
    assert told(older, amazon.notice("no event")) == []


def test_signed_with_a_certificate_that_has_ended(make_app: Shop, shop: Flask, tmp_path: Path) -> None:
    ann()
    old = Amazon(timedelta(days=-400), timedelta(days=-1))
    site = Browser(with_kinds(make_app(**settings_of(old, tmp_path))))
    assert refused(site, old.notice(a_complaint(a_mail(ANN)))) == NOT_AMAZON
    assert untouched()


GARBAGE = [b"", b"{", b"[]", b'"x"', b"null", b"[" * 100_000, b'{"a":' * 50_000, b"\x00", b"\xff\xfe\xfd", b"{}"]
GARBAGE += [b'{"Type": "Notification"}', b'{"Type": {"a": 1}}', b"9" * 9000, b'{"Type": "x\\ud800"}', b"a=b&c=d"]


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage(sns: Browser, body: bytes) -> None:
    assert refused(sns, body)[0] == 400
    assert untouched()


def test_a_huge_body(sns: Browser, amazon: Amazon) -> None:
    body = amazon.notice(a_complaint(a_mail(ANN), filler="x" * LARGEST))
    assert refused(sns, body)[0] == 413
    assert untouched()


def test_half_a_letter_in_what_is_signed(sns: Browser, amazon: Amazon) -> None:
    message = json.loads(amazon.notice("x")) | {"Subject": "\ud800"}
    assert refused(sns, json.dumps(message).encode()) == NOT_AMAZON


def test_where_the_shop_named_no_topic_there_is_nothing(make_app: Shop, amazon: Amazon) -> None:
    site = Browser(make_app())
    assert refused(site, amazon.notice("x")) == (404, "This shop takes no calls here.")
    assert site.get(PATH).status_code == 405


def test_many_failures_of_one_network_are_turned_away_and_amazon_is_not(sns: Browser, amazon: Amazon) -> None:
    statuses = [sns.post(PATH, data=b"{}").status_code for _ in range(61)]
    assert statuses == [400] * 60 + [429]
    assert told(sns, amazon.notice(a_complaint(a_mail(ANN)))) == ["stopped"]


def test_somebody_who_is_signed_in_makes_no_difference(sns: Browser, amazon: Amazon) -> None:
    sign_in(sns)
    answer = sns.post(PATH, data=amazon.notice(a_complaint(a_mail(ANN))), headers=Headers({"Content-Type": SNS_TYPE}))
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
