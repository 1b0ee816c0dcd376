"""What the pages of a shopper's own reviews are given."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from app.identity import Shopper
from app.reviews.asked import again, signed
from app.reviews.done import read_done
from app.reviews.forms import ReviewForm
from app.reviews.names import NameFormat, shown_name
from app.reviews.pages import views
from app.reviews.reading import Mine, reviews_of
from app.reviews.rules import GROUNDS, Ground, Reason

AGAIN, EDIT = "review-again", "review-edit"


@dataclass(frozen=True)
class Card:
    """One of her reviews on the list, with the question behind its button, and that question signed."""

    one: Mine
    name: str
    ground: Ground | None
    again: str
    shown: str


def list_page(shopper: Shopper, done: str = "", note: views.Note | None = None) -> str:
    """Her reviews. `done` says what was just done, `note` why a press did nothing."""
    cards = [_card(one, shopper) for one in reviews_of(shopper.person_id)]
    told = read_done(done, shopper.subject_id) if done else None
    about = next((card for card in cards if told and card.one.review.id == told.review_id), None)
    frozen = any(card.one.state == "frozen" for card in cards)
    return render_template("reviews/mine.html", cards=cards, done=told, about=about, frozen=frozen, note=note)


def edit_page(one: Mine, form: ReviewForm, note: views.Note | None = None) -> str:
    """One of hers: the form with what she sent, and the way to delete it."""
    context = views.form_context(form, EDIT, one.review.id, note)
    ground = GROUNDS[Reason(one.newest.reason)] if one.newest.reason else None
    return render_template("reviews/edit.html", one=one, ground=ground, pieces=views.pieces, **context)


def signed_out_page(form: ReviewForm) -> str:
    """Her session had ended: the words are shown again, so that she can copy them."""
    return render_template("reviews/signed_out.html", body=form.body.data or "")


def _card(one: Mine, shopper: Shopper) -> Card:
    asked = again(one.product.title)
    return Card(
        one=one,
        name=shown_name(one.review.name, NameFormat(one.review.name_format)),
        ground=GROUNDS[Reason(one.newest.reason)] if one.newest.reason else None,
        again=asked,
        shown=signed(AGAIN, one.review.id, shopper.subject_id, asked),
    )
