"""What was just done to a review, signed, so that the next page can say it: from what to what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import url_for
from flask_babel import gettext as _

from app import links
from app.consent import OFF, ON, UNSET, Changed, ChangeLine
from app.core import clock
from app.core.signing import BadToken, TokenEnded
from app.reviews.reading import Mine, reviews_of
from app.reviews.writing import Sent

SHOWN = "shown"
_FORM = "review-done"


@dataclass(frozen=True)
class Done:
    """`what`: sent | private | same | changed | withdrawn | agreed | deleted | not_sold. `review_id` 0: it is gone."""

    what: str
    review_id: int
    title: str
    changes: list[ChangeLine]
    at: datetime


def done_url(what: str, subject_id: str, title: str, review_id: int = 0, changes: Iterable[ChangeLine] = ()) -> str:
    """Her reviews, with a banner that says so."""
    lines = [[line.label, line.old, line.new] for line in changes]
    told = {"form": _FORM, "what": what, "subject": subject_id, "title": title, "review": review_id, "lines": lines}
    return url_for("reviews.mine", done=links.prove(SHOWN, {**told, "at": int(clock.now().timestamp())}))


def read_done(token: str, subject_id: str) -> Done | None:
    """What a token says, for the one who did it and while it is news; else None."""
    try:
        told = links.read_proof(SHOWN, token).payload
    except (BadToken, TokenEnded):
        return None
    if told.get("form") != _FORM or told.get("subject") != subject_id:
        return None
    at = datetime.fromtimestamp(told["at"], UTC)
    if clock.now() - at > links.UNDO:
        return None
    return Done(told["what"], told["review"], told["title"], [ChangeLine(*line) for line in told["lines"]], at)


def sent_url(sent: Sent, subject_id: str, title: str) -> str:
    """After a review was sent: first or again, to be published or not."""
    lines = answer_lines(sent.written.changes)
    if sent.review.agreed_at is None:
        what = "private" if sent.review.withdrawn_at is None else "withdrawn"
    elif sent.is_new:
        what = "sent"
    else:
        what = "changed" if sent.has_new_words else "same"
    return done_url(what, subject_id, title, sent.review.id, lines)


def answer_lines(changes: Iterable[Changed]) -> list[ChangeLine]:
    """Answers in words: what was asked, what stood before, what stands now."""
    words = {UNSET: _("not answered"), ON: _("yes"), OFF: _("no")}
    lines = []
    for change in changes:
        is_ads = change.purpose.startswith("reviews.ads:")
        if is_ads and (change.old, change.new) == (UNSET, OFF):
            continue  # the tick stayed empty: nothing to tell
        label = _("In catalogs and ads") if is_ads else _("On the product’s page")
        lines.append(ChangeLine(label, words.get(change.old, change.old), words.get(change.new, change.new)))
    return lines


def place_of(mine: Mine) -> str:
    """Where a review stands, in a few words."""
    if mine.state == "waiting" and mine.published:
        return _("on the page, a change waits")
    return {
        "frozen": _("closed"),
        "private": _("only our staff"),
        "public": _("on the page"),
        "turned_down": _("on the page, a change not published") if mine.published else _("not published"),
        "waiting": _("waits to be read"),
        "withdrawn": _("off every page"),
    }[mine.state]


def place_now(person_id: int, review_id: int) -> str:
    """The same of one of her reviews, read anew."""
    return next((place_of(one) for one in reviews_of(person_id, review_id)), _("gone"))
