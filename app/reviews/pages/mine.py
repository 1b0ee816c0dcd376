"""A shopper's own reviews: where each stands, and what she can do with it. Another's is as good as not there."""

from __future__ import annotations

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.consent import ChangeLine
from app.core.database import session
from app.core.refusals import NotFound
from app.identity import Shopper, current_shopper, shopper_required
from app.reviews import writing
from app.reviews.asked import act, question_in, words_in
from app.reviews.done import done_url, place_now, place_of, sent_url
from app.reviews.forms import ReviewForm, filled_form
from app.reviews.pages import mine_views, write
from app.reviews.pages.blueprint import bp
from app.reviews.pages.mine_views import AGAIN, EDIT
from app.reviews.reading import Mine, reviews_of

SOURCE = "own reviews"
Answer = Response | str | tuple[str, int]


@bp.get("/reviews")
@shopper_required
def mine() -> Answer:
    """Her reviews, newest first."""
    return mine_views.list_page(_here(), request.args.get("done", ""))


@bp.get("/reviews/<int:review_id>")
@shopper_required
def edit(review_id: int) -> Answer:
    """One of hers, to change or delete."""
    one = _own(review_id)
    return mine_views.edit_page(one, filled_form(one))


@bp.post("/reviews/<int:review_id>")
def save(review_id: int) -> Answer:
    """Send it anew. What is published stays until the new words are read; name and answers hold at once."""
    shopper, form = current_shopper(), ReviewForm(signed_in=True)
    if shopper is None:
        return mine_views.signed_out_page(form), 401
    one = _own(review_id)
    asked = question_in(form.shown.data or "", EDIT, review_id, shopper.subject_id)
    if not form.validate() or asked is None:
        return mine_views.edit_page(one, form, None if asked else write.too_old()), 422
    if (until := write.held_off_until(shopper.address)) is not None:
        return mine_views.edit_page(one, form, write.too_many(until)), 429
    words = form.words()
    sent = writing.write(
        write.person_of(shopper), one.product, words, act(asked.answered(words.publish, words.ads), SOURCE)
    )
    session().commit()
    return redirect(sent_url(sent, shopper.subject_id, one.product.title), 303)


@bp.post("/reviews/<int:review_id>/withdraw")
@shopper_required
def withdraw(review_id: int) -> Answer:
    """Off every page and out of every number, with one press."""
    shopper, one = _here(), _own(review_id)
    before = place_of(one)
    writing.withdraw(review_id, write.person_of(shopper), act(_("Take it off the page"), SOURCE))
    target = _moved("withdrawn", shopper, one, before)
    session().commit()
    return redirect(target, 303)


@bp.post("/reviews/<int:review_id>/publish")
@shopper_required
def publish(review_id: int) -> Answer:
    """A new consent, with one press; the words beside the button are what the ledger keeps."""
    shopper, one = _here(), _own(review_id)
    before = place_of(one)
    wording = words_in(request.form.get("shown", ""), AGAIN, review_id, shopper.subject_id)
    if wording is None:
        return mine_views.list_page(shopper, note=write.too_old()), 422
    writing.agree(review_id, write.person_of(shopper), act(str(wording), SOURCE))
    target = _moved("agreed", shopper, one, before)
    session().commit()
    return redirect(target, 303)


@bp.post("/reviews/<int:review_id>/delete")
@shopper_required
def delete(review_id: int) -> Answer:
    """Gone for good."""
    shopper, one = _here(), _own(review_id)
    title = one.product.title
    writing.remove(review_id, write.person_of(shopper), act(_("Delete it for good"), SOURCE))
    session().commit()
    return redirect(done_url("deleted", shopper.subject_id, title), 303)


def _moved(what: str, shopper: Shopper, one: Mine, before: str) -> str:
    """The page that says from where to where it went."""
    title, now = one.product.title, place_now(shopper.person_id, one.review.id)
    return done_url(what, shopper.subject_id, title, one.review.id, [ChangeLine(title, before, now)])


def _here() -> Shopper:
    shopper = current_shopper()
    assert shopper is not None, "shopper_required stands before every caller"
    return shopper


def _own(review_id: int) -> Mine:
    found = reviews_of(_here().person_id, review_id)
    if not found:
        raise NotFound(_("There is no such review of yours."))
    return found[0]
