"""Reporting a review. Needs no session; a repeat looks the same."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request
from flask_babel import gettext as _

from app.core.database import session
from app.core.limits import Limit, flood, network, take
from app.core.refusals import NotFound, TooMany
from app.identity import current_shopper
from app.products import Product, product_by_slug
from app.reviews.forms import ReportForm
from app.reviews.pages import views
from app.reviews.pages.blueprint import FLOOD, bp
from app.reviews.reading import Shown, public_review
from app.reviews.reporting import report as note_report
from app.reviews.rules import COMPLAINTS, Complaint

ADDRESS = "/products/<slug>/reviews/<int:review_id>/report"
PER_NETWORK = Limit("review-report", 30, timedelta(days=1))
Answer = str | tuple[str, int]


@bp.get(ADDRESS)
def report(slug: str, review_id: int) -> Answer:
    """What is wrong with it?"""
    return _form_page(ReportForm(formdata=None), *_public(slug, review_id))


@bp.post(ADDRESS)
@flood.limit(FLOOD)
def send_report(slug: str, review_id: int) -> Answer:
    """One report of a person or network counts. The answer is the same for the first and the tenth."""
    product, one = _public(slug, review_id)
    form = ReportForm()
    if not form.validate():
        return _form_page(form, product, one), 422
    taken = take(PER_NETWORK, network(request.remote_addr))
    if not taken.within:
        raise TooMany(_("That’s a lot of reports from one place today."), taken.retry_at)
    note_report(review_id, Complaint(str(form.reason.data)), _who())
    session().commit()
    return render_template("reviews/reported.html", product=product)


def _who() -> str:
    shopper = current_shopper()
    return f"person/{shopper.person_id}" if shopper else f"network/{network(request.remote_addr)}"


def _public(slug: str, review_id: int) -> tuple[Product, Shown]:
    product = product_by_slug(slug)
    one = public_review(product.id, review_id)
    if one is None:
        raise NotFound(_("There is no such review on our pages. It may be off the page since you opened it."))
    return product, one


def _form_page(form: ReportForm, product: Product, one: Shown) -> str:
    return render_template(
        "reviews/report.html",
        form=form,
        product=product,
        one=one,
        pieces=views.pieces,
        author=views.author(one),
        complaints=COMPLAINTS,
    )
