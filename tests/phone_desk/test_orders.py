"""Prohibitory orders (39 USC 3008): staff enter them with their date, and no choice of the person's lifts one."""

import pytest
from flask import Flask

from app import suppression
from app.channels import Place, post_keys
from app.consent.models import ConsentEntry
from app.core.database import session
from app.phone_desk.forms import today
from app.phone_desk.models import RecordedStop
from app.suppression import Suppression
from tests.browser import Browser
from tests.cast import ANN, BEA
from tests.makers import a_person, a_topic, may, says
from tests.phone_desk.calls import NEXT, a_letter, the_stop
from tests.sign_in import sign_in

pytestmark = pytest.mark.usefixtures("app_context")
DAY = "2026-01-05"


def test_an_order_ends_paper_and_her_own_yes_does_not_lift_it(app: Flask, desk: Browser) -> None:
    catalog = a_topic(channel="post", default="on_for_customers")
    a_letter(desk, ANN, "order", ordered=DAY)
    hers = Browser(app)
    sign_in(hers, ANN)
    says(ANN, "marketing", "on", channel="post"), says(ANN, catalog.purpose, "on", channel="post")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_contact", "yes customer")


def test_an_order_keeps_its_own_date_and_has_no_undo(desk: Browser) -> None:
    a_letter(desk, ANN, "order", ordered=DAY)
    row = the_stop()
    assert (row.what, row.ordered_on.isoformat(), row.received_on) == ("order", DAY, today())
    assert "Undo" not in [button.text for button in desk.page.all("button")]
    assert {entry.method for entry in session().query(ConsentEntry)} == {"prohibitory_order"}


def test_an_order_leaves_email_as_it_is(desk: Browser) -> None:
    topic = a_topic(default="on_for_customers")
    a_letter(desk, ANN, "order", ordered=DAY)
    assert may(ANN, topic) == "yes customer"


def test_without_its_date_no_order_is_entered(desk: Browser) -> None:
    assert a_letter(desk, ANN, "order").status_code == 422
    assert session().query(RecordedStop).count() == 0


def test_an_order_about_an_address_as_written_is_kept(desk: Browser) -> None:
    place = Place("Cal Carter", "7 Fir Road", "", "Dothan", "AL", "36303")
    written = {"name": place.name, "street": place.street, "city": "Dothan", "state": "AL", "zip": "36303"}
    a_letter(desk, "", "order", ordered=DAY, **written)
    mark = suppression.mark_for_key(post_keys(place).person)
    kept = {(one.scope, one.reason) for one in session().query(Suppression).filter_by(fingerprint_id=mark.id)}
    assert ("all_contact", "prohibitory_order") in kept


def test_an_order_needs_a_postal_address(desk: Browser) -> None:
    a_person("eve@example.org")
    assert a_letter(desk, "eve@example.org", "order", ordered=DAY).status_code == 422
    assert "Write name and address as they stand on the order" in desk.page.text


def test_an_order_about_an_address_as_written_holds_for_whoever_comes_to_us_with_it(desk: Browser) -> None:
    catalog = a_topic(channel="post", default="on_for_customers")
    written = {"name": "Cal Carter", "street": "7 Fir Road", "city": "Dothan", "state": "AL", "zip": "36302"}
    a_letter(desk, "", "order", ordered=DAY, **written)
    a_person("cal@example.org", is_customer=True, first_name="Cal", last_name="Carter", street="7 Fir Road")
    says("cal@example.org", catalog.purpose, "on", channel="post")
    assert (may("cal@example.org", catalog), may(BEA, catalog)) == ("no suppressed_contact", "yes customer")


def test_an_order_about_an_address_as_written_that_we_know_is_about_its_person(desk: Browser) -> None:
    catalog = a_topic(channel="post", default="on_for_customers")
    written = {"name": "Ann Archer", "street": "1 Elm St", "city": "Dothan", "state": "AL", "zip": "36302"}
    a_letter(desk, "", "order", ordered=DAY, **written)
    says(ANN, catalog.purpose, "on", channel="post")
    assert (may(ANN, catalog), may(BEA, catalog)) == ("no suppressed_contact", "yes customer")


def test_where_no_address_is_known_the_one_on_the_order_is_entered(desk: Browser) -> None:
    a_person("eve@example.org")
    a_letter(desk, "eve@example.org", "order", ordered=DAY)
    written = {"name": "Eve Early", "street": "8 Fir Road", "city": "Dothan", "state": "AL", "zip": "36302"}
    assert desk.press(NEXT, **written).status_code == 200
    assert (the_stop().what, the_stop().kind) == ("order", "address")
