"""What addresses and forms of the queue say, read into values; and the addresses themselves."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import request, url_for
from flask_babel import gettext as _

from app.core.refusals import BadQuestion
from app.reviews.cases import Case
from app.reviews.deciding import Verdict, What
from app.reviews.guarding import NoDecision
from app.reviews.queue import Key, Tab, Wanted
from app.reviews.rules import Reason
from app.reviews.texts import plain_text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEY = re.compile(r"(\d{1,17})-(\d{1,18})\Z", re.ASCII)
_SPAN = re.compile(r"(\d{1,6})-(\d{1,6})\Z", re.ASCII)
_SLUG = re.compile(r"[a-z0-9-]{0,80}\Z", re.ASCII)


def wanted() -> Wanted:
    """Which list this request is about. Raises BadQuestion for what no link and no filter of ours says."""
    args = request.args
    tab, stars, product = args.get("tab", Tab.WAITING), args.get("stars", ""), args.get("product", "")
    if tab not in set(Tab) or stars not in ("", *"12345") or not _SLUG.match(product):
        raise BadQuestion(_("There is no such list of reviews. Open the queue again."))
    return Wanted(Tab(tab), int(stars) if stars else None, product, bool(args.get("marked")))


def after() -> Key | None:
    """Behind which review the page begins. Raises BadQuestion."""
    text = request.args.get("after", "")
    found = _KEY.match(text)
    if text and not found:
        raise BadQuestion(_("This address was cut short. Open the queue again."))
    return (_EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None


def key_text(key: Key | None) -> str | None:
    """The same for an address: microseconds since 1970 and the version's number."""
    return f"{(key[0] - _EPOCH) // timedelta(microseconds=1)}-{key[1]}" if key else None


def narrowing(wanted: Wanted, after: Key | None = None) -> dict[str, str]:
    """What of an address says which list, without what goes without saying."""
    said = {
        "tab": wanted.tab.value if wanted.tab is not Tab.WAITING else "",
        "stars": str(wanted.stars or ""),
        "product": wanted.product,
        "marked": "yes" if wanted.marked else "",
        "after": key_text(after) or "",
    }
    return {name: value for name, value in said.items() if value}


def here(endpoint: str = "queue", **more: object) -> str:
    """An address of the desk that keeps the list of this request."""
    return url_for(f"reviews_desk.{endpoint}", **narrowing(wanted(), after()), **more)  # type: ignore[arg-type]  # values of an address


def verdict(case: Case) -> Verdict:
    """What the decision form says. Raises NoDecision, which names the field."""
    form = request.form
    what = form.get("what", "")
    if what not in set(What):
        raise NoDecision(_("Choose what to do"), "what")
    if form.get("then") == "reply" and what == What.TURN_DOWN:
        raise NoDecision(_("A reply stands under a published review. Save this one and open the next."), "what")
    reason = form.get("reason", "")
    chosen = Reason(reason) if what == What.TURN_DOWN and reason in set(Reason) else None
    return Verdict(What(what), chosen, _hidden(case) if what == What.HIDE else ())


def _hidden(case: Case) -> tuple[tuple[int, int], ...]:
    """The ticked marks. Only what a rule found can be hidden: nobody blanks out an opinion."""
    ticked = [_SPAN.match(text) for text in request.form.getlist("hide")]
    spans = tuple(sorted({(int(one[1]), int(one[2])) for one in ticked if one}))
    if not all(ticked) or not set(spans) <= {one.span for one in case.hideable}:
        raise NoDecision(_("The marked part is not in this text. Open the review again."), "hide")
    return spans


def reply() -> str:
    """The reply that was written; empty where its removal was pressed. Raises NoDecision for one without words."""
    if request.form.get("then") == "remove":
        return ""
    text = plain_text(request.form.get("reply", ""))
    if not text:
        raise NoDecision(_("Write the reply first"), "reply")
    return text
