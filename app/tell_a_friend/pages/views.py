"""What the pages of notes to friends are given."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from app import links, outbox
from app.core import settings
from app.core.forms import AddressForm
from app.core.signing import BadToken, TokenEnded
from app.identity import current_shopper
from app.products import Product
from app.tell_a_friend import countries
from app.tell_a_friend.breaker import KIND, Resting, open_breaker
from app.tell_a_friend.figures import A_DAY, LONGEST_NOTE, MONTHS_BETWEEN
from app.tell_a_friend.forms import TellForm
from app.tell_a_friend.mail import context
from app.tell_a_friend.places import REFUSAL
from app.tell_a_friend.preview import Look, body_of
from app.tell_a_friend.sealing import Words

# What a mail of ours may carry behind "from=": the stop token of that very mail, which names nobody.
FROM = "from"
PRESS = "tell-a-friend"


def empty_form() -> TellForm:
    """Before anything was typed."""
    return TellForm(signed_in_as=_signed_in_as(), formdata=None)


def typed_form() -> TellForm:
    """As this request filled it in."""
    return TellForm(signed_in_as=_signed_in_as())


def form_page(product: Product, form: TellForm, note: str | None = None) -> str:
    """The form, with what was typed; `note`: why it came back, where no field says it."""
    rests = str(Resting()) if note is None and open_breaker() is not None else None
    origin = came_from()
    return render_template(
        "tell_a_friend/tell.html",
        product=product,
        form=form,
        note=note or rests,
        countries=countries.choices(),
        refused=countries.refused_words(),
        from_mail=bool(origin),
        origin=origin,
        longest=LONGEST_NOTE,
        a_day=A_DAY,
        months=MONTHS_BETWEEN,
    )


def preview_page(product: Product, form: TellForm, note: str | None = None) -> str:
    """The very mail, and two buttons. Nothing is stored."""
    words = form.words()
    return render_template(
        "tell_a_friend/preview.html",
        product=product,
        form=form,
        mail=look(words, product),
        sends=not form.asks_address,
        address=form.address,
        note=note,
        press=links.prove("shown", {"form": PRESS, "product": product.id}),
        origin=came_from(),
    )


def look(words: Words, product: Product) -> Look:
    """The mail of these words, from the templates of the mail itself; its link for refusing leads nowhere yet."""
    brand = settings.current().brand
    texts = outbox.rendered(KIND, context(words, product, f"{settings.current().public_url}{REFUSAL}…"))
    return Look(
        sender=f"{brand.name} <{brand.email}>",
        reply_to=words.sender_address,
        to=words.friend_address,
        subject=texts.subject,
        body=body_of(texts.html),
        text=texts.plain,
    )


def came_from() -> str:
    """The token of the mail of ours she came from; empty for none, and for one we did not sign."""
    token = request.values.get(FROM, "")[:200]
    try:
        return token if token and links.read_stop(token).kind == "stop" else ""
    except links.BadStopLink:
        return ""


def pressed(product: Product) -> links.Proof | None:
    """The one press of the preview this request comes from; None where its page is too old or of another product."""
    try:
        proof = links.read_proof("shown", request.form.get("press", ""))
    except (BadToken, TokenEnded):
        return None
    mine: dict[str, Any] = {"form": PRESS, "product": product.id}
    return proof if all(proof.payload.get(name) == value for name, value in mine.items()) else None


def too_old() -> str:
    """Why a preview came back whose page was drawn too long ago."""
    return _("This page was drawn too long ago. Look at the email again, then send it.")


def unknown_page(form: AddressForm) -> str:
    """A link that is damaged or not ours: the way on is the typed address."""
    return render_template("unsubscribe/link_unknown.html", stop_form=form)


def _signed_in_as() -> str | None:
    shopper = current_shopper()
    return shopper.address if shopper else None
