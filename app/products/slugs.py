"""Slugs: the part of an address that names a product. Given once, never changed, never given to another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

SLUG_LENGTH = 72  # of the column's 80: a number may follow
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def is_slug(text: str) -> bool:
    """Whether the text may stand in an address: small letters, digits, single hyphens between them."""
    return len(text) <= SLUG_LENGTH and bool(_SLUG.match(text))


def slug_of(*texts: str) -> str:
    """A slug out of the first text that has a Latin letter or a digit; `product` when none has."""
    for text in texts:
        plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
        slug = _BETWEEN.sub("-", plain.lower()).strip("-")[:SLUG_LENGTH].strip("-")
        if slug:
            return slug
    return "product"


class Slugs:
    """Gives free slugs: the wish itself, or with the smallest number behind it that is free (`-2`, `-3` …)."""

    def __init__(self, is_taken: Callable[[str], bool]) -> None:
        self._is_taken = is_taken
        self._given, self._last = set[str](), dict[str, int]()

    def give(self, wish: str) -> str:
        """A slug nobody has; from now on it is taken."""
        number = self._last.get(wish, 0) + 1
        while (slug := _numbered(wish, number)) in self._given or self._is_taken(slug):
            number += 1
        self._last[wish] = number
        self._given.add(slug)
        return slug


def _numbered(wish: str, number: int) -> str:
    return wish if number == 1 else f"{wish}-{number}"
