"""The goods of the demo shop: its list of products, their pictures, and what people say about them."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.core.csvfiles import read_rows
from app.core.settings import ROOT
from tests.architecture.test_templates import BANNED

COLUMNS = ("sku", "slug", "title", "category", "description", "picture")
with (ROOT / "app/demo/products.csv").open(encoding="utf-8") as stream:
    PRODUCTS = list(read_rows(stream, needs=COLUMNS, knows=COLUMNS))
TOLD = tomllib.loads((ROOT / "app/demo/reviews.toml").read_text(encoding="utf-8"))
REVIEWS: list[dict[str, Any]] = TOLD["review"]
WAITING: list[dict[str, Any]] = TOLD["waiting"]
EVERY_REVIEW = REVIEWS + WAITING
PICTURES = sorted((ROOT / "static/products").glob("*.svg"))

KEYS = {"sku", "stars", "body", "contains", "turned_down", "private", "connection", "reply"}
MARKS = {"phone", "email", "address", "card", "link", "rude", "breed"}
REASONS = {"confidential", "abusive", "personal_data", "discriminatory", "false", "fake", "unrelated"}
CONNECTIONS = {"employee", "relative", "free_product", "discount"}
INSIDERS = {"employee", "relative"}
DRAWN = {"svg", "g", "path", "rect", "circle", "ellipse", "clipPath"}
OF_A_PICTURE = re.compile(r"href|style|script|<text|data:|\son\w+=|https?:(?!//www\.w3\.org/2000/svg\")", re.IGNORECASE)


def column(name: str) -> list[str]:
    return [row.get(name) for row in PRODUCTS]


def told(key: str) -> Counter[Any]:
    return Counter(review[key] for review in REVIEWS if key in review)


def counted(sku: str) -> Counter[int]:
    """The stars that stand in a product's average."""
    return Counter(
        review["stars"]
        for review in REVIEWS
        if review["sku"] == sku
        and not {"private", "turned_down"} & review.keys()
        and review.get("connection") not in INSIDERS
    )


def words_of_ours() -> str:
    said = [review["reply"] for review in EVERY_REVIEW if "reply" in review]
    return "\n".join(said + column("title") + column("description"))


def test_there_are_some_thirty_products_in_six_categories() -> None:
    assert len(PRODUCTS) == 32
    assert len(set(column("category"))) == 6
    assert all(all(row.get(name) for name in COLUMNS) for row in PRODUCTS)


def test_each_product_has_a_number_and_an_address_of_its_own() -> None:
    assert len(set(column("sku"))) == len(set(column("slug"))) == len(PRODUCTS)
    assert not [sku for sku in column("sku") if not re.fullmatch(r"JP-\d{5}", sku)]
    assert not [slug for slug in column("slug") if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)]


def test_a_description_is_one_or_two_short_sentences() -> None:
    assert not [text for text in column("description") if len(text) >= 160 or not text.endswith(".")]


def test_every_picture_named_is_there_and_every_picture_there_is_named() -> None:
    assert set(column("picture")) | {"none"} == {path.stem for path in PICTURES}
    assert len(set(column("picture"))) >= 26


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_a_small_drawing_and_nothing_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.get("viewBox") == "0 0 320 275"
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= DRAWN
    assert not OF_A_PICTURE.search(text)
    assert len(text.encode()) <= 3072


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_every_picture_carries_the_stitch(path: Path) -> None:
    assert 'stroke="#f0b429"' in path.read_text()
    assert "stroke-dasharray" in path.read_text()


@pytest.mark.parametrize("bad", ['<a href="/x">', '<g style="x">', "<script>", '<g onload="x">', "https://example.com"])
def test_the_search_finds_what_no_picture_may_have(bad: str) -> None:
    assert OF_A_PICTURE.search(bad)


def test_every_review_is_about_a_product_we_sell() -> None:
    assert {review["sku"] for review in EVERY_REVIEW} <= set(column("sku"))


def test_every_review_could_have_come_through_the_form() -> None:
    assert not [review for review in EVERY_REVIEW if review["stars"] not in range(1, 6)]
    assert not [review for review in EVERY_REVIEW if not 10 <= len(review["body"]) <= 2000]
    assert len({(review["sku"], review["body"]) for review in EVERY_REVIEW}) == len(EVERY_REVIEW)


def test_a_review_says_nothing_that_nobody_reads() -> None:
    assert not [review for review in EVERY_REVIEW if review.keys() - KEYS]
    assert told("contains").keys() == MARKS
    assert told("turned_down").keys() == REASONS
    assert told("connection").keys() == CONNECTIONS


def test_there_are_enough_of_each_special_kind() -> None:
    assert len(REVIEWS) >= 230
    assert told("contains").total() >= 16
    assert min(told("contains").values()) >= 2
    assert told("turned_down").total() >= 6
    assert told("private").total() == 10
    assert told("connection").total() == 8
    assert told("reply").total() >= 12


def test_stars_are_given_as_people_give_them() -> None:
    stars = Counter(review["stars"] for review in REVIEWS)
    assert stars[5] > stars[4] > stars[3] > stars[2] > stars[1] > 10


def test_a_low_star_is_no_reason_to_be_turned_down() -> None:
    stars = [review["stars"] for review in REVIEWS if "turned_down" in review]
    assert sum(stars) / len(stars) >= 3


def test_the_bucket_has_the_average_of_the_design() -> None:
    bucket = counted("JP-10021")
    assert [bucket[stars] for stars in (5, 4, 3, 2, 1)] == [22, 9, 3, 1, 3]


def test_some_products_have_no_review_yet() -> None:
    assert len([sku for sku in column("sku") if not counted(sku)]) >= 3


def test_a_review_for_the_staff_alone_was_never_answered_or_judged_in_public() -> None:
    assert not [review for review in REVIEWS if "private" in review and {"reply", "turned_down"} & review.keys()]


def test_eight_wait_in_the_queue_undecided() -> None:
    assert len(WAITING) == 8
    assert sorted(one["contains"] for one in WAITING if "contains" in one) == ["breed", "email", "phone"]
    assert not [one for one in WAITING if {"reply", "turned_down", "private"} & one.keys()]


def test_we_say_nothing_we_promised_not_to_say() -> None:
    ours = words_of_ours()
    theirs = "\n".join(review["body"] for review in EVERY_REVIEW)
    folded = f"{ours}\n{theirs}".replace("’", "'").lower()
    assert not [words for words in BANNED if words in folded]
    assert "!" not in ours
    assert "'" not in ours
