"""What `links sign` prints on a label opens its page, and one press there stops: as an address, and as a QR code."""

from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.core.database import session
from app.topics import topic_by_slug
from tests.browser import Browser
from tests.cast import ANN, BEA, ann, bea
from tests.exchange.desk import Desk
from tests.makers import may

HORSES = ("--topic", "horse-catalog", "--channel", "post", "--campaign", "Fall")


def printed(desk: Desk, column: str) -> str:
    """The path of what stands on Ann's label."""
    ann(), bea()
    rows = desk.sign([{"email": ANN}, {"email": BEA}], *HORSES)
    session().rollback()
    return urlsplit(rows[0][column]).path


@pytest.mark.parametrize("column", ["short_url", "qr_text"])
@pytest.mark.parametrize(
    ("button", "others"), [("Stop Horse catalog", "yes customer"), ("Stop all of it", "no suppressed_marketing")]
)
def test_what_is_printed_opens_and_one_press_stops(
    column: str, button: str, others: str, desk: Desk, client: Browser
) -> None:
    path, horses, cards = printed(desk, column), topic_by_slug("horse-catalog"), topic_by_slug("postcards")
    assert client.get(path).status_code == 200
    assert client.page and "This code came with Horse catalog" in client.page.text
    assert may(ANN, horses) == may(BEA, horses) == "yes customer", "looking changes nothing"
    assert client.press(button).status_code == 200
    assert may(ANN, horses).startswith("no suppressed") and may(ANN, cards) == others
    assert may(BEA, horses) == may(BEA, cards) == "yes customer"


@pytest.mark.parametrize("column", ["short_url", "qr_text"])
def test_a_bare_post_to_what_is_printed_stops_and_its_undo_brings_back(
    column: str, desk: Desk, client: Browser
) -> None:
    path, horses = printed(desk, column), topic_by_slug("horse-catalog")
    answer = client.post(f"{path}/stop", data={"what": "this"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, may(ANN, horses), may(BEA, horses)) == (200, "no suppressed_topic", "yes customer")
    client.press("Undo")
    assert may(ANN, horses) == "yes customer"


def test_the_stop_knows_the_campaign_and_signing_again_refuses_her(desk: Desk, app: Flask, client: Browser) -> None:
    client.get(printed(desk, "short_url"))
    client.press("Stop Horse catalog")
    left = desk.sign([{"email": ANN}, {"email": BEA}], *HORSES, "--refused", desk.refusals)
    assert [row["email"] for row in left] == [BEA]
