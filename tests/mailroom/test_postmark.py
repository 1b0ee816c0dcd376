"""What Postmark tells, and what it changes. Who does not know the secret changes nothing.

The payloads follow the examples of the Postmark Developer Documentation ("Bounce webhook", "Spam complaint webhook"), with
values of our own.
"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.core.database import session
from app.mailroom.models import AppliedEvent
from app.mailroom.providers.base import LARGEST
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.conftest import Shop
from tests.mailroom.sent import a_mail, a_stop_token, events, gate, ledger_is_sound, methods, with_kinds

SECRET = "a-secret-of-some-length-1234"
SETTINGS = {"POSTMARK_SECRET": SECRET, "BOUNCE_ADDRESS": "bounces@choices.example.com"}
PATH = "/hooks/mail/postmark"


@pytest.fixture
def app(make_app: Shop) -> Flask:
    return with_kinds(make_app(**SETTINGS))


@pytest.fixture
def postmark(shop: Flask) -> Browser:
    ann(), bea()
    return Browser(shop)


def a_record(kind: str = "HardBounce", **more: Any) -> dict[str, Any]:
    return {
        "RecordType": "SpamComplaint" if kind == "SpamComplaint" else "Bounce",
        "MessageStream": "outbound",
        "ID": 4323372036854775807,
        "Type": kind,
        "TypeCode": 1,
        "Name": kind,
        "Tag": "",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {},
        "ServerID": 23,
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 unknown user",
        "Email": ANN,
        "From": "shop@example.com",
        "BouncedAt": "2026-07-08T16:33:54.9070259Z",
        "DumpAvailable": True,
        "Inactive": True,
        "CanActivate": True,
        "Subject": "Hello",
        **more,
    }


def metadata(address: str) -> dict[str, str]:
    """What comes back of a mail's header X-PM-Metadata-sayso."""
    return {"sayso": a_mail(address).token}


def call(postmark: Browser, record: object, password: str | None = SECRET) -> TestResponse:
    return postmark.post(PATH, json=record, auth=None if password is None else ("sayso", password))


def told(postmark: Browser, record: object) -> list[str]:
    answer = call(postmark, record)
    assert answer.status_code == 200, answer.text
    return list(answer.get_json()["events"])


@pytest.mark.parametrize("kind", ["HardBounce", "BadEmailAddress"])
def test_a_bounce_for_good_makes_the_address_undeliverable(postmark: Browser, kind: str) -> None:
    assert told(postmark, a_record(kind, Metadata=metadata(ANN))) == ["undeliverable"]
    assert gate(ANN) == "no undeliverable" and gate(BEA) == "yes customer"


@pytest.mark.parametrize("record", ["Bounce", "SpamComplaint"])
def test_a_complaint_stops_marketing_and_nobody_elses(postmark: Browser, record: str) -> None:
    a_mail(BEA)
    assert told(postmark, a_record("SpamComplaint", RecordType=record, Metadata=metadata(ANN))) == ["stopped"]
    assert gate(ANN) == "no suppressed_marketing" and methods() == ["complaint"]
    assert gate(BEA) == "yes customer" and ledger_is_sound()


@pytest.mark.parametrize("kind", ["Transient", "SoftBounce", "DnsError", "Blocked", "SpamNotification", "Unknown"])
def test_what_is_not_for_good_is_counted_only(postmark: Browser, kind: str) -> None:
    assert told(postmark, a_record(kind, Metadata=metadata(ANN))) == ["counted"]
    assert gate(ANN) == "yes customer"


@pytest.mark.parametrize("kind", ["AutoResponder", "AddressChange", "ManuallyDeactivated", "VirusNotification", "New"])
def test_what_says_nothing_about_the_mailbox_does_nothing(postmark: Browser, kind: str) -> None:
    assert told(postmark, a_record(kind, Metadata=metadata(ANN))) == []


@pytest.mark.parametrize("record", ["Delivery", "Open", "Click", "SubscriptionChange", "Inbound", "", None, 7, ["x"]])
def test_records_of_other_kinds_do_nothing(postmark: Browser, record: object) -> None:
    assert told(postmark, a_record(RecordType=record, Metadata=metadata(ANN))) == []
    assert events() == []


RETURNED = """Received: by mx.example.net
Content-Type: message/rfc822

Return-Path: <{sender}>
Message-ID: <{message_id}>
List-Unsubscribe:
 <https://choices.example.com/u/{stop}>,
 <mailto:stop@choices.example.com>
"""


