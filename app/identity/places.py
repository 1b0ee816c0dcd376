"""Where a sign-in may lead: the pages of the shopper's menu and their sections, and the pages that ask for a fresh proof.

Each is declared by the package it belongs to; never an address from outside.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel.speaklater import LazyString

from app.core.feature import MenuItem, declared

_SECTION = re.compile(r"[a-z][a-z-]{0,29}")
# The function of a page that asks for a fresh proof → the sentence that says before what.
_fresh: dict[Callable[..., Any], str | LazyString] = {}


def needs_fresh_proof(view: Callable[..., Any], before: str | LazyString) -> None:
    """Declare a page that asks for a fresh proof: a proof may lead there."""
    _fresh[inspect.unwrap(view)] = before


def before_what(text: str) -> str | None:
    """Why the page that a place names asks for a fresh proof; None where it asks for none, or can't be opened."""
    endpoint = text.partition("#")[0]
    view = current_app.view_functions.get(endpoint)
    before = _fresh.get(inspect.unwrap(view)) if view else None
    return str(before) if before is not None and _can_be_opened(endpoint) else None


def _can_be_opened(endpoint: str) -> bool:
    rules = current_app.url_map.iter_rules(endpoint)
    return any("GET" in (rule.methods or ()) and not rule.arguments for rule in rules)


def place(text: str) -> str:
    """`preferences.page` or `preferences.page#paper` when that is a page of ours, else nothing."""
    endpoint, _, section = text.partition("#")
    if page_of(endpoint) is None and before_what(endpoint) is None:
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
