"""Asking for a link and a code. The same statements for every address: nobody learns from it who shops here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from app import links, outbox
from app.core import clock
from app.core.database import insert, random_id, session, table
from app.core.fingerprints import limit_key
from app.core.limits import Limit, take
from app.identity.drafts import joined
from app.identity.marks import mark_of, marks_of, seal
from app.identity.models import SignInRequest, SignInSilence

MESSAGE = "sign_in"
PER_ADDRESS = Limit("sign-in-address", 3, timedelta(minutes=15))
PER_NETWORK = Limit("sign-in-network", 20, timedelta(hours=1))


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: the canonical address she typed, the page she wants, the choices she made on it."""

    address: str
    place: str = ""
    draft: str = ""


def ask(wish: Wish, network: str, asked_before: SignInRequest | None = None) -> SignInRequest:
    """A request for `wish`, with a mail on its way; beyond the limits without one, and nobody can tell.

    `asked_before` is what the same browser asked for: forms that wait there for the same address go along, and beyond the
    limits its newest mail stays the one that counts.
    Takes limits, so call it before the first write. Flushes; the entry point commits.
    """
    before = asked_before if asked_before and asked_before.address_mark == mark_of(wish.address) else None
    if not _within_limits(wish.address, network):
        return _without_mail(wish, before)
    request = _request(wish, before)
    older = (SignInRequest.address_mark == request.address_mark, SignInRequest.id != request.id, *is_open())
    session().execute(update(SignInRequest).where(*older).values(replaced_at=request.asked_at))
    outbox.post(MESSAGE, request.id)
    return request


def is_open() -> tuple[ColumnElement[bool], ...]:
    """The conditions of a request that was neither used nor replaced."""
    return SignInRequest.used_at.is_(None), SignInRequest.replaced_at.is_(None)


def silence(request: SignInRequest, address: str) -> datetime:
    """No sign-in mail to the address of `request` for a day, and what was sent ends now. Returns until when."""
    until = clock.now() + links.SILENCE
    row = insert(table(SignInSilence)).values(address_mark=request.address_mark, until=until)
    session().execute(row.on_conflict_do_update(index_elements=["address_mark"], set_={"until": until}))
    mine = SignInRequest.address_mark.in_(marks_of(address))
    session().execute(update(SignInRequest).where(mine, *is_open()).values(ends_at=clock.now()))
    return until


def is_silent(address: str) -> bool:
    """Whether somebody at that address asked us to send no sign-in mail for now."""
    mine = (SignInSilence.address_mark.in_(marks_of(address)), SignInSilence.until > clock.now())
    return session().execute(select(SignInSilence.until).where(*mine)).first() is not None


def _within_limits(address: str, network: str) -> bool:
    # The network first: who floods from one place must not use up a stranger's three links.
    return take(PER_NETWORK, network).within and take(PER_ADDRESS, limit_key(address)).within


def _without_mail(wish: Wish, before: SignInRequest | None) -> SignInRequest:
    if before is None:
        return _request(wish, None)
    before.draft = _drafts(wish, before) if wish.draft else before.draft
    before.next_endpoint = wish.place or before.next_endpoint
    session().flush()
    return before


def _request(wish: Wish, before: SignInRequest | None) -> SignInRequest:
    request = SignInRequest(
        id=random_id(),
        address_mark=mark_of(wish.address),
        sealed_address=seal(wish.address),
        asked_at=clock.now(),
        wrong_tries=0,
        next_endpoint=wish.place,
        draft=_drafts(wish, before),
    )
    session().add(request)
    session().flush()
    return request


def _drafts(wish: Wish, before: SignInRequest | None) -> str | None:
    """The forms that wait: what was proven before waits no more."""
    return joined(before.draft if before and before.used_at is None else None, wish.draft)
