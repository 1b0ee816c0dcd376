"""Writing a review: signed in it is sent at once, else once the address is proven."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import people
from app.core.database import session
from app.core.fingerprints import limit_key
from app.core.limits import Limit, flood, network, take
from app.identity import Shopper, ask_for_proof, current_shopper
from app.people import Person
from app.products import Product, product_by_slug
from app.reviews.asked import Question, act, question_in
from app.reviews.done import sent_url
from app.reviews.drafts import draft
from app.reviews.forms import ReviewForm
from app.reviews.pages import views
from app.reviews.pages.blueprint import FLOOD, bp
from app.reviews.pages.views import Note
from app.reviews.writing import NotSold, write

Answer = Response | tuple[str, int]
PER_ADDRESS = Limit("review-address", 10, timedelta(days=1))
PER_NETWORK = Limit("review-network", 60, timedelta(days=1))


@bp.post("/products/<slug>/reviews")
@flood.limit(FLOOD)
def send(slug: str) -> Answer:
    """Send a review. What is wrong is said beside each field, and nothing that was typed is lost."""
    product, shopper = product_by_slug(slug), current_shopper()
    form = ReviewForm(signed_in=shopper is not None)
    asked = question_in(form.shown.data or "", views.FORM, product.id, shopper.subject_id if shopper else "")
    if not form.validate() or asked is None:
        return views.product_page(product, form, None if asked else too_old()), 422
    if (until := held_off_until(shopper.address if shopper else form.address)) is not None:
        return views.product_page(product, form, too_many(until)), 429
    target = _send(product, form, asked, shopper) if shopper else _keep(product, form, asked)
    session().commit()
    return redirect(target, 303)


def _send(product: Product, form: ReviewForm, asked: Question, shopper: Shopper) -> str:
    words = form.words()
    sent = write(person_of(shopper), product, words, act(asked.answered(words.publish, words.ads)))
    return sent_url(sent, shopper.subject_id, product.title)


def _keep(product: Product, form: ReviewForm, asked: Question) -> str:
    # The same answer for every address: whether she has a review of it already is seen once it is proven.
    if product.retired_at is not None:
        raise NotSold(_("We don’t sell this any more, so it takes no new reviews."))
    return ask_for_proof(form.address, draft=draft(product, form.words(), asked))


def person_of(shopper: Shopper) -> Person:
    """Who is signed in."""
    person = people.person_by_subject(shopper.subject_id)
    assert person is not None, "a session ends with its person"
    return person


def held_off_until(address: str) -> datetime | None:
    """Counts one review. Beyond the limits: when the next one counts again."""
    # The network first: who floods from one place must not use up a stranger's ten.
    taken = take(PER_NETWORK, network(request.remote_addr))
    if taken.within:
        taken = take(PER_ADDRESS, limit_key(address))
    return None if taken.within else taken.retry_at


def too_old() -> Note:
    """Why a form came back whose question of consent cannot be read any more."""
    return Note(_("This page was drawn too long ago, or for someone else. Check your answers and send it again."))


def too_many(until: datetime) -> Note:
    """Why a form came back that was sent too often."""
    return Note(_("That’s a lot of reviews for one day. Copy your words if you want to keep them."), until)
