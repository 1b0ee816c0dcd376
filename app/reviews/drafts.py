"""A review without a session: kept, signed, until its author has proven her address. Then it is sent as hers.

Nothing of it is in our tables before but the signed form in the request for the sign-in, which goes within a day.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app import links, people, products
from app.core import clock
from app.core.feature import Errand
from app.core.refusals import NotFound
from app.core.signing import BadToken, TokenEnded
from app.products import Product
from app.reviews.asked import Question, act
from app.reviews.done import done_url, sent_url
from app.reviews.writing import Frozen, NotSold, Words, withdrawn_since, write

NAME = "review"


def draft(product: Product, words: Words, asked: Question) -> str:
    """The form, signed, to be carried through the proof of an address."""
    wording = asked.answered(words.publish, words.ads)
    language = str(get_locale() or "en")
    kept = {"form": NAME, "product": product.id, "words": asdict(words), "wording": wording, "language": language}
    return links.prove("draft", {**kept, "at": clock.now().isoformat()})


def apply(subject_id: str, text: str) -> str:
    """An address was proven: what was written is its person's. Once, however often link and code are asked for anew.

    Returns the address of the page that says what became of it.
    """
    try:
        proof = links.read_proof("draft", text)
        links.use(proof)
        return _send(subject_id, proof.payload)
    except (BadToken, TokenEnded, Frozen, links.AlreadyUsed):
        return url_for("reviews.mine")


def _send(subject_id: str, kept: dict[str, Any]) -> str:
    person, product = people.person_by_subject(subject_id), products.product_by_id(int(kept["product"]))
    assert person is not None, "whoever signs in is a person"
    words = Words(**kept["words"])
    if withdrawn_since(person, product, datetime.fromisoformat(kept["at"])):
        # Her No is newer than this Yes. The words are hers all the same, and one press on her page says Yes anew.
        words = replace(words, publish=False, ads=False)
    try:
        sent = write(person, product, words, act(kept["wording"], language=kept["language"]))
    except NotSold:
        return done_url("not_sold", subject_id, product.title)
    return sent_url(sent, subject_id, product.title)


def errand(kept: dict[str, Any]) -> Errand | None:
    """What the sign-in is for, for its mail and pages. Says nothing that was typed: anybody can type any address."""
    try:
        title = products.product_by_id(int(kept["product"])).title
    except NotFound:
        return None
    publish = bool(kept["words"]["publish"])
    return Errand(
        heading=_("Confirm your review of %(title)s", title=title),
        asked=_("You sent a review of %(title)s.", title=title),
        then=_("Once you confirm, it goes to our staff, who read each review before it is published.")
        if publish
        else _("Once you confirm, it goes to our staff. Nobody else reads it."),
        button=_("Confirm my review"),
        because=_("You get this because someone wrote a review on our page and typed your address."),
    )
