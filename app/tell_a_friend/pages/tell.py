"""Telling a friend: the form, the mail before it is sent, and the thank-you that is the same whatever became of it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import links
from app.core.database import session
from app.core.forms import empty_address
from app.core.limits import flood, network
from app.core.refusals import Refusal, TooMany
from app.identity import Shopper, ask_for_proof, current_shopper
from app.products import Product
from app.tell_a_friend.asking import ask
from app.tell_a_friend.breaker import Resting
from app.tell_a_friend.drafts import draft
from app.tell_a_friend.figures import A_DAY
from app.tell_a_friend.forms import TellForm
from app.tell_a_friend.models import Recommendation
from app.tell_a_friend.openly import OPENLY, sentence
from app.tell_a_friend.pages import views
from app.tell_a_friend.pages.blueprint import FLOOD, bp, product_to_tell
from app.tell_a_friend.places import sent_path
from app.tell_a_friend.sending import send as send_note

Answer = Response | str | tuple[str, int]


@bp.get("/products/<slug>/tell")
def tell(slug: str) -> Answer:
    """The form. Looking changes nothing, also by a link from a mail of ours."""
    return views.form_page(product_to_tell(slug), views.empty_form())


@bp.post("/products/<slug>/tell")
@flood.limit(FLOOD)
def preview(slug: str) -> Answer:
    """The very mail. What is wrong is said beside each field, and nothing that was typed is lost."""
    product, form = product_to_tell(slug), views.typed_form()
    if not form.validate():
        return views.form_page(product, form), 422
    return views.preview_page(product, form)


@bp.post("/products/<slug>/tell/change")
@flood.limit(FLOOD)
def change(slug: str) -> Answer:
    """Back to the form, with everything in it."""
    return views.form_page(product_to_tell(slug), views.typed_form())


@bp.post("/products/<slug>/tell/send")
@flood.limit(FLOOD)
def send(slug: str) -> Answer:
    """Send it, or first ask her to prove her address. Pressed twice, it is one mail."""
    product, form = product_to_tell(slug), views.typed_form()
    if not form.validate():
        return views.form_page(product, form), 422
    press = views.pressed(product)
    if press is None:
        return views.preview_page(product, form, views.too_old()), 422
    try:
        return redirect(_go_on(product, form, press), 303)
    except (Resting, TooMany, *OPENLY) as no:
        session().rollback()
        return views.form_page(product, form, no.sentence), no.status


def _go_on(product: Product, form: TellForm, press: links.Proof) -> str:
    """The page that comes next. A second press of the same page leads to it and does nothing."""
    shopper = current_shopper()
    after = sent_path(product) if shopper else url_for("identity.check_inbox")
    if links.is_used(press):
        return after
    try:
        return _send_at_once(product, form, press, shopper) if shopper else _ask_first(product, form, press)
    except links.AlreadyUsed:
        session().rollback()
        return after


def _asked(product: Product, form: TellForm) -> Recommendation:
    source = "email" if views.came_from() else "page"
    return ask(product, form.words(), network(request.remote_addr), str(form.country.data), source)


def _send_at_once(product: Product, form: TellForm, press: links.Proof, shopper: Shopper) -> str:
    row = _asked(product, form)
    links.use(press)
    send_note(row.id, shopper.subject_id)
    session().commit()
    return sent_path(product)


def _ask_first(product: Product, form: TellForm, press: links.Proof) -> str:
    row = _asked(product, form)
    links.use(press)
    session().commit()  # the sign-in counts its limits before it writes; a note that nobody confirms vanishes in a day
    check_inbox = ask_for_proof(form.address, draft=draft(row))
    session().commit()
    return check_inbox


@bp.get("/products/<slug>/tell-a-friend/sent")
def sent(slug: str) -> Answer:
    """Thank you: the same page whatever became of it, and whoever looks."""
    return render_template("tell_a_friend/thanks.html", product=product_to_tell(slug))


@bp.get("/products/<slug>/tell-a-friend/tomorrow")
def tomorrow(slug: str) -> Answer:
    """She sent all her notes of today."""
    why = _("You sent your %(most)s notes for today. Try again tomorrow.", most=A_DAY)
    return render_template("tell_a_friend/not_sent.html", product=product_to_tell(slug), why=why)


@bp.get("/products/<slug>/tell-a-friend/not-sent/<any(canada, closed):why>")
def not_sent(slug: str, why: str) -> Answer:
    """It was not sent, for a reason that is about herself, so she is told."""
    return render_template("tell_a_friend/not_sent.html", product=product_to_tell(slug), why=sentence(why))


@bp.errorhandler(links.BadStopLink)
def unknown(_error: Refusal) -> Answer:
    """A friend's link that is damaged or not ours."""
    return views.unknown_page(empty_address()), 404
