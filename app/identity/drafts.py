"""Forms that wait for a proof: kept, signed, in the request for it, until link or code comes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from app import links
from app.core.database import session
from app.core.feature import Draft, Errand, declared
from app.core.refusals import Refusal
from app.core.signing import BadToken, TokenEnded

_MOST = 10


@dataclass(frozen=True)
class Kept:
    """One form that waits: what its package declared, what is in it, and the signed text."""

    draft: Draft
    payload: dict[str, Any]
    text: str


def kept(texts: str | None) -> list[Kept]:
    """The forms that wait, oldest first. What is too old, not ours, or of a form that is gone is left out."""
    found = (_opened(text) for text in (texts or "").split())
    return [one for one in found if one is not None]


def joined(before: str | None, new: str) -> str | None:
    """What waits now: the new form, and those before it that wait beside others. One sent again waits once."""
    older = [one for one in kept(before) if one.draft.adds_up]
    return " ".join(list(dict.fromkeys(one.text for one in (*older, *kept(new))))[-_MOST:]) or None


def errand_of(texts: str | None) -> Errand | None:
    """What a sign-in is for, in words, with all that waits; None where it only opens her choices."""
    found = [one.draft.errand(one.payload) for one in kept(texts) if one.draft.errand]
    errands = [one for one in found if one is not None]
    return replace(errands[-1], asked=" ".join(dict.fromkeys(one.asked for one in errands))) if errands else None


def mark(texts: str | None) -> str:
    """A mark of all that waits: a page that named it carries it, and what came since is named first."""
    return hashlib.sha256((texts or "").encode()).hexdigest()[:32]


def apply_all(texts: str | None, subject_id: str) -> str | None:
    """Apply what waited for this sign-in. Returns the address of the page that says what became of the newest, or None."""
    target = None
    for one in kept(texts):
        try:
            with session().begin_nested():
                target = one.draft.apply(subject_id, one.text)
        except Refusal:  # somebody else's, or what it is about is gone: signing in goes on
            continue
    return target


def _opened(text: str) -> Kept | None:
    try:
        payload = links.read_proof("draft", text).payload
    except (BadToken, TokenEnded):
        return None
    draft = next((one for one in declared().drafts if one.name == payload.get("form")), None)
    return Kept(draft, payload, text) if draft else None
