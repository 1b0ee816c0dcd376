"""What can be stopped by phone or letter, and how a wish reached us."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.consent import MARKETING, OFF, Change

ALL, EMAIL, PAPER, ORDER = "all", "email", "paper", "order"
CALLER, LETTERS = "caller", "letters"


@dataclass(frozen=True)
class What:
    """One thing to stop: its name, the button's words as the ledger keeps them, and what changes."""

    title: LazyString
    wording: str
    changes: tuple[Change, ...]


_EMAIL_OFF, _PAPER_OFF = Change(MARKETING, "email", OFF), Change(MARKETING, "post", OFF)
# The same changes as on the person's own page: tests/phone_desk/test_twins.py compares them entry by entry.
WHATS: dict[str, What] = {
    ALL: What(_l("Everything"), "Stop everything", (_EMAIL_OFF, _PAPER_OFF)),
    EMAIL: What(_l("Email"), "Stop all marketing email", (_EMAIL_OFF,)),
    PAPER: What(_l("Paper"), "Stop all catalogs and postcards", (_PAPER_OFF,)),
    ORDER: What(_l("Prohibitory order"), "Prohibitory order (39 USC 3008)", (_PAPER_OFF,)),
}


@dataclass(frozen=True)
class Way:
    """How a wish came: in words, and the method in the ledger."""

    title: LazyString
    method: str


WAYS: dict[str, Way] = {
    "phone": Way(_l("Phone"), "phone"),
    "letter": Way(_l("Letter"), "letter"),
    "fax": Way(_l("Fax"), "letter"),
    "card": Way(_l("Card from a trade show"), "letter"),
}
