"""The list of products, and the page of the rules."""

import pytest
from flask import Flask

from app.core import clock
from app.core.database import session
from app.products import PAGE, Product
from app.reviews.rules import GROUNDS
from app.staff import SignedIn
from tests.browser import Browser, Page, words
from tests.cast import ann, bea
from tests.reviews.pages import read
from tests.reviews.writing import a_product, a_review, published
from tests.statements import statements


def titles(page: Page) -> list[str]:
    return [words(each) for each in page.all("a") if str(each.get("href")).startswith("/products/")]


def many(count: int) -> None:
    for number in range(count):
        values = {"sku": f"S{number}", "slug": f"thing-{number}", "title": f"Thing {number:03}", "category": "Barn"}
        session().add(Product(**values, added_at=clock.now()))
    session().commit()


def test_an_empty_shop_says_so(client: Browser, app: Flask) -> None:
    assert "No products here yet." in read(client, "/products").text


def test_products_stand_by_category_with_their_stars(client: Browser, mo: SignedIn) -> None:
    bucket = a_product("bucket", category="Barn", picture="bucket")
    a_product("leash", category="Dog", picture="no-such-drawing")
    published(ann(), bucket, mo, stars=4)
    page = read(client, "/products")
    assert titles(page) == ["Bucket", "Leash"]
    assert "4.0, 1 review" in page.text and "No reviews yet" in page.text
    assert [str(each.get("src")).split("/")[-1].split(".")[0] for each in page.all("img")] == ["bucket", "none"]


def test_a_category_and_words_narrow_the_list(client: Browser, app_context: None) -> None:
    a_product("bucket", category="Barn")
    a_product("leash", category="Dog")
    assert titles(read(client, "/products?category=Dog")) == ["Leash"]
    page = read(client, "/products?q=BUCK")
    assert titles(page) == ["Bucket"] and "Products with “BUCK”." in page.text
    assert "No product fits." in read(client, "/products?q=zebra").text


def test_a_retired_product_is_not_listed(client: Browser, app_context: None) -> None:
    a_product("bucket")
    a_product("leash", retired_at=clock.now())
    assert titles(read(client, "/products")) == ["Bucket"]


def test_all_products_can_be_reached_part_by_part(client: Browser, app_context: None) -> None:
    many(2 * PAGE + 3)
    page, seen = read(client, "/products"), []
    for _part in range(3):
        seen += titles(page)
        on = [each.get("href") for each in page.all("a") if words(each) == "More products"]
        page = read(client, str(on[0])) if on else page
    assert seen == [f"Thing {number:03}" for number in range(2 * PAGE + 3)]


def test_the_list_asks_a_handful_of_questions_however_long_it_is(app: Flask, client: Browser, mo: SignedIn) -> None:
    many(PAGE + 5)
    with statements(app) as said:
        read(client, "/products")
    assert len([each for each in said if "SELECT" in each]) == 3


@pytest.mark.parametrize(
    "query", ["q=%00", "category=%00", "after=%00", "after=" + "9" * 30, "q=" + "x" * 5000, "q=%25_"]
)
def test_garbage_in_the_address_is_no_error(client: Browser, app_context: None, query: str) -> None:
    a_product("bucket")
    assert client.get(f"/products?{query}").status_code in (200, 404)


def test_the_rules_name_every_ground_and_the_numbers_of_the_shop(client: Browser, mo: SignedIn) -> None:
    bucket = a_product()
    published(ann(), bucket, mo)
    a_review(bea(), bucket)
    page = read(client, "/reviews/rules")
    assert all(str(ground.choice) in page.text for ground in GROUNDS.values())
    assert "A low rating or a bad opinion is never a reason." in page.text
    assert "On the pages1" in page.text and "Waiting to be read1" in page.text


def test_start_page_and_footer_lead_to_the_products(client: Browser, app: Flask) -> None:
    page = read(client, "/")
    assert "Review what you bought" in page.text
    assert [each for each in page.all("a") if words(each) == "Products and reviews"]
