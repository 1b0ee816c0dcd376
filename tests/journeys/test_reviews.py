"""Reviews in a real browser: written, proven, published, withdrawn, gone; turned down and mended; a hundred payloads."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.core.database import session
from app.reviews import Review
from app.reviews.deciding import What
from app.reviews.rules import Reason
from app.reviews.texts import plain_text
from app.staff import begin_session
from app.staff.sessions import find_session
from tests.cast import ANN
from tests.desk import MO, a_member
from tests.journeys.shop import Shop, code_in, scan, text_of
from tests.journeys.test_sign_in import link_in
from tests.journeys.visitor import TWO_LANES, Visitor
from tests.makers import a_person
from tests.reviews.writing import a_product, a_review, decided, published
from tests.security.payloads import PAYLOADS

BUCKET, WORDS = "/products/bucket", "Holds up well. The handle is stiff in the cold."


@pytest.fixture
def moderate(shop: Shop) -> Callable[..., None]:
    """Decide whatever waits, as a moderator."""
    with shop.app.app_context():
        a_product(title="Flat-back bucket", category="Barn and stable", picture="bucket")
        member = a_member(MO)

    def decide(what: What = What.PUBLISH, **fields: object) -> None:
        with shop.app.app_context():
            mo = find_session(begin_session(member, "127.0.0.0/24", "browser"))
            assert mo
            decided(session().query(Review).one(), mo, what, **fields)

    return decide


@pytest.fixture
def reader(visit: Callable[[], Visitor]) -> Visitor:
    """Somebody else, who only reads."""
    return visit()


def write(visitor: Visitor, words: str = WORDS) -> None:
    visitor.open(BUCKET)
    visitor.choose("4 stars, Good")
    visitor.fill("What should other shoppers know?", words)
    visitor.fill("Your name", "Sam Ellis")
    visitor.fill("Your email address", ANN)
    visitor.page.locator("#publish-yes").check()
    visitor.press("Send review")


def prove_by_link(visitor: Visitor, shop: Shop) -> None:
    shop.deliver()
    scan(shop.newest_mail(ANN))
    visitor.open(link_in(shop))
    assert visitor.heading() == "Confirm your review of Flat-back bucket"
    visitor.press("Confirm my review")


def structured(visitor: Visitor) -> dict[str, object]:
    found = json.loads(visitor.page.locator("script[type='application/ld+json']").inner_text())
    assert isinstance(found, dict)
    return found


@TWO_LANES
@pytest.mark.journey_everywhere
def test_written_proven_published_withdrawn_and_gone(
    visitor: Visitor, reader: Visitor, shop: Shop, moderate: Callable[..., None]
) -> None:
    write(visitor)
    visitor.reads("You sent a review of Flat-back bucket.", "Check your inbox")
    prove_by_link(visitor, shop)
    visitor.reads("Sent at", "Waits to be read")
    reader.open(BUCKET)
    reader.reads("No reviews yet.", "1 is waiting to be read")
    moderate()
    shop.deliver()
    assert "is on its page" in text_of(shop.newest_mail(ANN))
    reader.open(BUCKET)
    reader.reads(WORDS, "Sam E.", "4.0 out of 5, from 1 review")
    assert len(structured(reader)["review"]) == 1  # type: ignore[arg-type]
    visitor.open("/reviews")
    visitor.press("Take it off the page Flat-back bucket")
    visitor.reads("is off every page and in no average")
    reader.open(BUCKET)
    expect(reader.page.get_by_text(WORDS)).to_have_count(0)
    reader.reads("No rating yet")
    assert not {"review", "aggregateRating"} & structured(reader).keys()


@TWO_LANES
def test_a_turned_down_review_is_mended_and_published(
    visitor: Visitor, shop: Shop, moderate: Callable[..., None]
) -> None:
    write(visitor, "Call me at 334-555-0199, it holds up well.")
    shop.deliver()
    visitor.fill("Six-digit code", code_in(shop.newest_mail(ANN)))
    visitor.press("Confirm my review")
    moderate(What.TURN_DOWN, reason=Reason.PERSONAL_DATA)
    shop.deliver()
    mail = text_of(shop.newest_mail(ANN))
    assert "It has someone’s personal data in it" in mail and "/reviews" in mail
    visitor.open("/reviews")
    visitor.reads("It has someone’s personal data in it")
    visitor.page.get_by_role("link", name="Mend it").click()
    visitor.fill("What should other shoppers know?", WORDS)
    visitor.press("Send changes")
    visitor.reads("Waits to be read")
    moderate()
    visitor.open(BUCKET)
    visitor.reads(WORDS, "4.0 out of 5, from 1 review")


@TWO_LANES
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    visitor: Visitor, shop: Shop, moderate: Callable[..., None]
) -> None:
    visitor.open(BUCKET)
    visitor.fill("What should other shoppers know?", "Nice")
    visitor.press("Send review")
    assert visitor.page.title().startswith("Error:")
    visitor.reads("There is a problem", "Choose a star rating")
    expect(visitor.page.get_by_label("What should other shoppers know?")).to_have_value("Nice")
    expect(visitor.page.locator("input[name=publish]:checked")).to_have_count(0)


@pytest.fixture
def payloads(shop: Shop) -> None:
    """Each payload in a published review of one product, and in one of Ann's of a product of its own."""
    with shop.app.app_context():
        bucket, ann = a_product(), a_person(ANN, proven=True)
        mo = find_session(begin_session(a_member(MO), "127.0.0.0/24", "browser"))
        assert mo
        for number, payload in enumerate(PAYLOADS):
            said = {"body": plain_text(payload), "name": plain_text(payload)}
            published(a_person(f"p{number}@example.com"), bucket, mo, **said)
            a_review(ann, a_product(f"thing-{number}"), **said)


WATCH = "window.broken = []; addEventListener('securitypolicyviolation', e => window.broken.push(e.violatedDirective))"


@pytest.mark.parametrize(("shop", "scripts"), [("http", True)], ids=["http-scripts"], indirect=True)
def test_a_hundred_payloads_start_no_script_and_break_no_policy(visitor: Visitor, shop: Shop, payloads: None) -> None:
    dialogs: list[str] = []
    broken: list[str] = []
    visitor.context.add_init_script(WATCH)
    visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visitor.open(BUCKET)
    seen = visitor.page.locator("article").count()
    while (older := visitor.page.get_by_role("link", name="Older reviews")).count():
        broken += visitor.page.evaluate("window.broken")
        older.click()
        seen += visitor.page.locator("article").count()
    visitor.open("/sign-in")
    visitor.fill("Your email address", ANN)
    visitor.press("Email me a link and a code")
    shop.deliver()
    visitor.fill("Six-digit code", code_in(shop.newest_mail(ANN)))
    visitor.press("Open my choices")
    visitor.open("/reviews")
    seen += visitor.page.locator("article").count()
    broken += visitor.page.evaluate("window.broken")
    assert (seen, dialogs, broken) == (2 * len(PAYLOADS), [], [])
