"""The links of a mailing that a real mail server received: one click, the page behind the link, and scanners."""

from email.message import EmailMessage

import pytest

from tests.cast import ANN, BEA
from tests.journeys.mailing import CONSENT, TOPIC, send, sign
from tests.journeys.shop import Shop, fetch, scan
from tests.journeys.visitor import TWO_LANES, Visitor

STOPPED, MAY = "no suppressed_topic", "yes chosen"


@pytest.fixture
def mail(shop: Shop) -> EmailMessage:
    """Ann's copy as it arrived; Bea got one too. Both asked for it."""
    shop.desk.import_people([{"email": one} | CONSENT for one in (ANN, BEA)])
    assert [shop.may(one, TOPIC) for one in (ANN, BEA)] == [MAY, MAY]
    send(shop, [ANN, BEA])
    assert [one.rcpt_tos for one in shop.mails.mails] == [[ANN], [BEA]]
    return shop.newest_mail(ANN)


def link_of(mail: EmailMessage) -> str:
    """The address a mail program posts to."""
    (header,) = mail.get_all("List-Unsubscribe", [])
    assert header.startswith(("<https://", "<http://127.0.0.1:"))
    assert header.endswith(">")
    return header[1:-1]


@pytest.mark.journey_everywhere
def test_one_click_stops_as_rfc_8058_says(mail: EmailMessage, shop: Shop) -> None:
    (post,) = mail.get_all("List-Unsubscribe-Post", [])
    assert post == "List-Unsubscribe=One-Click"
    for _ in range(2):  # providers repeat
        status, headers = fetch(link_of(mail), "POST", post.encode())
        assert status == 200
        assert not {"Set-Cookie", "Location"} & headers.keys()
    assert [shop.may(one, TOPIC) for one in (ANN, BEA)] == [STOPPED, MAY]
    assert [row["email"] for row in sign(shop, [ANN, BEA], "Week 30")] == [BEA]


def test_links_arrive_unfolded(mail: EmailMessage, shop: Shop) -> None:
    content = shop.mails.mails[0].content
    assert isinstance(content, bytes)
    assert f"\r\nList-Unsubscribe: <{link_of(mail)}>\r\n".encode() in content


@pytest.mark.journey_everywhere
def test_scanners_that_open_every_link_change_nothing(mail: EmailMessage, shop: Shop) -> None:
    before = shop.desk.run("consent", "export").output
    scan(mail)
    assert shop.desk.run("consent", "export").output == before
    assert shop.may(ANN, TOPIC) == MAY


@TWO_LANES
def test_a_browser_that_prefetches_changes_nothing(mail: EmailMessage, shop: Shop, visitor: Visitor) -> None:
    visitor.page.set_extra_http_headers({"Sec-Purpose": "prefetch;prerender"})
    visitor.open(link_of(mail))
    assert shop.may(ANN, TOPIC) == MAY
    visitor.press("Stop Weekly deals")
    assert shop.may(ANN, TOPIC) == STOPPED


@TWO_LANES
def test_the_page_behind_the_link_stops_names_what_is_left_and_takes_it_back(
    mail: EmailMessage, shop: Shop, visitor: Visitor
) -> None:
    visitor.open(link_of(mail))
    visitor.reads("Nothing has changed yet.", "a••@example.com")
    visitor.press("Stop Weekly deals")
    assert visitor.heading() == "You’re off Weekly deals"
    visitor.reads("What you still get", "Dog deals")
    assert [shop.may(one, TOPIC) for one in (ANN, BEA)] == [STOPPED, MAY]
    visitor.press("Undo")
    assert visitor.heading() == "Undone"
    assert shop.may(ANN, TOPIC) == MAY
    assert not visitor.context.cookies()


@TWO_LANES
def test_a_browser_that_refuses_cookies_can_stop_all_of_it_and_take_less_instead(
    mail: EmailMessage, shop: Shop, wary: Visitor
) -> None:
    wary.open(link_of(mail))
    wary.press("Stop all of it")
    assert shop.may(ANN, TOPIC) == "no suppressed_marketing"
    wary.page.get_by_text("At most one a month").click()
    wary.press("Use this instead")
    assert wary.heading() == "At most one a month"
    assert [shop.may(one, TOPIC) for one in (ANN, BEA)] == ["no pace", MAY]
    wary.open(link_of(mail))
    wary.reads("Nothing has changed yet.")


@TWO_LANES
def test_after_one_click_the_page_says_that_it_is_done(mail: EmailMessage, shop: Shop, visitor: Visitor) -> None:
    scan(mail)
    fetch(link_of(mail), "POST", b"List-Unsubscribe=One-Click")
    scan(mail)
    visitor.open(link_of(mail))
    visitor.reads("Stopped")
    assert visitor.button("Stop Weekly deals").count() == 0
