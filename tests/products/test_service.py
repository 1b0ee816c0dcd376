"""Finding products."""

from pathlib import Path

import pytest
from flask import Flask

from app.core import clock
from app.core.csvfiles import Row
from app.core.database import session
from app.exchange import Columns
from app.exchange.product_import import ProductsFile
from app.products import (
    PAGE,
    NoSuchProduct,
    categories,
    drawings,
    every_product,
    product_by_id,
    product_by_slug,
    products_by_skus,
    products_page,
)
from tests.exchange.goods import a_product
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app_context")
TOO_MUCH = ["", "x" * 10_000, "a\0b", "\ud800", "' OR 1=1 --", "%"]


def walk(category: str = "", search: str = "") -> list[str]:
    """All pages one after the other."""
    found, page = [], products_page(None, category, search)
    found += page.products
    while page.after is not None:
        page = products_page(page.after, category, search)
        found += page.products
    return [one.sku for one in found]


def test_a_product_is_found_by_its_slug_and_number_also_when_it_is_retired() -> None:
    bed, gone = a_product("bed"), a_product("gone", retired_at=clock.now())
    assert [product_by_slug(one.slug) for one in (bed, gone)] == [bed, gone]
    assert [product_by_id(one.id) for one in (bed, gone)] == [bed, gone]
    assert (bed.is_offered, gone.is_offered) == (True, False)


@pytest.mark.parametrize("text", TOO_MUCH)
def test_an_address_nobody_has_is_refused(text: str) -> None:
    a_product("bed")
    with pytest.raises(NoSuchProduct, match="no such product"):
        product_by_slug(text)


@pytest.mark.parametrize("number", [-1, 0, 2**31, 2**63, 10**30])
def test_a_number_nobody_has_is_refused(number: int) -> None:
    a_product("bed")
    with pytest.raises(NoSuchProduct):
        product_by_id(number)
    with pytest.raises(NoSuchProduct):
        products_page(number)


def test_what_is_offered_stands_by_category_and_title() -> None:
    rows = [("c", "Dogs", "Bed"), ("a", "Cats", "Toy"), ("d", "Dogs", "Bed"), ("b", "Cats", "Mouse"), ("e", "", "Bag")]
    for sku, category, title in rows:
        a_product(sku, category=category, title=title)
    a_product("x", category="Gone", retired_at=clock.now())
    assert [one.sku for one in every_product()] == ["e", "b", "a", "c", "d"]
    assert categories() == ["Cats", "Dogs"]


def test_pages_show_each_product_once_in_order() -> None:
    for number in range(2 * PAGE + 3):
        a_product(f"p{number}", title=f"Bed {number % 5}", category="Dogs" if number % 2 else "Cats")
    assert walk() == [one.sku for one in every_product()]
    assert walk("Dogs") == [one.sku for one in every_product() if one.category == "Dogs"]
    assert len(products_page().products) == PAGE


def test_a_page_goes_on_where_the_last_one_ended_though_products_came_and_went() -> None:
    for number in range(PAGE + 2):
        a_product(f"p{number:02}", title="Bed")
    page = products_page()
    page.products[-1].retired_at = clock.now()
    a_product("new", title="Aaa")
    assert [one.sku for one in products_page(page.after).products] == [f"p{PAGE}", f"p{PAGE + 1}"]


def test_a_search_looks_into_title_category_and_sku_whatever_the_case() -> None:
    a_product("b-1", title="Dog Bed"), a_product("t-1", category="Dogs", title="Toy"), a_product("100%", title="Cotton")
    a_product("x", title="Dog sofa", retired_at=clock.now())
    assert (walk(search="dOG"), walk(search=" T-1 "), walk(search="%")) == (["b-1", "t-1"], ["t-1"], ["100%"])
    assert walk("Dogs", "bed") == []


@pytest.mark.parametrize("text", TOO_MUCH)
def test_nothing_that_can_be_typed_breaks_the_list(text: str) -> None:
    a_product("bed")
    assert walk(search=text) in ([], ["bed"])
    assert walk(text) in ([], ["bed"])


def test_a_page_of_the_list_takes_two_queries(app: Flask) -> None:
    numbers = [a_product(f"p{number}", category="Dogs").id for number in range(PAGE + 3)]
    session().expunge_all()
    with statements(app) as said:
        products_page(min(numbers), "Dogs", "p")
    assert len([one for one in said if one.startswith("SELECT")]) == 2


def test_a_drawing_we_have_is_a_products_picture_and_one_we_lack_leaves_the_old() -> None:
    file = ProductsFile(Path("never-read.csv"), Columns(()), {"bed", "sofa"}, None)
    for name, picture in [("bed.svg", "bed"), ("none", "bed"), ("sofa", "sofa"), ("", "sofa")]:
        file.take([Row(2, {"sku": "b", "title": "Bed", "picture": name})], None)
        assert products_by_skus(["b"])["b"].picture == picture
    assert all(name and "." not in name for name in drawings())
