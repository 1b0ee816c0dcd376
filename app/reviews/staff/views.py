"""The page of the queue as its template wants it: tabs, the list, one case, what was just done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request, url_for

from app import links
from app.reviews import findings
from app.reviews.cases import Case
from app.reviews.guarding import is_own
from app.reviews.names import A_SHOPPER, NameFormat, shown_name
from app.reviews.queue import Key, Line, Listed, Tab, Wanted, counts, listed, position, products_in
from app.reviews.rules import GROUNDS, INSIDERS
from app.reviews.staff import asked
from app.reviews.staff.blueprint import member
from app.reviews.staff.tickets import done
from app.reviews.tending import REPLY_LONGEST
from app.reviews.texts import plain_text
from app.reviews.words import STATES, TABS, TIES, age, complaint_words, excerpt, flag, tie_words

WORDS = {
    "age": age,
    "claim_minutes": int(links.CLAIM.total_seconds() // 60),
    "complaint_words": complaint_words,
    "grounds": GROUNDS,
    "insiders": INSIDERS,
    "reply_longest": f"{REPLY_LONGEST:,}",
    "states": STATES,
    "tie_words": tie_words,
    "ties": TIES,
    "undo_minutes": int(links.UNDO.total_seconds() // 60),
}


@dataclass(frozen=True)
class TabLink:
    """A list to choose."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Item:
    """A review in the list at the start."""

    title: str
    url: str
    current: bool
    stars: int
    excerpt: str
    flag: str
    age: str
    since: Any
    is_mine: bool
    is_taken: bool


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a field, in the shape that forms' parts know."""

    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a form said that was not taken, shown again: its fields, what is wrong with them, why it was refused."""

    what: str = ""
    reason: str = ""
    hide: frozenset[str] | None = None
    reply: str | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    refused: str = ""

    def field(self, name: str) -> Wrong:
        """A field with its error, if it has one."""
        return Wrong((self.wrong[name],) if name in self.wrong else ())


def said(wrong: dict[str, str] | None = None, refused: str = "") -> Said:
    """The form of this request, kept for the answer."""
    form = request.form
    hide = frozenset(form.getlist("hide")) if "what" in form or "hide" in form else None
    reply = plain_text(form["reply"]) if "reply" in form else None
    return Said(form.get("what", ""), form.get("reason", ""), hide, reply, wrong or {}, refused)


def page(case: Case | None, said: Said | None = None) -> str:
    """The whole page. Without a case it opens the first of the list."""
    wanted, after = asked.wanted(), asked.after()
    found = listed(wanted, after)
    context = _list(wanted, after, found, case)
    shown = _case(case, wanted, after, found) if case else {}
    return render_template(
        "reviews_desk/queue.html",
        **context,
        **shown,
        case=case,
        said=said or Said(),
        done=done(member()),
        keys_are_on=member().keys_are_on,
        here=asked.narrowing(wanted, after),
        **WORDS,
    )


def first_of_list() -> int | None:
    """The version that the queue opens with."""
    found = listed(asked.wanted(), asked.after(), limit=1)
    return found.lines[0].version.id if found.lines else None


def _list(wanted: Wanted, after: Key | None, found: Listed, case: Case | None) -> dict[str, Any]:
    standing = counts()
    return {
        "tabs": [TabLink(str(TABS[tab]), standing[tab], _url(Wanted(tab)), tab is wanted.tab) for tab in Tab],
        "items": [_item(line, wanted, after, case) for line in found.lines],
        "more_url": _url(wanted, found.after) if found.after else None,
        "newest_url": _url(wanted) if after else None,
        "wanted": wanted,
        "is_narrowed": wanted != Wanted(wanted.tab),
        "all_url": _url(Wanted(wanted.tab)),
        "products": products_in(wanted),
        "oldest_first": wanted.tab is Tab.WAITING,
    }


def _url(wanted: Wanted, after: Key | None = None) -> str:
    return url_for("reviews_desk.queue", **asked.narrowing(wanted, after))  # type: ignore[arg-type]  # values of an address


def case_url(version_id: int, wanted: Wanted, after: Key | None = None, **more: str) -> str:
    """The page with that case open; it is read from there on."""
    named = {**asked.narrowing(wanted, after), **more}
    anchor = named.pop("_anchor", "case")
    return url_for("reviews_desk.queue", version_id=version_id, _anchor=anchor, **named)  # type: ignore[arg-type]  # values of an address


def _item(line: Line, wanted: Wanted, after: Key | None, case: Case | None) -> Item:
    mine = line.claimed_by == member().member_id
    return Item(
        title=line.product.title,
        url=case_url(line.version.id, wanted, after),
        current=case is not None and case.version.id == line.version.id,
        stars=line.version.stars,
        excerpt=excerpt(line.version.body),
        flag=flag(line.findings),
        age=age(line.since),
        since=line.since,
        is_mine=mine,
        is_taken=line.claimed_by is not None and not mine,
    )


def _case(case: Case, wanted: Wanted, after: Key | None, found: Listed) -> dict[str, Any]:
    urls = [case_url(line.version.id, wanted, after) for line in found.lines]
    ids = [line.version.id for line in found.lines]
    at = ids.index(case.version.id) if case.version.id in ids else None
    following = urls[at + 1] if at is not None and at + 1 < len(ids) else None
    if at is not None and following is None and found.after:
        following = _url(wanted, found.after)
    return {
        "place": position(wanted, found.lines[at].key) if at is not None and not wanted.marked else None,
        "previous_url": urls[at - 1] if at else None,
        "next_url": following,
        "url_of_product": f"/products/{case.product.slug}",
        "shown_name": name_of(case),
        "segments": findings.segments(case.version.body, case.findings),
        "suggested": findings.suggestion(case.findings),
        "is_own": is_own(case.review, member()),
        "is_mine": case.claimed_by == member().member_id,
        "is_taken": case.claimed_by is not None and case.claimed_by != member().member_id,
    }


def name_of(case: Case | Line) -> str:
    """The name as readers see it; nobody at the desk sees more of it."""
    chosen = case.review.name_format
    return shown_name(case.review.name, NameFormat(chosen)) if chosen in set(NameFormat) else str(A_SHOPPER)
