"""A review's whole life among three people at three browsers, with nothing done behind their backs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.cast import ANN
from tests.journeys.shop import Shop, code_in, text_of
from tests.journeys.test_moderation import SAVE, decides
from tests.journeys.test_reviews import BUCKET, WORDS, structured, write
from tests.journeys.test_staff_sign_in import join
from tests.journeys.visitor import TWO_LANES, Visitor


def proves(author: Visitor, shop: Shop) -> None:
    """She types the code of the mail on the page where she sent her review."""
    shop.deliver()
    author.fill("Six-digit code", code_in(shop.newest_mail(ANN)))
    author.press("Confirm my review")
    author.reads("Waits to be read")


def publishes(moderator: Visitor) -> None:
    """From the overview to the queue, one case, one press."""
    moderator.open("/staff")
    moderator.reads("1 review to read.")
    moderator.page.get_by_role("link", name="Open the queue").click()
    moderator.reads(WORDS, "Agreed to publish on the product page.")
    moderator.press("Read this one")
    decides(moderator, "Publish")
    moderator.press(SAVE)
    moderator.reads("Published")


@TWO_LANES
@pytest.mark.journey_everywhere
def test_written_by_one_published_by_another_read_by_a_third_and_withdrawn(
    visit: Callable[[], Visitor], shop: Shop
) -> None:
    author, moderator, reader = visit(), visit(), visit()
    shop.desk.import_products([{"sku": "B-1", "title": "Bucket", "picture": "bucket"}])
    join(moderator, shop)
    write(author)
    proves(author, shop)
    publishes(moderator)
    shop.deliver()
    assert "is on its page" in text_of(shop.newest_mail(ANN))
    reader.open(BUCKET)
    reader.reads(WORDS, "Sam E.", "4.0 out of 5, from 1 review")
    assert {"review", "aggregateRating"} <= structured(reader).keys()
    author.open("/reviews")
    author.press("Take it off the page Bucket")
    for address in (BUCKET, f"{BUCKET}?stars=4"):
        reader.open(address)
        expect(reader.page.get_by_text(WORDS)).to_have_count(0)
        assert not {"review", "aggregateRating"} & structured(reader).keys()
    moderator.open("/staff/reviews?tab=published")
    expect(moderator.page.get_by_text(WORDS)).to_have_count(0)
