"""What somebody bought."""

from datetime import date

import pytest
from flask import Flask

from app.purchases import matches_for, order_with, orders_of, person_of_order
from tests.cast import ann, bea
from tests.exchange.goods import a_product, an_order
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
MAY, JUNE = date(2024, 5, 31), date(2024, 6, 1)


def test_the_newest_order_that_names_the_product_is_the_proof() -> None:
    she, other, bed, toy = ann(), bea(), a_product(), a_product()
    an_order(she, bed, on=MAY)
    june = an_order(she, bed, toy, on=JUNE)
    an_order(she, bed, on=MAY)
    same_day = an_order(she, toy, on=JUNE)
    found = [order_with(she.id, bed.id), order_with(she.id, toy.id), order_with(other.id, bed.id)]
    assert [one and one.id for one in found] == [june.id, same_day.id, None]


def test_many_pairs_get_the_answers_of_one_in_one_query(app: Flask) -> None:
    she, other, bed, toy = ann(), bea(), a_product(), a_product()
    an_order(she, bed, on=MAY), an_order(she, bed, on=JUNE), an_order(other, toy), an_order(other, bed)
    pairs = [(person.id, product.id) for person in (she, other) for product in (bed, toy)]
    with statements(app) as said:
        found = matches_for(pairs)
    assert len([one for one in said if one.startswith("SELECT")]) == 1
    single = {pair: order_with(*pair) for pair in pairs}
    assert found == {pair: order.id for pair, order in single.items() if order}
    asked = [(she.id, bed.id), (other.id, toy.id)]
    assert (matches_for(asked).keys(), matches_for([])) == (set(asked), {}), "nothing beyond what was asked"


def test_orders_stand_newest_first_with_their_lines_and_nobody_elses(app: Flask) -> None:
    she, other, bed, toy = ann(), bea(), a_product("bed"), a_product("toy")
    for number in range(5):
        an_order(she, bed, toy, number=f"may-{number}", on=MAY)
    an_order(she, number="june", on=JUNE), an_order(other, bed)
    with statements(app) as said:
        found = orders_of(she.id)
    assert len([one for one in said if one.startswith("SELECT")]) == 2
    assert [one.number for one in found] == ["june", "may-4", "may-3", "may-2", "may-1", "may-0"]
    assert [[line.sku for line in one.lines] for one in found[:2]] == [[], ["bed", "toy"]]


@pytest.mark.parametrize("text", ["", "nobody's", "a\0b", "\ud800", "x" * 10_000])
def test_an_order_number_leads_to_its_person_and_no_other_text_does(text: str) -> None:
    she = ann()
    an_order(she, number="A-1"), an_order(bea(), number="A-2")
    owner = person_of_order("A-1")
    assert owner is not None
    assert owner.id == she.id
    assert person_of_order(text) is None
