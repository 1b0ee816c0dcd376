"""Proving an address: by the link in the mail, once, or by its code in the browser that asked."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, update

from app import links, outbox
from app.core import clock, settings
from app.core.database import rows_touched, session
from app.core.fingerprints import limit_key
from app.core.keys import derive
from app.core.limits import Limit, give_back, take
from app.core.refusals import Refusal, TooMany
from app.core.signing import TokenEnded
from app.identity.asking import MESSAGE, is_open
from app.identity.marks import unseal
from app.identity.models import SignInRequest
from app.outbox import Lateness

KIND = "sign-in"
TRIES = 5
WRONG_CODES = Limit("sign-in-wrong-codes", 15, timedelta(days=1))


class Why(StrEnum):
    """Why a link or a code works no more."""

    EXPIRED = "expired"
    NEWER = "newer"
    TRIES = "tries"
    USED = "used"


class Ended(Refusal):
    """A link or code of ours that works no more. `newer_at`: when the newer one was asked for."""

    status = 410

    def __init__(self, why: Why, newer_at: datetime | None = None) -> None:
        super().__init__(f"This link or code works no more: {why}.")
        self.why = why
        self.newer_at = newer_at


class WrongCode(Refusal):
    """Not the code of that mail. `tries_left` before the request ends."""

    def __init__(self, tries_left: int) -> None:
        super().__init__("That is not the code in the newest email.")
        self.tries_left = tries_left


@dataclass(frozen=True)
class Opened:
    """A link that works, looked at and not used up."""

    request: SignInRequest
    address: str
    jti: str
    until: datetime


def find_request(request_id: str | None) -> SignInRequest | None:
    """The request a browser says it made; None when it is gone after a day."""
    return session().get(SignInRequest, request_id, populate_existing=True) if request_id else None


def address_of(request: SignInRequest) -> str:
    """The address somebody typed."""
    return unseal(request.sealed_address)


def code_hash(request_id: str, code: str) -> bytes:
    """What is kept of a code. It dies with the signing secret, as the link does."""
    secret = derive(settings.current().secret_keys[0], "sign-in/code")
    return hmac.new(secret, f"{request_id}/{code}".encode(), hashlib.sha256).digest()


def refuse_ended(request: SignInRequest, jti: str | None = None) -> None:
    """Raises Ended when the request, or the link with that random id, works no more."""
    if request.used_at is not None:
        raise Ended(Why.USED)
    if request.replaced_at is not None:
        raise Ended(Why.NEWER, request.replaced_at)
    if request.wrong_tries >= TRIES:
        raise Ended(Why.TRIES)
    if request.ends_at is not None and request.ends_at <= clock.now():
        raise Ended(Why.EXPIRED)
    if jti is not None and jti != request.link_jti:  # a repeated hand-over made a new link
        raise Ended(Why.NEWER)


def lateness(request: SignInRequest) -> Lateness | None:
    """How late the mail of a request is that somebody still waits for. None: it left, or the request is over."""
    if request.used_at or request.replaced_at or request.wrong_tries >= TRIES:
        return None
    return outbox.how_late(MESSAGE, request.id, request.asked_at)


def open_link(token: str) -> Opened:
    """Look at a link. Raises BadToken for what is not ours, Ended for what works no more."""
    try:
        proof = links.read_proof(KIND, token)
    except TokenEnded:
        raise Ended(Why.EXPIRED) from None
    request = find_request(str(proof.payload["request"]))
    if request is None or request.ends_at is None:
        raise Ended(Why.EXPIRED)
    refuse_ended(request, proof.jti)
    return Opened(request, address_of(request), proof.jti, request.ends_at)


def prove_by_link(token: str) -> SignInRequest:
    """Use a link up: one caller succeeds, everyone else gets Ended. Flushes; the entry point commits."""
    opened = open_link(token)
    _use(opened.request, SignInRequest.link_jti == opened.jti, SignInRequest.wrong_tries < TRIES)
    return opened.request


def prove_by_code(request: SignInRequest, code: str) -> SignInRequest:
    """Use a request up by its code. Raises WrongCode, Ended, or TooMany after a day's wrong ones.

    A try is counted before codes are compared, so that guesses made at once do not share one try. The entry point
    commits, also after WrongCode. Takes limits, so call it before the first write.
    """
    refuse_ended(request)
    who = limit_key(address_of(request))
    taken = take(WRONG_CODES, who)
    if not taken.within:
        raise TooMany("Too many wrong codes for this address today. The link in the email still works.", taken.retry_at)
    tries = _count_try(request)
    if not hmac.compare_digest(request.code_hash or b"", code_hash(request.id, code)):
        raise WrongCode(TRIES - tries)
    give_back(WRONG_CODES, who)
    _use(request, SignInRequest.code_hash == request.code_hash)
    return request


def _count_try(request: SignInRequest) -> int:
    """Count one try and lock the row until the end of the transaction. Raises Ended when there is none left."""
    mine = (SignInRequest.id == request.id, SignInRequest.wrong_tries < TRIES, *is_open())
    counted = update(SignInRequest).where(*mine).values(wrong_tries=SignInRequest.wrong_tries + 1)
    if not rows_touched(session().execute(counted)):
        session().refresh(request)
        refuse_ended(request)
        raise Ended(Why.EXPIRED)
    session().refresh(request)
    return request.wrong_tries


def _use(request: SignInRequest, *also: ColumnElement[bool]) -> None:
    mine = (SignInRequest.id == request.id, SignInRequest.ends_at > clock.now(), *is_open(), *also)
    used = update(SignInRequest).where(*mine).values(used_at=clock.now())
    if not rows_touched(session().execute(used)):
        session().refresh(request)
        refuse_ended(request)
        raise Ended(Why.USED)
    session().refresh(request)
