"""What came in by mail, at the desk: a stop to decide about, a request to take up, a mail nobody could read."""

import pytest

from app.mailroom.jobs import arrive
from app.mailroom.reading import read_bytes
from tests.cast import ANN, ann
from tests.desk import MAX, PIA, a_member
from tests.journeys.shop import Shop
from tests.journeys.test_moderation import sits_down
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.mailroom.letters import a_letter


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Ann wrote STOP, and asked for her rights; somebody sent garbage."""
    with shop.app.app_context():
        ann(), a_member(PIA), a_member(MAX)
        for content in (a_letter("STOP", "x" * 400), a_letter("Re: “California Privacy Rights”"), b"\x00" * 9000):
            arrive(read_bytes(content))
    return shop


@TWO_LANES
def test_a_stop_and_a_request_that_came_by_mail(visitor: Visitor, shop: Shop) -> None:
    desk = sits_down(visitor, shop, PIA)
    desk.open("/staff/stops-by-mail")
    desk.press("Stop (mail 1)")
    desk.reads("All marketing email to a••@example.com is stopped.")
    assert shop.may(ANN, "dog-deals") == "no suppressed_marketing"
    desk.press("Undo")
    assert shop.may(ANN, "dog-deals") == "yes customer"
    desk.open("/staff/requests-by-mail")
    desk.press("Take it up (request 1)")
    desk.reads("The request of a••@example.com is taken up.")


@TWO_LANES
def test_a_mail_nobody_could_read(visitor: Visitor, shop: Shop) -> None:
    desk = sits_down(visitor, shop, MAX)
    desk.open("/staff/mail-aside")
    desk.press("Try again (mail 1)")
    desk.reads("It still can’t be read.")
    desk.press("Drop (mail 1)")
    desk.reads("No mail waits.")
