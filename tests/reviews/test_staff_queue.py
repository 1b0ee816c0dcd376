"""The queue: its lists, what narrows them, their pages, and what one case shows."""

from app.core.database import session
from tests.cast import ann, bea
from tests.reviews.moderation import PHONE, QUEUE, Moderator
from tests.reviews.writing import a_product, a_review


def test_the_queue_opens_with_the_one_that_waits_longest(desk: Moderator) -> None:
    bucket = a_product()
    a_review(ann(), bucket, body=PHONE, stars=1)
    a_review(bea(), bucket)
    assert desk.get(QUEUE).status_code == 200
    desk.says("Reviews to read", "Waiting 2", "1 of 2", "1 star, by Ann A.", "Phone number found.", "Read this one")
