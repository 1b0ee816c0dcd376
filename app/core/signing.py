"""Signed values with an end: itsdangerous, SHA-256, one salt per purpose, the newest secret only.

The string of a token is malleable (several strings verify as the same payload), so whatever must happen once is claimed by
the random id *inside* (`app.core.claims`), never by the string or its hash.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask_babel import gettext as _
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from app.core import clock, settings
from app.core.refusals import Refusal

# A kept form is the longest: 2,000 emoji, each 12 characters of JSON, a third more in base64, hardly to be compressed.
LONGEST = 65_536


class BadToken(Refusal):
    """Not a value this site signed for this purpose."""

    status = 404


class TokenEnded(Refusal):
    """Signed by us, but its time is over."""

    status = 410


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        settings.current().secret_keys[0].decode(),
        salt="sayso/" + purpose,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def sign(purpose: str, payload: dict[str, Any]) -> str:
    """A URL-safe token bound to `purpose`. The payload is readable by its holder: no address, no name."""
    return _text(_serializer(purpose).dumps({**payload, "_at": int(clock.now().timestamp())}))


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode()


def read(purpose: str, token: str, *, max_age: int | None) -> dict[str, Any]:
    """The payload. Raises BadToken or, older than `max_age` seconds, TokenEnded.

    Age is measured by our clock from the signed time inside, so that it can be tested and two processes a second apart
    do not refuse each other's fresh tokens.
    """
    if len(token) > LONGEST:
        raise BadToken(_("This value is too long to be one of ours."))
    try:
        payload = _serializer(purpose).loads(token)
    except (SignatureExpired, BadData):
        raise BadToken(_("This link or form is not one of ours, or it was cut short.")) from None
    if not isinstance(payload, dict):
        raise BadToken(_("This link or form is not one of ours."))
    signed_at = int(payload.pop("_at"))
    if max_age is not None and clock.now().timestamp() - signed_at > max_age:
        raise TokenEnded(_("This link or form has run out."))
    return payload
