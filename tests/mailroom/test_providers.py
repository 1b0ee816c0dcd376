"""A provider is one file: what docs/recipes.md shows works, beside the ones that are built in."""

import hmac
import json
from collections.abc import Sequence

import pytest
from flask import Flask

from app.core.mail_settings import MailSettings
from app.core.refusals import BadSetting
from app.mailroom import EventKind, MailEvent
from app.mailroom.api import hooks
from app.mailroom.providers import PROVIDERS
from app.mailroom.providers.base import Call, NotGenuine, line, moment
from app.mailroom.providers.traces import traces_in
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.docs.pages import page
from tests.mailroom.sent import a_mail, events, gate


class Pony:
    """The third one: it signs its body with a key both sides know."""

    name = "pony"

    def is_on(self, settings: MailSettings) -> bool:
        return True

    def authenticate(self, call: Call, settings: MailSettings) -> None:
        if not hmac.compare_digest(mark(call.body), call.headers.get("X-Pony-Signature", "")):
            raise NotGenuine("The signature is not that of Pony Mail.")

    def events(self, call: Call, settings: MailSettings) -> Sequence[MailEvent]:
        told = call.document
        found = traces_in(line(told, "headers", 9000))
        kind = EventKind.COMPLAINED if told.get("what") == "spam" else EventKind.BOUNCED
        return [MailEvent("pony", line(told, "id"), kind, moment(line(told, "at")), **vars(found))]


def mark(body: bytes) -> str:
    return hmac.new(b"known to both", body, "sha256").hexdigest()


@pytest.fixture
def pony(shop: Flask) -> Browser:
    ann(), bea()
    shop.register_blueprint(hooks((*PROVIDERS, Pony()), "more_hooks"))
    return Browser(shop)


def test_a_third_provider_works_end_to_end(pony: Browser) -> None:
    told = {
        "id": "1",
        "what": "spam",
        "at": "2026-07-08T15:00:00Z",
        "headers": f"Message-ID: <{a_mail(ANN).message_id}>",
    }
    body = json.dumps(told).encode()
    answer = pony.post("/hooks/mail/pony", data=body, headers={"X-Pony-Signature": mark(body)})
    assert (answer.status_code, answer.get_json()) == (200, {"events": ["stopped"]})
    assert gate(ANN) == "no suppressed_marketing" and gate(BEA) == "yes customer"


def test_what_it_refuses_is_refused_in_one_sentence(pony: Browser) -> None:
    answer = pony.post("/hooks/mail/pony", data=b"{}")
    assert (answer.status_code, answer.get_json()["problem"]) == (403, "The signature is not that of Pony Mail.")
    assert events() == []


def test_two_of_one_name_stop_the_start() -> None:
    with pytest.raises(BadSetting, match="pony"):
        hooks((Pony(), Pony()))


def test_names_fit_where_events_are_kept_and_are_addresses() -> None:
    assert all(each.name.isascii() and each.name.islower() and len(each.name) <= 20 for each in PROVIDERS)


def test_a_page_elsewhere_cannot_send_for_somebody(pony: Browser) -> None:
    answer = pony.post("/hooks/mail/pony", data=b"{}", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403 and answer.get_json()["problem"]


def test_the_recipe_names_what_there_is() -> None:
    told = page("docs/recipes.md").path.read_text()
    assert all(name in told for name in ("app/mailroom/providers/", "`PROVIDERS`", "authenticate", "traces_in"))
