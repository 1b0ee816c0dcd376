"""Orders in."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import suppression
from app.core.database import session
from app.people import Person
from app.purchases import Bought, Order, OrderLine, orders_of, person_of_order
from app.topics import topic_by_slug
from tests.cast import ANN, BEA, CAL, ann, bea
from tests.exchange.desk import Desk, words
from tests.exchange.goods import a_line, a_product
from tests.makers import a_person, a_stop, may, the_person
from tests.statements import statements


def bought(address: str) -> list[Bought]:
    session().expire_all()
    return orders_of(the_person(address).id)


def lines(address: str) -> list[tuple[str, str, str, int, int | None]]:
    return [
        (order.number, line.sku, line.title, line.quantity, line.product_id)
        for order in bought(address)
        for line in order.lines
    ]


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def dogs(address: str) -> str:
    return may(address, topic_by_slug("dog-deals"))


def test_a_row_is_a_line_and_its_person_is_found_by_address_or_number(desk: Desk) -> None:
    ann()
    bed = a_product("B1", title="Dog bed").id
    rows = [a_line("1", "B1", email="ANN@example.com"), a_line("2", "X", email="", customer_number="C-1001")]
    assert words(desk.import_orders(rows)) == ["added", "added"]
    assert lines(ANN) == [("2", "X", "", 1, None), ("1", "B1", "Dog bed", 1, bed)]
    assert count(Person) == 1


def test_who_is_unknown_is_added_as_a_customer(desk: Desk) -> None:
    assert (
        words(desk.import_orders([a_line("1", "B1"), a_line("1", "T1"), a_line("2", "T1", email=BEA)])) == ["added"] * 3
    )
    assert (the_person(ANN).source, dogs(ANN), dogs(BEA), dogs(CAL)) == (
        "purchase", "yes customer", "yes customer", "no never_asked",
    )  # fmt: skip
    assert [len(order.lines) for order in bought(ANN)] == [2]


def test_somebody_known_who_buys_is_a_customer_from_now_on(desk: Desk) -> None:
    a_person(ANN), a_person(BEA)
    assert (dogs(ANN), dogs(BEA)) == ("no never_asked", "no never_asked")
    desk.import_orders([a_line("1", "B1"), a_line("2", "B1", email=BEA, quantity="none")])
    assert (dogs(ANN), dogs(BEA)) == ("yes customer", "no never_asked")


def test_a_stop_typed_by_a_stranger_holds_when_the_address_buys(desk: Desk) -> None:
    a_stop(ANN)
    desk.import_orders([a_line("1", "B1"), a_line("2", "B1", email=BEA)])
    assert (dogs(ANN), dogs(BEA)) == ("no suppressed_marketing", "yes customer")
    assert len(bought(ANN)) == 1


def test_an_order_is_given_to_nobody_whom_it_does_not_name_for_sure(desk: Desk) -> None:
    ann()
    bea()
    a_person(CAL, customer_number="C-2"), a_person("dee@example.net", customer_number="C-2")
    rows = [
        a_line("1", "B1", email=BEA, customer_number="C-1001"),
        a_line("1", "B1", email="new@example.org", customer_number="C-1001"),
        a_line("1", "B1", email="", customer_number="C-9"),
        a_line("1", "B1", email="", customer_number="C-2"),
        a_line("1", "B1", email=""),
        a_line("2", "B1", email=CAL, customer_number="C-2"),
    ]
    verdicts = desk.import_orders(rows)
    assert words(verdicts) == ["refused"] * 5 + ["added"]
    assert len({verdict["detail"] for verdict in verdicts}) == 5
    assert (count(Order), count(Person), lines(ANN), lines(BEA)) == (1, 4, [], [])


def test_an_order_number_stays_with_its_person(desk: Desk) -> None:
    bea()
    assert words(desk.import_orders([a_line("1", "B1"), a_line("1", "T1", email=BEA)])) == ["added", "refused"]
    assert words(desk.import_orders([a_line("1", "T1", email=BEA), a_line("1", "T1")])) == ["refused", "added"]
    owner = person_of_order("1")
    assert owner is not None
    assert owner.id == the_person(ANN).id
    assert (len(lines(ANN)), lines(BEA)) == (2, [])


def test_of_two_strangers_with_one_order_number_the_first_has_it(desk: Desk) -> None:
    rows = [a_line("1", "B1"), a_line("1", "T1", email=BEA)]
    tried = desk.import_orders(rows, "--dry-run")
    assert tried == desk.import_orders(rows)
    assert words(tried) == ["added", "refused"]
    assert len(lines(ANN)) == count(Person) == 1


def test_two_addresses_that_share_a_subject_buy_as_one_person(desk: Desk) -> None:
    # So an erasure leaves them when both carry a stop.
    suppression.marks_for([ANN, BEA], {ANN: "5" * 32, BEA: "5" * 32})
    session().commit()
    rows = [a_line("1", "B1"), a_line("1", "T1", email=BEA), a_line("1", "C1", email=CAL)]
    tried = desk.import_orders(rows, "--dry-run")
    assert tried == desk.import_orders(rows)
    assert words(tried) == ["added", "added", "refused"]
    assert (lines(ANN), count(Person)) == (lines(BEA), 1)


def test_the_same_line_again_is_unchanged_and_another_quantity_title_or_day_updates_it(desk: Desk) -> None:
    row = a_line("1", "B1", title="Dog bed", quantity="2")
    assert words(desk.import_orders([row])) == ["added"]
    assert words(desk.import_orders([row, a_line("1", "B1", quantity="2")])) == ["unchanged", "unchanged"]
    (verdict,) = desk.import_orders([row | {"title": "Sofa", "quantity": "3", "ordered_on": "6/1/2024"}])
    assert (verdict["verdict"], verdict["detail"]) == (
        "updated",
        "B1; ordered_on; title; quantity; no product has this sku yet",
    )
    assert (lines(ANN), bought(ANN)[0].ordered_on) == ([("1", "B1", "Sofa", 3, None)], date(2024, 6, 1))


def test_rows_of_one_order_may_stand_far_apart(desk: Desk) -> None:
    rows = [a_line("1", "B1"), *(a_line(f"n{number}", "X", email=BEA) for number in range(600)), a_line("1", "T1")]
    tried = desk.import_orders(rows, "--dry-run")
    assert not count(Person)
    assert tried == desk.import_orders(rows)
    assert [line[1] for line in lines(ANN)] == ["B1", "T1"]
    assert count(Order) == 601


def test_a_line_waits_for_its_product_and_keeps_its_own_title(desk: Desk) -> None:
    desk.import_orders([a_line("1", "B1"), a_line("1", "T1", title="Mouse"), a_line("1", "none")])
    desk.import_products([{"sku": "B1", "title": "Dog bed"}, {"sku": "T1", "title": "Cat toy"}])
    found = {sku: (title, product is not None) for _number, sku, title, _quantity, product in lines(ANN)}
    assert found == {"B1": ("Dog bed", True), "T1": ("Mouse", True), "none": ("", False)}
    assert words(desk.import_orders([a_line("1", "B1"), a_line("1", "T1", title="Mouse")])) == ["unchanged"] * 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("5/31/2024", date(2024, 5, 31)),
        ("05/31/2024", date(2024, 5, 31)),
        ("2024-06-01T03:00:00Z", date(2024, 5, 31)),  # still May in the shop's zone
        ("2024-05-31 23:59", date(2024, 5, 31)),
    ],
)
def test_days_are_read_in_the_shops_zone(desk: Desk, text: str, day: date) -> None:
    desk.import_orders([a_line("1", "B1", ordered_on=text)])
    assert bought(ANN)[0].ordered_on == day


def test_rows_that_cannot_be_used_are_refused_with_a_reason_and_the_others_go_on(desk: Desk) -> None:
    bad = [
        *(
            {"ordered_on": text}
            for text in ("", "soon", "31/5/2024", "2/30/2024", "0024-05-31", "2999-01-01", "5/31/24")
        ),
        *({"ordered_on": text} for text in ("0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "\u0665/31/2024")),
        *({"quantity": text} for text in ("0", "-1", "1.5", "x", "100001", "9" * 5000, "\u0663")),
        {"sku": ""},
        {"sku": "s" * 41},
        {"order_number": ""},
        {"order_number": "n" * 41},
        {"title": "t" * 161},
        {"email": "nobody"},
        {"customer_number": "c" * 41},
    ]
    verdicts = desk.import_orders([*(a_line("1", "B1") | one for one in bad), a_line("2", "B1", email=BEA)])
    assert words(verdicts) == ["refused"] * len(bad) + ["added"]
    assert all(verdict["detail"] for verdict in verdicts)
    assert (count(Person), count(OrderLine)) == (1, 1)


def test_the_report_guards_formulas_and_names_the_order(desk: Desk) -> None:
    assert [one["order_number"] for one in desk.import_orders([a_line("=1+1", "B1"), a_line("-7", "")])] == [
        "'=1+1",
        "'-7",
    ]


def test_a_batch_asks_the_database_the_same_few_questions_however_long_it_is(desk: Desk, app: Flask) -> None:
    asked = []
    for size in (20, 400):
        rows = [a_line(f"{size}-{number}", "B1", email=f"s{size}n{number}@example.com") for number in range(size)]
        with statements(app) as said:
            desk.import_orders(rows)
            desk.import_orders([row | {"quantity": "2", "ordered_on": "2024-05-30"} for row in rows])
        asked.append(len(said))
    assert asked[1] - asked[0] < 10
    assert lines("s400n399@example.com") == [("400-399", "B1", "", 2, None)]
