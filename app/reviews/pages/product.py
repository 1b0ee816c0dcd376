"""Products and what people say about them. Looking changes nothing."""

from __future__ import annotations

from flask import render_template, request

from app.products import product_by_slug, products_page
from app.reviews.names import NameFormat
from app.reviews.pages import views
from app.reviews.pages.blueprint import bp
from app.reviews.reading import tallies_of, totals
from app.reviews.rules import GROUNDS
from app.reviews.texts import plain_line


@bp.get("/products")
def products() -> str:
    """What can be reviewed: by category, or found by words."""
    search, category = plain_line(request.args.get("q")), plain_line(request.args.get("category"))
    listed = products_page(request.args.get("after", type=int), category, search)
    tallies = tallies_of([one.id for one in listed.products])
    return views.products_page(listed, tallies, search, category)


@bp.get("/products/<slug>")
def product(slug: str) -> str:
    """One product with its reviews, newest first, and the form to write one."""
    found = product_by_slug(slug)
    return views.product_page(found, views.form_for(found))


@bp.get("/reviews/rules")
def rules() -> str:
    """How reviews are checked, averaged and ordered, and what is turned down."""
    return render_template("reviews/rules.html", grounds=GROUNDS, totals=totals(), formats=list(NameFormat))
