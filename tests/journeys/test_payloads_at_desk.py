"""A moderator opens what somebody hoped would run in her browser."""

import pytest

from tests.journeys.shop import Shop
from tests.journeys.test_moderation import QUEUE, sits_down
from tests.journeys.test_reviews import WATCH, payloads
from tests.journeys.visitor import Visitor
from tests.security.payloads import PAYLOADS

__all__ = ["payloads"]


def cases(visitor: Visitor) -> list[str]:
    """The address of every case in the queue, over all its parts."""
    found: list[str] = []
    visitor.page.goto(visitor.home + QUEUE)
    while True:
        found += [str(each.get_attribute("href")) for each in visitor.page.locator(".queue__list a").all()]
        more = visitor.page.get_by_role("link", name="More reviews")
        if not more.count():
            return found
        more.click()


@pytest.mark.parametrize(("shop", "scripts"), [("http", True)], ids=["http-scripts"], indirect=True)
def test_no_case_starts_a_script_or_breaks_the_policy(visitor: Visitor, shop: Shop, payloads: None) -> None:
    dialogs: list[str] = []
    broken: list[str] = []
    visitor.context.add_init_script(WATCH)
    visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    addresses = cases(sits_down(visitor, shop, "lee@example.com"))
    assert len(addresses) == len(PAYLOADS)
    for address in addresses[::3]:
        visitor.page.goto(visitor.home + address)
        assert visitor.page.locator(".case__text").count() == 1
        broken += visitor.page.evaluate("window.broken")
    assert (dialogs, broken) == ([], [])
