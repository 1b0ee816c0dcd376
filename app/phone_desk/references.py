"""References a clerk reads out: JP-S-7Q2M-40. The four in the middle hold no sign that looks like another."""

from __future__ import annotations

import re
import secrets

from app.core import settings

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O, 1 I L or U
_SHAPE = re.compile(r"[A-Z0-9]{1,3}-S-[A-Z0-9]{4}-[0-9]{2}\Z")


def new_reference() -> str:
    """A reference with the brand's initials: one of 72 million. The caller tries again when it is taken."""
    code = "".join(secrets.choice(LETTERS) for _each in range(4))
    return f"{initials(settings.current().brand.name)}-S-{code}-{secrets.randbelow(90) + 10}"


def initials(name: str) -> str:
    """`Jeffers Pet` → `JP`: the first letters of at most three words that begin with a capital; X where there are none."""
    found = "".join(word[0] for word in name.split() if "A" <= word[0] <= "Z" or "0" <= word[0] <= "9")
    return found[:3] or "X"


def read_reference(text: str) -> str | None:
    """A reference as somebody typed it, in any case and with or without hyphens; None for what is none."""
    plain = re.sub(r"[\s,.\-–]", "", text.upper())
    found = re.fullmatch(r"([A-Z0-9]{1,3})S([A-Z0-9]{4})([0-9]{2})", plain)
    reference = f"{found[1]}-S-{found[2]}-{found[3]}" if found else ""
    return reference if _SHAPE.match(reference) else None


def spelled(reference: str) -> str:
    """`JP-S-7Q2M-40` → `J P, S, 7 Q 2 M, 4 0`: as it is read out."""
    return ", ".join(" ".join(part) for part in reference.split("-"))
