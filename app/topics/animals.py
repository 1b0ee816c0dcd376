"""Kinds of animals: what a topic may be about, and what a person may tell us she has."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

# slug → (one of them, in a sentence as "horse mail")
ANIMALS: dict[str, LazyString] = {
    "bird": _l("bird"),
    "cat": _l("cat"),
    "cattle": _l("cattle"),
    "dog": _l("dog"),
    "goat": _l("goat"),
    "horse": _l("horse"),
    "pig": _l("pig"),
    "poultry": _l("poultry"),
    "sheep": _l("sheep"),
    "small-pet": _l("small pet"),
    "other": _l("another animal"),
}
