"""What holds for every file of products and orders, whatever stands in it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import consent
from app.core.csvfiles import Row
from app.core.database import session
from app.exchange import Columns, Incoming, Verdict
from app.exchange.order_import import OrdersFile
from app.exchange.product_import import ProductsFile
from app.exchange.scratch import scratch
from app.exchange.verdicts import ADDED, REFUSED
from app.people import Destination
from app.products import Product
from app.purchases import Order, OrderLine
from tests.cast import ANN, BEA, CAL
from tests.exchange.goods import a_product
from tests.makers import a_person, a_stop

Content = list[dict[str, str]]
in_a_database = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
products = st.lists(
    st.fixed_dictionaries(
        {"sku": st.sampled_from(["A", "B", "old", "x" * 41, ""]) | st.text(min_size=1, max_size=3)},
        optional={
            "title": st.sampled_from(["Dog bed", "Dog bed 2", "=1+1", "犬", "t" * 161, ""]) | st.text(max_size=4),
            "slug": st.sampled_from(["dog-bed", "old", "NO", ""]),
            "category": st.sampled_from(["Dogs", ""]),
            "description": st.sampled_from(["One\ntwo", ""]),
            "picture": st.sampled_from(["bed", "none", ""]),
        },
    ),
    max_size=10,
)
orders = st.lists(
    st.fixed_dictionaries(
        {
            "order_number": st.sampled_from(["1", "2", "3", ""]),
            "ordered_on": st.sampled_from(["2024-05-31", "5/31/2024", "2024-06-01", "soon"]),
            "sku": st.sampled_from(["A", "old", ""]),
        },
        optional={
            "email": st.sampled_from([ANN, "ANN@Example.com", BEA, CAL, "nobody", ""]),
            "customer_number": st.sampled_from(["C-1", "C-2", "C-9", ""]),
            "title": st.sampled_from(["Bed", ""]) | st.text(max_size=3),
            "quantity": st.sampled_from(["1", "2", "0", ""]),
        },
    ),
    max_size=10,
)


def a_products_file() -> Incoming[object]:
    return ProductsFile(Path("never-read.csv"), Columns(()), {"bed"}, None)  # type: ignore[return-value]


def an_orders_file() -> Incoming[object]:
    return OrdersFile(Path("never-read.csv"), Columns(()), ZoneInfo("America/Chicago"))  # type: ignore[return-value]


kinds = pytest.mark.parametrize(
    ("kind", "files"), [(a_products_file, products), (an_orders_file, orders)], ids=["products", "orders"]
)
Kind = Callable[[], Incoming[object]]


def rows(content: Content) -> list[Row]:
    return [Row(line, {name: cell.strip() for name, cell in one.items()}) for line, one in enumerate(content, 2)]


@contextmanager
def a_shop() -> Iterator[None]:
    """A product, somebody with a number, somebody who was stopped; each example begins with the same."""
    if not session().scalars(select(Product)).all():
        a_product("old", retired_at=None)
        a_person(BEA, customer_number="C-1")
        a_stop(CAL)
    try:
        yield
    finally:
        session().expunge_all()
        session().rollback()


def state() -> list[object]:
    """All that these files can change, without what depends on the moment or the order of writing."""
    session().flush()
    goods = select(Product.sku, Product.slug, Product.title, Product.category, Product.description, Product.picture)
    bought = select(Order.number, Destination.match_key, Order.ordered_on, OrderLine.sku, OrderLine.title)
    bought = bought.add_columns(OrderLine.quantity, OrderLine.product_id)
    bought = bought.join(Destination, Destination.person_id == Order.person_id)
    lines = bought.join(OrderLine, OrderLine.order_id == Order.id)
    return [sorted(map(str, session().execute(each))) for each in (goods, lines, select(Destination.match_key))]


def take(file: Incoming[object], content: Content) -> list[Verdict]:
    return file.take(rows(content), None)


@kinds
@in_a_database
@given(st.data())
def test_a_dry_run_says_what_a_run_does_however_the_batches_fall(
    app_context: None, kind: Kind, files: st.SearchStrategy[Content], data: st.DataObject
) -> None:
    lines = rows(data.draw(files))
    with a_shop(), scratch() as store:
        before = state()
        tried = [one for line in lines for one in kind().take([line], store)]
        assert state() == before
        assert kind().take(lines, None) == tried
        whole = state()
        session().expunge_all()
        session().rollback()
        assert [one for line in lines for one in kind().take([line], None)] == tried
        assert state() == whole


@kinds
@in_a_database
@given(st.data())
def test_a_file_twice_is_a_file_once(
    app_context: None, kind: Kind, files: st.SearchStrategy[Content], data: st.DataObject
) -> None:
    content = data.draw(files.map(titled))
    with a_shop():
        first = [one.word == REFUSED for one in take(kind(), content)]
        once = state()
        again = [one.word for one in take(kind(), content)]
        assert state() == once
        assert ADDED not in again
        assert [word == REFUSED for word in again] == first


@kinds
@in_a_database
@given(st.data())
def test_the_order_of_rows_does_not_matter(
    app_context: None, kind: Kind, files: st.SearchStrategy[Content], data: st.DataObject
) -> None:
    content = data.draw(files.map(agreeing))
    other = data.draw(st.permutations(content))
    with a_shop():
        take(kind(), content)
        once = state()
        session().expunge_all()
        session().rollback()
        take(kind(), list(other))
        assert state() == once


def titled(content: Content) -> Content:
    """With a title in each row of a product: one without is refused only until another row has brought the product."""
    return [one if "order_number" in one else one | {"title": one.get("title", "").strip() or "Bed"} for one in content]


def agreeing(content: Sequence[dict[str, str]]) -> Content:
    """Without lines that contradict each other: who comes first may then decide, over a slug or an order."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for number, one in enumerate(content):
        if "order_number" in one:
            owner = {"1": ANN, "2": CAL, "3": "C-1"}.get(one["order_number"], "")
            who = {"customer_number": owner} if owner == "C-1" else {"email": owner}
            bare = {name: cell for name, cell in one.items() if name not in ("email", "customer_number")}
            found[one["order_number"], one["sku"]] = bare | who | {"ordered_on": "2024-05-31"}
        else:
            found[(one["sku"].strip(),)] = one | {"slug": f"slug-{number}"}
    return list(found.values())


@in_a_database
@given(orders)
def test_no_file_of_orders_turns_anything_on(app_context: None, content: Content) -> None:
    with a_shop():
        take(an_orders_file(), content)
        assert consent.standings([CAL])[0].state(consent.MARKETING, "email") == consent.OFF
        assert consent.may_contact(CAL, "dog-deals").reason == "suppressed_marketing"
        assert not consent.standings([ANN])[0].states
