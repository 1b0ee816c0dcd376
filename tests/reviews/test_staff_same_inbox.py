"""One inbox can hold many addresses: a moderator is told, and decides."""

from tests.cast import bea
from tests.makers import a_person
from tests.reviews.moderation import Moderator
from tests.reviews.writing import a_product, a_review

TOLD = "The same inbox wrote about this product more than once:"


def test_a_moderator_is_told_of_two_reviews_from_one_inbox_and_of_nobody_elses(desk: Moderator) -> None:
    bucket, halter = a_product(), a_product("halter")
    first = a_review(a_person("lo_u@example.com"), bucket)
    second = a_review(a_person("lo_u+sale@example.com"), bucket)
    a_review(a_person("lo_u+other@example.com"), halter)
    a_review(a_person("loxu+sale@example.com"), bucket)
    alone = a_review(bea(), bucket)
    desk.read(second)
    desk.says(f"{TOLD} R-{first.id}. Their addresses differ by a plus-alias alone.")
    desk.read(first)
    desk.says(f"{TOLD} R-{second.id}.")
    desk.read(alone)
    assert desk.page and TOLD not in desk.page.text
