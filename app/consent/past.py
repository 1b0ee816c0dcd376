"""What happened to one subject's choices, newest first: for her record at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.consent.acts import Changed
from app.consent.merge import Standing, merge, said
from app.consent.models import ConsentEntry
from app.core.database import session

_DESK = "staff"


@dataclass(frozen=True)
class PastChange:
    """One line of the ledger: what it changed, from what, when, and how it came."""

    changed: Changed
    at: datetime
    method: str
    actor: str

    @property
    def by(self) -> str:
        """Who did it, in words."""
        if self.method == "undo":
            return _("Support, undone") if self.actor.startswith(_DESK) else _("Shopper, undone")
        return by_whom(self.method)


def past_changes_of(subject_ids: Iterable[str], most: int) -> list[PastChange]:
    """The newest changes of all these subjects together, newest first: of a person whose records became one."""
    found = [change for subject_id in subject_ids for change in past_changes(subject_id, most)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:most]


def past_changes(subject_id: str, most: int) -> list[PastChange]:
    """The newest changes of a subject, newest first, in one query over her lines."""
    columns = ("seq", "purpose", "channel", "state", "method", "actor", "act_id", "at")
    lines = select(*(getattr(ConsentEntry, name) for name in columns)).where(ConsentEntry.subject_id == subject_id)
    standings: dict[tuple[str, str], Standing] = {}
    found = []
    for line in session().execute(lines.order_by(ConsentEntry.seq)):
        before = standings.get((line.purpose, line.channel), Standing())
        standings[line.purpose, line.channel] = merge(before, said(line.seq, line.method, line.state))
        changed = Changed(line.purpose, line.channel, before.state, line.state, line.act_id)
        found.append(PastChange(changed, line.at, line.method, line.actor))
    return found[: -most - 1 : -1]


def by_whom(method: str) -> str:
    """Who acts by that method, in words."""
    words = {
        "agent": _("Authorized agent"),
        "complaint": _("A complaint about our mail"),
        "enrolment": _("The shop, after a purchase"),
        "erasure": _("Erasure"),
        "friend_page": _("Someone, by a link in a note from a friend"),
        "import": _("The shop’s file"),
        "legacy_import": _("An old list"),
        "letter": _("Support, by letter"),
        "link_page": _("Shopper, by a link in mail"),
        "one_click": _("Mail program, one click"),
        "label": _("Someone with the label of a piece of mail"),
        "label_link": _("The short address or code on a label"),
        "mail": _("Support, after a mail"),
        "mailto": _("A mail to our address for stops"),
        "merge": _("Two records became one"),
        "paper_report": _("Someone who got a piece of mail"),
        "profile_page": _("The profile page"),
        "phone": _("Support, by phone"),
        "prohibitory_order": _("Postal order"),
        "preference_page": _("Shopper"),
        "review_page": _("Shopper, with a review"),
        "scanner_restore": _("The shop, after a scanner"),
        "suppression_import": _("A file of stops"),
        "typed_address": _("Someone, by typed address"),
    }
    return words.get(method, method)
