"""Keyed fingerprints of destinations, and the keys by which addresses are compared.

*Match key*: who is the same person, and suppression. ASCII-lowercased local part + IDNA domain; dots and plus kept.
*Limit key*: limits. Also folds plus-aliases.
*Mailbox key*: caps on notes to friends. Also folds what one large service is known to fold.
A fingerprint is HMAC-SHA-256 of the match key, cut to 128 bits, under a numbered key; it stores the key id and the version
of the normaliser, and a version never changes once shipped (tests/core/test_fingerprints.py holds the vectors).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import string
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from app.core.keys import KeyRing
from app.core.refusals import BadQuestion

EMAIL_NORMALISER = 1
POST_NORMALISER = 1  # of `post_match_key`; a newer key names its own version (app/channels/post_keys.py)
FINGERPRINT_BYTES = 16

# ASCII only: `str.lower` turns İ into two characters and casefold merges ß with ss, which would join two people.
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# The plain-ASCII fast path for imports: email-validator costs 59 µs an address. Equal by a property test.
_PLAIN = re.compile(
    r"(?=.{1,254}\Z)(?P<local>(?=[^@]{1,64}@)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)"
    r"@(?P<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?!xn--)[A-Za-z]{2,63})\Z"
)
_DOTS_DO_NOT_COUNT = ("gmail.com", "googlemail.com")
_SPECIAL = ("test", "local", "localhost", "invalid", "arpa", "onion")


class NotAnAddress(BadQuestion):
    """The text is not an e-mail address we could write to."""


@dataclass(frozen=True)
class Fingerprint:
    """A destination that cannot be read back: channel, key id, normaliser version, 16 bytes."""

    channel: str
    key_id: int
    normaliser: int
    value: bytes


def canonical_email(text: str) -> str:
    """The address as we write to it: NFC, IDNA domain, local part kept as typed.

    Raises NotAnAddress with a sentence for the person who typed it.
    """
    text = text.strip()
    plain = _PLAIN.match(text)
    # A domain with "--" may be IDNA, and special-use names are refused: both go the thorough way.
    if plain and "--" not in plain["domain"] and not plain["domain"].lower().endswith(_SPECIAL):
        return plain["local"] + "@" + plain["domain"].translate(_ASCII_LOWER)
    return _validated(text)


def _validated(text: str) -> str:
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise NotAnAddress(_l("Enter an email address with an @, like sam@example.com")) from None
    return f"{found.local_part}@{found.ascii_domain.lower()}"


def match_key(address: str) -> str:
    """Who is the same person. `address` is canonical (`canonical_email`)."""
    local, _, domain = address.rpartition("@")
    return local.translate(_ASCII_LOWER) + "@" + domain


def limit_key(address: str) -> str:
    """What limits count on: the match key without a plus-alias, so aliases do not multiply a cap."""
    local, _, domain = match_key(address).rpartition("@")
    return (local.split("+", 1)[0] or local) + "@" + domain


def mailbox_key(address: str) -> str:
    """Whose mailbox it is, where a second mail to it would be one too many: the limit key, and without its dots at Google,
    which delivers each way of setting them, under both its domains, to one mailbox (support.google.com/mail/answer/7436150).
    """
    local, _, domain = limit_key(address).rpartition("@")
    if domain not in _DOTS_DO_NOT_COUNT:
        return f"{local}@{domain}"
    return (local.replace(".", "") or local) + "@gmail.com"


def post_match_key(name: str, street: str, postal_code: str) -> str:
    """Version 1 of the postal key: letters and digits of the whole name, street and five-digit code, upper case.

    The whole name, because two people of one household decide each for herself what comes with her name on it.
    """

    def plain(text: str) -> str:
        return re.sub(r"[^A-Z0-9]", "", text.upper())

    return f"{plain(name)}|{plain(street)}|{plain(postal_code)[:5]}"


def fingerprint(
    ring: KeyRing, channel: str, key: str, *, key_id: int | None = None, version: int | None = None
) -> Fingerprint:
    """The fingerprint of a match key under the newest key, or under `key_id`; `version` of its normaliser, where it is
    not the channel's first."""
    number = ring.newest_id if key_id is None else key_id
    version = version or (EMAIL_NORMALISER if channel == "email" else POST_NORMALISER)
    text = f"{channel}/{version}/{key}".encode()
    return Fingerprint(
        channel, number, version, hmac.new(ring.of(number), text, hashlib.sha256).digest()[:FINGERPRINT_BYTES]
    )


def all_fingerprints(ring: KeyRing, channel: str, key: str, version: int | None = None) -> list[Fingerprint]:
    """The same destination under every key we hold, newest first: look-ups must survive a rotation."""
    numbers = sorted(ring.keys, reverse=True)
    return [fingerprint(ring, channel, key, key_id=number, version=version) for number in numbers]


def mask(address: str) -> str:
    """`sam@example.com` → `s••@example.com`: for pages reached by a link alone."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}••@{domain}"
