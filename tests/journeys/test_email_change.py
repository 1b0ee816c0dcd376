"""Another e-mail address and the way back: two mailboxes at a real mail server, two browsers."""

import pytest

from tests.cast import ANN
from tests.journeys.shop import Shop, links_in, scan
from tests.journeys.test_sign_in import CHOICES, ask, link_in
from tests.journeys.visitor import TWO_LANES, Visitor

NEW = "new@example.net"


def link_for(shop: Shop, address: str, part: str) -> str:
    """The link of that kind in the newest mail to an address, after scanners have opened every link of it."""
    shop.deliver()
    scan(shop.newest_mail(address))
    (link,) = [one for one in links_in(shop.newest_mail(address)) if part in one]
    return link


def sign_in(visitor: Visitor, shop: Shop, address: str) -> None:
    ask(visitor, address)
    shop.deliver()
    visitor.open(link_in(shop, address))
    visitor.press("Continue to my choices")


@TWO_LANES
@pytest.mark.journey_everywhere
def test_an_address_is_changed_from_the_new_mailbox_and_taken_back_from_the_old(
    visitor: Visitor, visit: type[Visitor], shop: Shop
) -> None:
    phone, old_mailbox = visit(), visit()
    sign_in(visitor, shop, ANN)
    visitor.open("/profile/email")
    visitor.fill("New email address", NEW)
    visitor.press("Email a link to the new address")
    visitor.reads(f"Now press the link in your mail at {NEW}")
    phone.open(link_for(shop, NEW, "/email/"))
    assert phone.heading() == "Use this email address?"
    phone.press("Use this address")
    assert phone.heading() == "Your email address is changed"
    visitor.open("/preferences")
    assert visitor.heading() == "Open your choices"
    sign_in(phone, shop, NEW)
    assert phone.heading() == CHOICES
    old_mailbox.open(link_for(shop, ANN, "/email/back/"))
    assert old_mailbox.heading() == "Take your old address back?"
    old_mailbox.press("Take it back")
    assert old_mailbox.heading() == "Your old address is back"
    phone.open("/preferences")
    assert phone.heading() == "Open your choices"
    sign_in(visitor, shop, ANN)
    assert visitor.heading() == CHOICES
    visitor.reads(ANN)


@TWO_LANES
def test_a_change_is_cancelled_and_its_link_leads_nowhere(visitor: Visitor, visit: type[Visitor], shop: Shop) -> None:
    sign_in(visitor, shop, ANN)
    visitor.open("/profile/email")
    visitor.fill("New email address", NEW)
    visitor.press("Email a link to the new address")
    link = link_for(shop, NEW, "/email/")
    visitor.press("Cancel the change")
    assert visitor.heading() == "Change cancelled"
    phone = visit()
    phone.open(link)
    assert phone.heading() == "This change was cancelled"
