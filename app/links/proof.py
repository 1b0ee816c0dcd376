"""Proof links and tickets: short, bound to one purpose, single-use by a random id inside.

`KINDS` is the one list; a purpose that is not in it cannot be signed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from app.core import claims, signing
from app.core.feature import refuse_duplicates
from app.core.refusals import Refusal
from app.links.lifetimes import (
    DRAFT,
    EMAIL_CHANGE,
    EMAIL_REVERT,
    INVITATION,
    OWN_COPY,
    SHOWN,
    SIGN_IN,
    STAFF_IDLE,
    STAFF_RESET,
    STAFF_SESSION,
    UNDO,
)


@dataclass(frozen=True)
class ProofKind:
    """A purpose and how long its links live."""

    name: str
    lives_for: timedelta


KINDS = (
    ProofKind("sign-in", SIGN_IN),
    ProofKind("email-change", EMAIL_CHANGE),
    ProofKind("email-revert", EMAIL_REVERT),
    ProofKind("staff-invitation", INVITATION),
    ProofKind("staff-reset", STAFF_RESET),
    ProofKind("look", STAFF_IDLE),  # a record was opened at the desk, for a noted reason
    ProofKind("found", STAFF_SESSION),  # somebody the phone desk's search found, for the clerk who searched
    ProofKind("entry", STAFF_SESSION),  # one form of the phone desk: pressed twice, it records once
    ProofKind("own-copy", OWN_COPY),  # a copy of one's own data: beside it, a session of the same person
    ProofKind("undo", UNDO),
    ProofKind("shown", SHOWN),  # what a form showed when it was drawn
    ProofKind("draft", DRAFT),  # choices of a form whose session had ended
)
refuse_duplicates("kind of proof link", (kind.name for kind in KINDS))
_LIVES = {kind.name: kind.lives_for for kind in KINDS}


class AlreadyUsed(Refusal):
    """A link that works once was used before."""

    status = 410


@dataclass(frozen=True)
class Proof:
    """A verified token: its purpose, the random id that may be claimed once, and its payload."""

    kind: str
    jti: str
    payload: dict[str, Any]


def prove(kind: str, payload: dict[str, Any], jti: str | None = None) -> str:
    """A signed token of a declared kind, with a 128-bit random id inside (`jti` when the caller keeps it)."""
    _LIVES[kind]
    return signing.sign(kind, {**payload, "jti": jti or secrets.token_urlsafe(16)})


def read_proof(kind: str, token: str) -> Proof:
    """Verify without using up. Raises BadToken or TokenEnded."""
    payload = signing.read(kind, token, max_age=int(_LIVES[kind].total_seconds()))
    return Proof(kind, str(payload.pop("jti", "")), payload)


def use(proof: Proof) -> None:
    """Use it up, in the caller's transaction. Raises AlreadyUsed for everyone but the first."""
    if not claims.claim(proof.jti, proof.kind, keep=_LIVES[proof.kind] + timedelta(days=1)):
        raise AlreadyUsed(_("This was used already. It works once."))


def is_used(proof: Proof) -> bool:
    """Whether it was used, for the page shown before the press."""
    return claims.is_claimed(proof.jti)
