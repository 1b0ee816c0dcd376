"""What a sign-in is for, and where it may lead: pages of the shopper's menu and their sections, never an outside address."""

from __future__ import annotations

import re

from app import links
from app.core.feature import Errand, MenuItem, declared
from app.core.signing import BadToken, TokenEnded

_SECTION = re.compile(r"[a-z][a-z-]{0,29}")


def place(text: str) -> str:
    """`preferences.page` or `preferences.page#paper` when that is a page of ours, else nothing."""
    endpoint, _, section = text.partition("#")
    if page_of(endpoint) is None:
        return ""
    return text if _SECTION.fullmatch(section) else endpoint


def page_of(text: str) -> MenuItem | None:
    """The page of the menu that a place names."""
    endpoint = text.partition("#")[0]
    return next((item for item in declared().menu("shopper") if item.endpoint == endpoint), None)


def errand_of(draft: str | None) -> Errand | None:
    """What a sign-in with that signed draft is for, in words; None where it only opens her choices."""
    try:
        payload = links.read_proof("draft", draft or "").payload
    except (BadToken, TokenEnded):
        return None
    kept = next((one for one in declared().drafts if one.name == payload.get("form")), None)
    return kept.errand(payload) if kept and kept.errand else None


def first_place() -> str:
    """Where a sign-in leads when nothing else was asked for; empty while no page needs one."""
    return next((item.endpoint for item in declared().menu("shopper")), "")
