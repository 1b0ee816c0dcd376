"""Passwords of staff: length first, common and guessable ones refused, no rules of composition (NIST SP 800-63B, 3.1.1.2).

Kept as argon2id with 19 MiB and two passes (OWASP Password Storage): the library's own 64 MiB would let a few guesses at once
take the memory of the site.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import threading
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # ships no types

from app.core import settings
from app.core.keys import derive
from app.core.refusals import Refusal

SHORTEST, LONGEST = 12, 256  # characters, after normalising
STRONG = 3  # zxcvbn's score from 0 to 4: 10^8 guesses and more
_LOOKED_AT = (
    32  # of a text full of signs that stand for letters, 72 characters take it ten seconds, and 32 a third of one
)
_TYPED = 1024  # composing can only make a text shorter, and no more than this is ever composed
_guessing = threading.Lock()  # the library puts the words about a person into a dictionary all threads share
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class WeakPassword(Refusal):
    """Too short, too long, or guessed too soon. The sentence says which, and what to do."""

    status = 422


def hash_new(password: str, about: Iterable[str]) -> str:
    """The hash of a new password. Raises WeakPassword; `about`: words an attacker would try first for this person."""
    text = _normal(password)
    _refuse_weak(text, about)
    return _hasher.hash(text)


def matches(stored: str | None, password: str) -> bool:
    """Whether that is the password. Takes as long where there is none, so that nobody learns who works here."""
    try:
        return _hasher.verify(_of_nobody() if stored is None else stored, _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def rehashed(stored: str, password: str) -> str:
    """The hash as we would make it today: the stored one, or a new one where the cost was raised since."""
    return _hasher.hash(_normal(password)) if _hasher.check_needs_rehash(stored) else stored


def mark_of(member_id: int, stored: str | None) -> str:
    """A keyed mark of a stored hash: what was begun with one password ends when there is another."""
    secret = derive(settings.current().secret_keys[0], "staff/password-mark")
    return hmac.new(secret, f"{member_id}/{stored or ''}".encode(), hashlib.sha256).hexdigest()[:32]


def _normal(password: str) -> str:
    """The same text however a keyboard composed it."""
    return unicodedata.normalize("NFKC", password[:_TYPED])


@functools.cache
def _of_nobody() -> str:
    return _hasher.hash("nobody has this password")


def _refuse_weak(text: str, about: Iterable[str]) -> None:
    if len(text) < SHORTEST:
        raise WeakPassword(_("Use %(least)s characters or more. Spaces count.", least=SHORTEST))
    if len(text) > LONGEST:
        raise WeakPassword(_("Use %(most)s characters or fewer.", most=LONGEST))
    with _guessing:
        found = zxcvbn(text[:_LOOKED_AT], user_inputs=[word for word in about if len(word) > 1])
    if found["score"] < STRONG:
        raise WeakPassword(_reason(found["sequence"]))


def _reason(parts: list[dict[str, str]]) -> str:
    """Why it would be guessed soon: what its longest known part is."""
    known = [part for part in parts if part["pattern"] != "bruteforce"]
    longest = max(known, key=lambda part: len(part["token"]), default={"pattern": ""})
    why = {
        "user_inputs": _("It is made of your address or the shop’s name, which are tried first."),
        "passwords": _("It is on the lists of common passwords, which are tried first."),
        "spatial": _("Keys that lie side by side are tried early."),
        "repeat": _("Repeats are tried early."),
        "sequence": _("Rows like abcd or 6543 are tried early."),
        "date": _("Dates are tried early."),
    }.get(longest.get("dictionary_name") or longest["pattern"], _("It would be guessed soon."))
    return f"{why} {_('Use four or more words that have nothing to do with each other.')}"
