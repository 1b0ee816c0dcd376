"""Signing in shows that mail arrives: the address is deliverable again."""

from flask import Flask
from sqlalchemy import select

from app import outbox
from app.core.database import session
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.mailroom.sent import a_mail, an_event, applied, gate, undeliverable_at
from tests.makers import the_person
from tests.sign_in import ask, hand_over


def test_sign_in_mail_reaches_an_undeliverable_address_and_proves_it(shop: Flask, client: Browser) -> None:
    ann(), bea()
    for name, address in (("a", ANN), ("b", BEA)):
        applied(an_event(event_id=name, verp=a_mail(address).token))
    ask(client, ANN)
    outbox.deliver_due()
    assert "handed_over" in session().scalars(select(outbox.Message.outcome)).all()
    client.press("Open my choices", code=hand_over(client).context["code_spaced"])
    assert undeliverable_at(ANN) is None and the_person(ANN).destinations[0].undeliverable_at is None
    assert gate(ANN) == "yes customer" and gate(BEA) == "no undeliverable"
