"""What the pages of products are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import current_app, render_template, request

from app import people
from app.core.assets import Assets
from app.core.feature import declared
from app.identity import current_shopper
from app.products import Product, ProductsPage, categories
from app.reviews.asked import question, signed_question
from app.reviews.findings import REMOVED
from app.reviews.forms import ReviewForm, empty_form
from app.reviews.names import IN_WORDS, NameFormat, shown_name
from app.reviews.pages.keys import key_in, key_text, stars_in
from app.reviews.reading import Mine, Shown, Tally, public_reviews, reviews_of, tally_of
from app.reviews.rules import ANSWERS, BADGES, Connection
from app.reviews.structured import structured
from app.reviews.writing import LONGEST, SHORTEST

FORM = "review"
EXAMPLE = "Sam Ellis"
FORMATS = (NameFormat.FIRST_INITIAL, NameFormat.INITIALS, NameFormat.ANONYMOUS)


@dataclass(frozen=True)
class Note:
    """Why a form came back that has no error of its own; `until`: when it can be sent again."""

    text: str
    until: datetime | None = None


@dataclass(frozen=True)
class Piece:
    """A part of a review's text, or what stands where a part is not shown."""

    text: str
    is_removed: bool


def pieces(body: str, hidden: tuple[tuple[int, int], ...]) -> list[Piece]:
    """The text with what is not shown replaced. The law of overlaps is that of `findings.hide`."""
    found, done = [], 0
    for start, end in sorted(hidden):
        if start >= done:
            found += [Piece(body[done:start], is_removed=False), Piece(REMOVED, is_removed=True)]
        done = max(done, end)
    return [one for one in [*found, Piece(body[done:], is_removed=False)] if one.text]


def picture(product: Product) -> str:
    """The name of the asset that shows a product."""
    found = current_app.extensions["assets"]
    assert isinstance(found, Assets)
    own = f"products/{product.picture}.svg"
    return own if own in found.urls else "products/none.svg"


def picture_url(product: Product) -> str:
    """Its address on this site."""
    return str(current_app.extensions["assets"].url(picture(product)))


def author(one: Shown) -> str:
    """The name as its author wants it shown."""
    return shown_name(one.name, NameFormat(one.name_format))


def badge(connection: str) -> str:
    """How an author is tied to the shop, in words; empty for no tie."""
    return str(BADGES[Connection(connection)]) if connection else ""


def products_page(listed: ProductsPage, tallies: dict[int, Tally], search: str, category: str) -> str:
    """The list of products."""
    groups = [(name, list(items)) for name, items in groupby(listed.products, key=lambda one: one.category)]
    return render_template(
        "reviews/products.html",
        groups=groups,
        tallies=tallies,
        picture_url=picture_url,
        categories=categories(),
        search=search,
        category=category,
        after=listed.after,
        is_first=not request.args.get("after"),
    )


def form_for(product: Product) -> ReviewForm:
    """The form on a product's page, with the name we know of who is signed in."""
    shopper = current_shopper()
    name = people.name_of(shopper.person_id) if shopper and product.retired_at is None else ""
    return empty_form(signed_in=shopper is not None, name=name)


def product_page(product: Product, form: ReviewForm, note: Note | None = None) -> str:
    """A product with its reviews, and the form."""
    stars, after = stars_in(request.args.get("stars", "")), key_in(request.args.get("after", ""))
    tally, listed = tally_of(product.id), public_reviews(product.id, stars, after)
    return render_template(
        "reviews/product.html",
        product=product,
        picture_url=picture_url(product),
        tally=tally,
        reviews=listed.reviews,
        next_key=key_text(listed.after) if listed.after else None,
        stars=stars,
        is_first=after is None,
        data=structured(product, tally, listed.reviews, picture_url(product)),
        pieces=pieces,
        author=author,
        badge=badge,
        mine=_mine(product),
        acts=declared().menu("product"),
        **form_context(form, FORM, product.id, note),
    )


def form_context(form: ReviewForm, name: str, about: int, note: Note | None = None) -> dict[str, object]:
    """What the fields of a review are drawn from."""
    shopper, asked = current_shopper(), question()
    return {
        "form": form,
        "asked": asked,
        "shown": signed_question(name, about, shopper.subject_id if shopper else "", asked),
        "formats": [(one, IN_WORDS[one], shown_name(EXAMPLE, one)) for one in FORMATS],
        "answers": ANSWERS,
        "shortest": SHORTEST,
        "longest": LONGEST,
        "note": note,
    }


def _mine(product: Product) -> Mine | None:
    """Her own review of it, when she is signed in."""
    shopper = current_shopper()
    return next(iter(reviews_of(shopper.person_id, product_id=product.id)), None) if shopper else None
