"""Mail at the desk: what is set aside, waits or came to nothing, with retry and drop. Never what a mail says."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import audit
from app.core.database import session
from app.core.refusals import NotFound
from app.outbox import desk_lists, tending
from app.outbox.desk_lists import Counts, Tab
from app.outbox.desk_words import outcome_in_words
from app.outbox.outcomes import KEPT_FOR, Outcome
from app.outbox.setting_aside import in_words
from app.outbox.stuck import find_stuck
from app.staff import Menu, Permission, SignedIn, current_member, staff_page

bp = Blueprint("outbox_desk", __name__, url_prefix="/staff/mail")
NEEDS = Permission.MAIL_TEND
NUMBER = "/<int(max=9223372036854775807):number>"
DONE = ("retried", "dropped", "taken-back")


@staff_page(bp, "", needs=NEEDS, menu=Menu(_l("Mail"), 65, "mail-stuck"))
def mail() -> str:
    """The lists."""
    found = desk_lists.counts()
    tab, narrowed = _wanted(found)
    values = {
        "listed": desk_lists.listed(tab, narrowed, request.args.get("after")),
        "is_first": "after" not in request.args,
    }
    filters, again = _filters(found, tab, narrowed), _again_button(found, tab, narrowed)
    many = request.args.get("many", "")
    return render_template(
        "outbox_desk/mail.html", tab=tab, tabs=_tabs(found, tab), counts=found, narrowed=narrowed, filters=filters,
        again=again, stuck=find_stuck(), days=desk_lists.DAYS, kept_days=KEPT_FOR.days,
        many=int(many) if many.isascii() and many.isdigit() and len(many) < 7 else None, **values,
    )  # fmt: skip


@staff_page(bp, NUMBER, needs=NEEDS)
def message(number: int) -> str:
    """One message and its tries."""
    line, tries = desk_lists.one(number)
    done = request.args.get("done", "")
    return render_template(
        "outbox_desk/message.html", line=line, tries=tries, most=desk_lists.TRIES, done=done if done in DONE else ""
    )


@staff_page(bp, f"{NUMBER}/retry", needs=NEEDS, methods=("POST",))
def retry(number: int) -> Response:
    """Put one in line, due now. Pressed again, it changes nothing."""
    if tending.retry(number):
        audit.note(_member().actor, "mail.retry", about=f"message:{number}")
    session().commit()
    return redirect(url_for("outbox_desk.message", number=number, done="retried"), 303)


@staff_page(bp, f"{NUMBER}/drop", needs=NEEDS, methods=("POST",))
def drop(number: int) -> Response:
    """End one as dropped."""
    if tending.drop(number):
        audit.note(_member().actor, "mail.drop", about=f"message:{number}")
    session().commit()
    return redirect(url_for("outbox_desk.message", number=number, done="dropped"), 303)


@staff_page(bp, f"{NUMBER}/take-back", needs=NEEDS, methods=("POST",))
def take_back(number: int) -> Response:
    """Undo a drop."""
    if tending.take_back(number):
        audit.note(_member().actor, "mail.take_back", about=f"message:{number}")
    session().commit()
    return redirect(url_for("outbox_desk.message", number=number, done="taken-back"), 303)


@staff_page(bp, "/retry", needs=NEEDS, methods=("POST",))
def retry_many() -> Response:
    """Put in line all that wait, that were given up, or that are set aside for one reason."""
    tab, why = request.form.get("list", ""), request.form.get("why", "")
    count = _retried(tab, why)
    if count:
        audit.note(_member().actor, "mail.retry_many", about=f"list:{tab}", values={"messages": (None, str(count))})
    session().commit()
    return redirect(url_for("outbox_desk.mail", list=tab, many=count), 303)


def _retried(tab: str, why: str) -> int:
    if tab == Tab.WAITING:
        return tending.retry_waiting()
    if tab == Tab.ENDED:
        return tending.retry_given_up()
    # Only a reason that stands there: what else somebody may send never reaches the database.
    if tab == Tab.ASIDE and why in {known for known, _count in desk_lists.counts().reasons}:
        return tending.retry_set_aside(why)
    raise NotFound(_("Nothing is set aside for that reason any more."))


def _wanted(found: Counts) -> tuple[Tab, str]:
    """The list in the address line, and what narrows it; what is none of ours narrows nothing."""
    name, just = request.args.get("list", ""), request.args.get("just", "")
    tab = Tab(name) if name in set(Tab) else Tab.ASIDE
    known = {Tab.ASIDE: {why for why, _count in found.reasons}, Tab.WAITING: {"late"}, Tab.ENDED: set(found.ended)}
    return tab, just if just in known[tab] else ""


def _tabs(found: Counts, here: Tab) -> list[dict[str, Any]]:
    each = (
        (Tab.ASIDE, _("Set aside"), found.aside),
        (Tab.WAITING, _("Waiting"), found.waiting),
        (Tab.ENDED, _("Not delivered"), sum(found.ended.values())),
    )
    return [
        {"label": label, "count": count, "url": url_for("outbox_desk.mail", list=tab), "current": tab == here}
        for tab, label, count in each
    ]


def _filters(found: Counts, tab: Tab, narrowed: str) -> list[dict[str, Any]]:
    """Links with counts, where there is something to choose between."""
    each = {
        Tab.ASIDE: [(why, in_words(why), count) for why, count in found.reasons],
        Tab.WAITING: [("late", _("late"), found.late)] if found.late else [],
        Tab.ENDED: [(outcome, outcome_in_words(outcome), count) for outcome, count in found.ended.items()],
    }[tab]
    totals = {Tab.ASIDE: found.aside, Tab.WAITING: found.waiting, Tab.ENDED: sum(found.ended.values())}
    return [
        {
            "label": label,
            "count": count,
            "url": url_for("outbox_desk.mail", list=tab, just=just or None),
            "current": just == narrowed,
        }
        for just, label, count in (("", _("All"), totals[tab]), *each)
    ]


def _again_button(found: Counts, tab: Tab, narrowed: str) -> dict[str, str] | None:
    """The one press for many: {list, why, words}."""
    if tab == Tab.ASIDE and (narrowed or len(found.reasons) == 1):
        why = narrowed or found.reasons[0][0]
        return {"list": tab, "why": why, "words": _("Retry all of this reason")}
    if tab == Tab.WAITING and found.late:
        return {"list": tab, "why": "", "words": _("Try all that wait now")}
    if tab == Tab.ENDED and found.ended.get(Outcome.GAVE_UP):
        return {"list": tab, "why": "", "words": _("Retry all that were given up")}
    return None


def _member() -> SignedIn:
    member = current_member()
    assert member is not None, "the guard stands before"
    return member
