"""Signing in by the code and by the link of a mail that a real mail server received."""

import pytest

from tests.cast import ANN
from tests.journeys.shop import Shop, code_in, links_in, scan
from tests.journeys.visitor import TWO_LANES, Visitor

CHOICES = "What we send you"


def ask(visitor: Visitor, address: str = ANN) -> None:
    visitor.open("/")
    visitor.fill("Your email address", address)
    visitor.press("Email me a link and a code")


def link_in(shop: Shop, address: str = ANN) -> str:
    """The sign-in link of the newest mail."""
    (link,) = [one for one in links_in(shop.newest_mail(address)) if "/in/" in one]
    return link


@TWO_LANES
@pytest.mark.journey_everywhere
def test_the_code_signs_in_though_scanners_opened_every_link(visitor: Visitor, shop: Shop) -> None:
    visitor.open("/")
    assert not visitor.context.cookies()
    ask(visitor)
    shop.deliver()
    scan(shop.newest_mail(ANN))
    visitor.fill("Six-digit code", code_in(shop.newest_mail(ANN)))
    visitor.press("Open my choices")
    assert visitor.heading() == CHOICES
    visitor.reads(ANN)


@TWO_LANES
def test_the_link_signs_in_on_another_device_and_once(visitor: Visitor, visit: type[Visitor], shop: Shop) -> None:
    ask(visitor)
    shop.deliver()
    scan(shop.newest_mail(ANN))
    phone, thief = visit(), visit()
    phone.open(link_in(shop))
    phone.press("Continue to my choices")
    assert phone.heading() == CHOICES
    assert "/in/" not in phone.page.url
    thief.open(link_in(shop))
    assert thief.heading() == "This link was used already"


@TWO_LANES
def test_a_newer_mail_ends_the_older_one(visitor: Visitor, shop: Shop) -> None:
    ask(visitor)
    shop.deliver()
    older = link_in(shop)
    visitor.press("Send a new link and code")
    shop.deliver()
    visitor.open(older)
    assert visitor.heading() == "There is a newer link"
    visitor.open(link_in(shop))
    visitor.press("Continue to my choices")
    assert visitor.heading() == CHOICES


@TWO_LANES
def test_a_wrong_code_is_counted_and_the_right_one_still_works(visitor: Visitor, shop: Shop) -> None:
    ask(visitor)
    shop.deliver()
    right = code_in(shop.newest_mail(ANN))
    visitor.fill("Six-digit code", "000 000" if right != "000 000" else "111 111")
    visitor.press("Open my choices")
    visitor.reads("4 tries left")
    visitor.fill("Six-digit code", right)
    visitor.press("Open my choices")
    assert visitor.heading() == CHOICES


@TWO_LANES
def test_a_browser_that_refuses_cookies_is_told_and_sent_on(wary: Visitor, shop: Shop) -> None:
    ask(wary)
    assert wary.heading() == "Your browser keeps no cookie"
    shop.deliver()
    wary.open(link_in(shop))
    wary.press("Continue to my choices")
    assert wary.heading() == "Your browser keeps no cookie"


@TWO_LANES
def test_signing_out_everywhere_ends_the_other_browser_too(visitor: Visitor, visit: type[Visitor], shop: Shop) -> None:
    other = visit()
    for one in (visitor, other):
        ask(one)
        shop.deliver()
        one.open(link_in(shop))
        one.press("Continue to my choices")
    visitor.press("Sign out everywhere")
    assert visitor.heading() == "You’re signed out"
    other.open("/preferences")
    assert other.heading() == "Open your choices"
