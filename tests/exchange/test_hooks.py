"""What packages above do about a file, and what becomes of it when they, or the power, fail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.csvfiles import BATCH
from app.core.database import session
from app.core.feature import AfterImport, Declarations, Feature, Touched
from app.core.refusals import BadSetting
from app.core.settings import Settings
from app.exchange.models import ImportRun
from app.factory import create_app
from app.features import FEATURES
from app.people import Person
from app.products import Product
from app.purchases import Order, OrderLine
from tests.cast import ANN
from tests.databases import KEYS
from tests.exchange.desk import Desk, words
from tests.exchange.goods import a_line
from tests.makers import the_person

Act = Callable[[Touched], None]
SIZE = 2 * BATCH + 7


@contextmanager
def hooked(database: str, folder: Path, kind: str, act: Act) -> Iterator[Desk]:
    """The retailer's terminal over a site with one more feature, which acts after imports of a kind."""
    own = {"DATABASE_URL": database, "INSTANCE_PATH": str(folder / "instance")}
    feature = Feature("above", after_imports=(AfterImport("above.after", kind, act),))
    app = create_app(Settings.from_environ(KEYS | own), (*FEATURES, feature))
    with app.app_context():
        yield Desk(app, folder)
        session().rollback()
        session().get_bind().dispose()  # type: ignore[union-attr]


class Interrupted(Exception):
    """The power fails."""


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def many_orders() -> list[dict[str, str]]:
    return [a_line(f"n{number}", "B1", email=f"p{number}@example.com") for number in range(SIZE)]


def many_products() -> list[dict[str, str]]:
    return [{"sku": f"s{number}", "title": "Dog bed"} for number in range(SIZE)]


def test_a_batch_of_orders_names_its_orders_and_people(database: str, tmp_path: Path) -> None:
    seen: list[Touched] = []
    with hooked(database, tmp_path, "orders", seen.append) as desk:
        desk.import_orders([a_line("1", "B1"), a_line("2", "B1"), a_line("3", "B1", email="?")])
        desk.import_products([{"sku": "B1", "title": "Dog bed"}])
        ids = set(session().scalars(select(Order.id)))
        assert seen == [{"customer_order": ids, "person": {the_person(ANN).id}}]
        assert len(ids) == 2


def test_a_batch_of_products_names_the_orders_that_waited_for_it(database: str, tmp_path: Path) -> None:
    seen: list[Touched] = []
    with hooked(database, tmp_path, "products", seen.append) as desk:
        desk.import_orders([a_line("1", "B1"), a_line("2", "T1")])
        desk.import_products([{"sku": "B1", "title": "Dog bed"}])
        (touched,) = seen
        linked = select(OrderLine.order_id).where(OrderLine.product_id.in_(touched["product"]))
        assert set(session().scalars(linked)) == set(touched["customer_order"])
        assert touched["person"] == {the_person(ANN).id}


def test_a_dry_run_tells_nobody(database: str, tmp_path: Path) -> None:
    seen: list[Touched] = []
    with hooked(database, tmp_path, "orders", seen.append) as desk:
        desk.import_orders([a_line("1", "B1")], "--dry-run")
        assert not seen
        desk.import_orders([a_line("1", "B1"), a_line("2", "")])
        desk.import_orders([a_line("2", "")])
        assert len(seen) == 1, "nor does a file without a usable row"


def test_what_a_hook_writes_stands_or_falls_with_its_batch(database: str, tmp_path: Path) -> None:
    def writes(touched: Touched) -> None:
        for number in touched["customer_order"]:
            order = session().get(Order, number)
            assert order is not None
            order.number += " seen"
        if count(Order) > BATCH:
            raise Interrupted

    with hooked(database, tmp_path, "orders", writes) as desk:
        with pytest.raises(Interrupted):
            desk.import_orders(many_orders())
        session().rollback()
        assert (count(Order), count(Person)) == (BATCH, BATCH)
        assert all(number.endswith(" seen") for number in session().scalars(select(Order.number)))


@pytest.mark.parametrize("kind", ["products", "orders"])
def test_an_interrupted_import_goes_on_after_its_last_committed_batch(
    desk: Desk, database: str, tmp_path: Path, kind: str
) -> None:
    batches: list[Touched] = []

    def fails_in_the_third(touched: Touched) -> None:
        batches.append(touched)
        if len(batches) == 3:
            raise Interrupted

    rows, model = (many_products(), Product) if kind == "products" else (many_orders(), Order)
    with hooked(database, tmp_path, kind, fails_in_the_third) as failing, pytest.raises(Interrupted):
        failing.run(kind, "import", failing.file(rows, f"{kind}.csv"))
    assert (count(model), session().scalars(select(ImportRun.rows_done)).one()) == (2 * BATCH, 2 * BATCH)
    verdicts = words(desk.import_products(rows) if kind == "products" else desk.import_orders(rows))
    assert verdicts == ["unchanged"] * (2 * BATCH) + ["added"] * 7
    assert count(model) == SIZE
    assert session().scalars(select(ImportRun)).one().finished_at is not None


def test_another_option_is_another_run(desk: Desk, app: Flask) -> None:
    desk.import_products(many_products()[:3])
    desk.import_products(many_products()[:3], "--retire-missing")
    assert len(set(session().scalars(select(ImportRun.options)))) == 2


def test_a_hook_declared_twice_stops_the_start() -> None:
    hook = AfterImport("a.after", "orders", lambda touched: None)
    with pytest.raises(BadSetting, match=r"hook after imports 'a\.after' is declared twice"):
        Declarations((Feature("a", after_imports=(hook,)), Feature("b", after_imports=(hook,))))
