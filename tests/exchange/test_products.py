"""Products in."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.csvfiles import BATCH
from app.core.database import session
from app.products import Product, product_by_slug, products_by_skus
from tests.exchange.desk import Desk, words
from tests.exchange.goods import a_product
from tests.statements import statements

BED = {"sku": "B1", "title": "Dog bed", "category": "Dogs", "description": "Soft.\n\nAnd washable."}
TOY = {"sku": "T1", "title": "Cat toy", "category": "Cats"}


def the_product(sku: str) -> Product:
    session().expire_all()
    return products_by_skus([sku])[sku]


def count() -> int:
    return session().scalar(select(func.count()).select_from(Product)) or 0


def facts(sku: str) -> tuple[str, ...]:
    one = the_product(sku)
    return one.slug, one.title, one.category, one.description, one.picture


def test_sku_and_title_are_enough_and_everything_else_is_kept_too(desk: Desk) -> None:
    assert words(desk.import_products([{"sku": "T1", "title": "Cat  toy"}, BED])) == ["added", "added"]
    assert facts("T1") == ("cat-toy", "Cat toy", "", "", "")
    assert facts("B1") == ("dog-bed", "Dog bed", "Dogs", "Soft.\n\nAnd washable.", "")
    assert the_product("B1").is_offered


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    desk.import_products([BED, TOY])
    before = [facts("B1"), facts("T1"), the_product("B1").added_at]
    assert words(desk.import_products([BED, TOY])) == ["unchanged", "unchanged"]
    assert [facts("B1"), facts("T1"), the_product("B1").added_at] == before


def test_what_differs_is_updated_and_an_empty_cell_takes_nothing_away(desk: Desk) -> None:
    desk.import_products([BED, TOY])
    (verdict, _toy) = desk.import_products([{"sku": "B1", "title": "Dog sofa", "category": ""}, {"sku": "T1"}])
    assert (verdict["verdict"], verdict["detail"], _toy["verdict"]) == ("updated", "title", "unchanged")
    assert facts("B1") == ("dog-bed", "Dog sofa", "Dogs", "Soft.\n\nAnd washable.", "")


def test_a_slug_is_never_changed_and_never_given_to_another(desk: Desk) -> None:
    desk.import_products([BED, {"sku": "B2", "title": "Dog Bed"}, {"sku": "B3", "title": "Sofa", "slug": "dog-bed"}])
    assert [the_product(sku).slug for sku in ("B1", "B2", "B3")] == ["dog-bed", "dog-bed-2", "dog-bed-3"]
    (verdict,) = desk.import_products([{"sku": "B1", "title": "Sofa", "slug": "sofa"}])
    assert verdict["detail"] == "title; slug stays dog-bed"
    desk.import_products([{"sku": "B4", "title": "Dog bed"}], "--retire-missing")
    assert (the_product("B4").slug, product_by_slug("dog-bed").sku) == ("dog-bed-4", "B1")


def test_slugs_that_look_like_each_other_stay_apart(desk: Desk) -> None:
    rows = [{"sku": str(number), "title": title} for number, title in enumerate(["Ball 2", "Ball", "Ball", "Ball-2"])]
    tried = desk.import_products(rows, "--dry-run")
    assert tried == desk.import_products(rows)
    assert [the_product(row["sku"]).slug for row in rows] == ["ball-2", "ball", "ball-3", "ball-2-2"]


def test_a_dry_run_gives_the_slugs_of_a_real_run_over_many_batches(desk: Desk) -> None:
    rows = [{"sku": f"s{number}", "title": "Dog bed"} for number in range(BATCH + 2)]
    tried = desk.import_products(rows, "--dry-run")
    assert not count()
    assert tried == desk.import_products(rows)
    assert tried[-1]["detail"] == f"slug dog-bed-{BATCH + 2}, since dog-bed was given to another product"


def test_a_title_without_latin_letters_gets_its_slug_from_the_sku(desk: Desk) -> None:
    desk.import_products(
        [{"sku": "犬 7", "title": "犬のベッド"}, {"sku": "猫", "title": "猫"}, {"sku": "é", "title": "Café’s"}]
    )
    assert [the_product(sku).slug for sku in ("犬 7", "猫", "é")] == ["7", "product", "cafes"]


@pytest.mark.parametrize("flags", [(), ("--retire-missing",)])
def test_only_a_whole_list_retires_what_it_does_not_name(desk: Desk, flags: tuple[str, ...]) -> None:
    desk.import_products([BED, TOY])
    verdicts = desk.import_products([BED], *flags)
    assert words(verdicts) == (["unchanged", "retired"] if flags else ["unchanged"])
    assert (the_product("B1").is_offered, the_product("T1").is_offered) == (True, not flags)


def test_a_retired_product_comes_back_when_it_is_listed_again(desk: Desk) -> None:
    desk.import_products([BED, TOY])
    desk.import_products([BED], "--retire-missing")
    retired_at = the_product("T1").retired_at
    desk.import_products([BED], "--retire-missing")
    assert the_product("T1").retired_at == retired_at
    (verdict,) = desk.import_products([{"sku": "T1"}])
    assert (verdict["verdict"], verdict["detail"]) == ("updated", "offered again")
    assert (the_product("T1").is_offered, the_product("T1").slug) == (True, "cat-toy")


def test_a_dry_run_names_what_would_be_retired_and_retires_nothing(desk: Desk) -> None:
    desk.import_products([BED, TOY])
    verdicts = desk.import_products([BED], "--retire-missing", "--dry-run")
    assert verdicts[1] == {"line": "", "sku": "T1", "verdict": "retired", "detail": "not in the file"}
    assert the_product("T1").is_offered


def test_a_row_that_cannot_be_used_retires_nothing_by_it(desk: Desk) -> None:
    desk.import_products([BED, TOY])
    assert words(desk.import_products([BED, TOY | {"title": "x" * 161}], "--retire-missing")) == [
        "unchanged",
        "refused",
    ]
    assert the_product("T1").is_offered


def test_a_list_that_names_nothing_retires_nothing(desk: Desk) -> None:
    desk.import_products([TOY])
    for content in ("sku,title\n", "sku,title\n,Dog bed\n"):
        assert "retire all" in desk.run("products", "import", desk.file(content), "--retire-missing", code=2).stderr
    assert the_product("T1").is_offered


def test_a_drawing_nobody_knows_is_left_out_and_said(desk: Desk) -> None:
    (verdict,) = desk.import_products([BED | {"picture": "no-such-drawing.svg"}])
    assert (verdict["verdict"], the_product("B1").picture) == ("added", "")
    assert verdict["detail"] == "picture left out: there is no drawing called no-such-drawing"


def test_rows_that_cannot_be_used_are_refused_with_a_reason_and_the_others_go_on(desk: Desk) -> None:
    bad = [
        {"sku": "", "title": "Bed"},
        {"sku": "x" * 41, "title": "Bed"},
        {"sku": "x"},
        {"sku": "x", "title": "t" * 161},
        {"sku": "x", "title": "=?utf-8?q?x=0D=0ABcc:_v=40x.org?="},
        {"sku": "x", "title": "a\u2028\u202eb"},
        {"sku": "x", "title": "Bed", "category": "c" * 81},
        {"sku": "x", "title": "Bed", "description": "d" * 5001},
        {"sku": "x", "title": "Bed", "description": "a\x1bb"},
        {"sku": "x", "title": "Bed", "slug": "Dog Bed"},
        {"sku": "x", "title": "Bed", "slug": "s" * 73},
        {"sku": "x", "title": "Bed", "picture": "p" * 81},
    ]
    verdicts = desk.import_products([*bad, TOY])
    assert words(verdicts) == ["refused"] * len(bad) + ["added"]
    assert all(verdict["detail"] for verdict in verdicts[:-1])
    assert count() == 1


def test_the_report_guards_formulas_and_names_the_sku(desk: Desk) -> None:
    verdicts = desk.import_products([{"sku": "=1+1"}, {"sku": "@x", "title": "Bed", "picture": "+1"}])
    assert [verdict["sku"] for verdict in verdicts] == ["'=1+1", "'@x"]


def test_a_batch_asks_the_database_the_same_few_questions_however_long_it_is(desk: Desk, app: Flask) -> None:
    a_product("old")
    asked = []
    for size in (20, 400):
        rows = [{"sku": f"s{size}-{number}", "title": "Dog bed"} for number in range(size)]
        with statements(app) as said:
            desk.import_products([*rows, {"sku": "old", "title": str(size)}], "--retire-missing")
            desk.import_products([row | {"category": "Dogs"} for row in rows])
        asked.append(len(said))
    assert asked[1] - asked[0] < 6
    assert the_product("s400-399").slug == "dog-bed-420"