@pytest.mark.parametrize("what", ["message_id", "sender", "stop"])
def test_the_returned_mail_is_recognized_by_what_only_we_put_there(postmark: Browser, what: str) -> None:
    sent = a_mail(ANN)
    known = {
        "message_id": sent.message_id,
        "sender": f"bounces+{sent.token}@choices.example.com",
        "stop": a_stop_token(ANN),
    }
    other = f"In-Reply-To: <{'0' * 24}@elsewhere.example>\n"
    content = other + RETURNED.format(
        **{"message_id": "x@mail.example", "sender": "", "stop": ""} | {what: known[what]}
    )
    # What it does: a stop link finds the mail for a complaint alone.
    kind, did = ("SpamComplaint", "stopped") if what == "stop" else ("HardBounce", "undeliverable")
    assert told(postmark, a_record(kind, Content=content)) == [did]
    assert session().query(AppliedEvent).one().matched == {"sender": "verp", "stop": "stop_token"}.get(what, what)


def test_an_address_in_the_payload_alone_changes_nothing(postmark: Browser) -> None:
    a_mail(ANN)
    forged = {"sayso": ANN, "Email": ANN}
    assert told(postmark, a_record("SpamComplaint", Metadata=forged, Content=f"To: {ANN}")) == ["unmatched"]
    assert gate(ANN) == "yes customer"


@pytest.mark.parametrize("password", [None, "", "wrong", SECRET[:-1], SECRET + "x", "ü" * 24])
def test_without_the_secret_nothing_is_believed(postmark: Browser, password: str | None) -> None:
    answer = call(postmark, a_record(Metadata=metadata(ANN)), password)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Basic realm="webhook"')
    assert answer.get_json()["problem"].endswith("is not POSTMARK_SECRET.")
    assert events() == [] and gate(ANN) == "yes customer"


@pytest.mark.parametrize("header", ["Bearer " + SECRET, "Basic", "Basic !!!", "Basic " + SECRET, "Digest x=y", "\xff"])
def test_another_kind_of_proof_is_none(postmark: Browser, header: str) -> None:
    answer = postmark.post(PATH, json=a_record(), headers={"Authorization": header})
    assert answer.status_code == 401 and events() == []


@pytest.mark.parametrize("environ", [{}, {"POSTMARK_SECRET": ""}])
def test_where_the_shop_set_no_secret_there_is_nothing(make_app: Shop, environ: dict[str, str]) -> None:
    site = Browser(make_app(**environ))
    assert call(site, a_record(), "").status_code == 404


def test_a_repeat_changes_nothing_even_after_a_restart(postmark: Browser, make_app: Shop) -> None:
    record = a_record(Metadata=metadata(ANN))
    assert [told(postmark, record), told(postmark, record)] == [["undeliverable"], ["repeated"]]
    assert told(Browser(with_kinds(make_app(**SETTINGS))), record) == ["repeated"]
    assert events() == [("bounced", "undeliverable", 2)]


ODD: list[object] = [
    {},
    a_record(ID=None),
    a_record(ID=True),
    a_record(ID=[1]),
    a_record(Type=["HardBounce"], RecordType={}),
    a_record(ID="x" * 9000, Metadata=[1], Content=7, From={}, BouncedAt=12),
    a_record(ID="\x00\ud800", Metadata={"sayso": "\x00" * 24}, Content="\x00\ud800", BouncedAt="\x00"),
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_oddities_of_one_who_knows_the_secret_change_nothing(postmark: Browser, odd: object) -> None:
    assert told(postmark, odd) in ([], ["unmatched"])


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b"\x00", b"x" * (LARGEST + 1)], ids=range(5))
def test_what_cannot_be_read_is_refused(postmark: Browser, body: bytes) -> None:
    answer = postmark.post(PATH, data=body, auth=("sayso", SECRET))
    assert answer.status_code in (400, 413) and answer.get_json()["problem"]


def test_while_the_database_is_away_postmark_is_asked_to_call_again(postmark: Browser) -> None:
    record = a_record(Metadata=metadata(ANN))
    session().execute(text("ALTER TABLE mail_event RENAME TO away"))
    assert call(postmark, record).status_code == 503
    session().execute(text("ALTER TABLE away RENAME TO mail_event"))
    assert told(postmark, record) == ["undeliverable"]
