"""Where a sign-in may lead: the pages of the shopper's menu and their sections, never an address from outside."""

from __future__ import annotations

import re

from app.core.feature import MenuItem, declared

_SECTION = re.compile(r"[a-z][a-z-]{0,29}")


def place(text: str) -> str:
    """`preferences.page` or `preferences.page#paper` when that is a page of ours, else nothing."""
    endpoint, _, section = text.partition("#")
    if page_of(endpoint) is None:
        return ""
    return text if _SECTION.fullmatch(section) else endpoint


def page_of(text: str) -> MenuItem | None:
    """The page of the menu, or behind one, that a place names."""
    endpoint = text.partition("#")[0]
    pages = (*declared().menu("shopper"), *declared().menu("behind"))
    return next((item for item in pages if item.endpoint == endpoint), None)


def first_place() -> str:
    """Where a sign-in leads when nothing else was asked for; empty while no page needs one."""
    return next((item.endpoint for item in declared().menu("shopper")), "")
