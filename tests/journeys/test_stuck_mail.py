"""Mail that does not leave: the clerk sees it, mends what she can, and it leaves by itself once the server is back."""

from datetime import timedelta

from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.outbox import Message
from tests.browser import Browser
from tests.desk import MAX, a_member
from tests.journeys.shop import Shop
from tests.journeys.test_moderation import sits_down
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.sign_in import ask

PAGE = "/staff/mail"


def clerk_of(visitor: Visitor, shop: Shop) -> Visitor:
    """That browser is a mail clerk's."""
    with shop.app.app_context():
        a_member(MAX)
    return sits_down(visitor, shop, MAX)


def asked_for_links(shop: Shop, ago: timedelta, count: int = 2) -> None:
    """Some people asked for a link that long ago, and nobody handed it over."""
    with shop.app.app_context(), clock.set_to(clock.now() - ago):
        for number in range(count):
            ask(Browser(shop.app), f"ann{number}@example.com")
        session().execute(update(Message).values(created_at=clock.now(), due_at=clock.now()))
        session().commit()


def broken(shop: Shop, why: str) -> None:
    """Whatever waits was set aside."""
    with shop.app.app_context():
        session().execute(update(Message).values(set_aside_at=clock.now(), set_aside_why=why, tries=3))
        session().commit()


@TWO_LANES
def test_the_clerk_sees_that_mail_is_stuck_and_why(visitor: Visitor, shop: Shop) -> None:
    asked_for_links(shop, timedelta(minutes=12))
    clerk_of(visitor, shop).open("/staff")
    visitor.reads("Mail has been stuck for 12 minutes.", "2 messages wait.")
    visitor.page.get_by_role("link", name="Open mail").click()
    visitor.look()
    assert visitor.heading() == "Mail that has not left"
    visitor.reads(
        "Mail has been stuck for 12 minutes. No worker has run yet.", "sign-in link and code", "a••@example.com"
    )
    shop.deliver()
    visitor.open(PAGE)
    visitor.reads("Nothing waits, and nothing is set aside. 2 mails left in the last 7 days.")


@TWO_LANES
def test_the_clerk_drops_one_takes_it_back_and_retries_all(visitor: Visitor, shop: Shop) -> None:
    asked_for_links(shop, timedelta())
    broken(shop, "error:KeyError app/identity/mail.py:42")
    clerk_of(visitor, shop).open(PAGE)
    visitor.reads("2 set aside, 0 waiting.", "KeyError at app/identity/mail.py:42")
    visitor.press("Drop (message 1)")
    visitor.reads("Message 1 is dropped. It never left.")
    visitor.press("Undo")
    visitor.reads("Message 1 stands where it stood before.")
    visitor.page.get_by_role("link", name="Back to the list").click()
    visitor.press("Retry all of this reason")
    visitor.reads("2 messages are in line again.")
    shop.deliver()
    assert len(shop.mails.mails) == 2
