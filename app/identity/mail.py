"""The sign-in mail: link and code are made at the moment it is handed over, and live from then."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from babel.dates import get_timezone_name
from sqlalchemy import select

from app import links
from app.core import clock, settings
from app.core.database import session
from app.core.messages import Letter
from app.identity.asking import is_silent
from app.identity.drafts import errand_of
from app.identity.models import SignInRequest
from app.identity.proving import KIND, TRIES, address_of, code_hash, find_request

PATH = "/in/"


def compose(reference: str) -> Letter | None:
    """The mail for a request, with a new link and code each time: a repeat replaces what the first try made.

    None when there is nothing to say any more: used, replaced, ended by "I didn't ask for this", or forgotten.
    Flushes; the outbox commits before the mail leaves, or a quick reader would hold a code that does not exist yet.
    """
    request = find_request(reference)
    if request is None or request.used_at or request.replaced_at or request.wrong_tries >= TRIES:
        return None
    address = address_of(request)
    if is_silent(address):
        return None
    code = f"{secrets.randbelow(1_000_000):06}"
    request.link_jti = secrets.token_urlsafe(16)
    request.code_hash = code_hash(request.id, code)
    request.handed_over_at = clock.now()
    request.ends_at = request.handed_over_at + links.SIGN_IN
    session().flush()
    return Letter(to=address, context=_context(request, request.ends_at, code))


def asked_by(references: Collection[str]) -> dict[str, str]:
    """Request → the address somebody typed, for the desk, which masks it. Makes no link and no code."""
    found = session().scalars(select(SignInRequest).where(SignInRequest.id.in_(references)))
    return {request.id: address_of(request) for request in found}


def _context(request: SignInRequest, until: datetime, code: str) -> dict[str, Any]:
    token = links.prove(KIND, {"request": request.id}, request.link_jti)
    return {
        "code_spaced": f"{code[:3]} {code[3:]}",
        "link": settings.current().public_url + PATH + token,
        "minutes": int(links.SIGN_IN.total_seconds()) // 60,
        "until": until,
        "zone": zone_word(),
        "errand": errand_of(request.draft),
    }


def zone_word() -> str:
    """The shop's zone as people say it: Central."""
    name = get_timezone_name(settings.current().brand.zone, width="long", locale="en_US", zone_variant="generic")
    return name.removesuffix(" Time")
