"""Stop links: long-lived, reusable, able to reduce and nothing else.

A token is 43 bytes, 58 characters of base64url: kind, hint of the signing secret, fingerprint key id, channel and
normaliser version, topic id (3 bytes), campaign id (4), fingerprint (16), MAC (SHA-256 cut to 128 bits).
No person id and no address: it works for an address never imported and after the person was erased.
Verifying tries every secret with the right hint, so links outlive each rotation (15 USC 7704(a)(3)(A)(ii) asks 30 days).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from app.core import settings
from app.core.fingerprints import FINGERPRINT_BYTES, Fingerprint
from app.core.keys import derive, key_hint
from app.core.refusals import NotFound

PATH = "/u/"
# What a link does: stop mail of a topic (or all of it), or refuse notes from friends. Never renumbered: old mail holds them.
KINDS: dict[Literal["stop", "refusal"], int] = {"stop": 1, "refusal": 2}
MAC_BYTES = 16
_CHANNELS = ("email", "post")
_BODY = struct.Struct(f">BBBB3sI{FINGERPRINT_BYTES}s")
# What mail programs leave at the end of a link they cut out of a text.
_TAIL = "=.,;:>)]}'\""


class BadStopLink(NotFound):
    """Not a stop link of this site, or damaged on the way."""


@dataclass(frozen=True)
class StopLink:
    """What a stop link says. `topic_id` and `campaign_id` are 0 where there is none.

    A refusal names no topic; in place of the campaign it names the recommendation it came with.
    """

    fingerprint: Fingerprint
    topic_id: int = 0
    campaign_id: int = 0
    kind: Literal["stop", "refusal"] = "stop"


def stop_token(link: StopLink) -> str:
    """Sign a stop link with the newest secret: 58 characters."""
    secret = settings.current().secret_keys[0]
    mark = link.fingerprint
    where = _CHANNELS.index(mark.channel) << 4 | mark.normaliser
    topic = link.topic_id.to_bytes(3, "big")
    body = _BODY.pack(KINDS[link.kind], key_hint(secret), mark.key_id, where, topic, link.campaign_id, mark.value)
    return _encode(body + _mac(secret, body))


def stop_url(link: StopLink) -> str:
    """The address that goes into List-Unsubscribe and into the mail's footer."""
    return settings.current().public_url + PATH + stop_token(link)


def read_stop(token: str) -> StopLink:
    """The link behind a token, under any secret we ever held. Raises BadStopLink."""
    raw = _decode(token.rstrip(_TAIL))
    body, mac = raw[: _BODY.size], raw[_BODY.size :]
    kind, hint, key_id, where, topic, campaign, value = _BODY.unpack(body)
    signed = any(
        hmac.compare_digest(mac, _mac(secret, body))
        for secret in settings.current().secret_keys
        if key_hint(secret) == hint
    )
    named = next((name for name, number in KINDS.items() if number == kind), None)
    if not signed or named is None or where >> 4 >= len(_CHANNELS):
        raise BadStopLink(_("This link is not one of ours, or it was cut short."))
    mark = Fingerprint(_CHANNELS[where >> 4], key_id, where & 15, value)
    return StopLink(mark, int.from_bytes(topic, "big"), campaign, named)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(token: str) -> bytes:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    # 43 bytes leave four bits of the last character free, and the decoder takes + and / too: one link, one string.
    if len(raw) != _BODY.size + MAC_BYTES or _encode(raw) != token:
        raise BadStopLink(_("This link is not one of ours, or it was cut short."))
    return raw


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.new(derive(secret, "link/stop"), body, hashlib.sha256).digest()[:MAC_BYTES]
