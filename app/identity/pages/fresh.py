"""Risky acts ask for a fresh proof: an export, another e-mail address (ASVS 5.0 7.5.1; 11 CCR 7061(a)).

A page that asks for one registers itself here, and that alone makes it a page a proof may lead to. The proof is a sign-in of
its own: it begins a session with a new id and ends the one before it, so an older cookie that somebody copied never
becomes fresh.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, overload

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from app import links
from app.core import clock
from app.core.web import SAFE
from app.identity.pages.shopper import current_shopper
from app.identity.places import needs_fresh_proof, place

View = TypeVar("View", bound=Callable[..., Any])
Words = str | LazyString
_BEFORE_ANY = _l("Before we open this page, show once more that this mailbox is yours.")


def is_fresh() -> bool:
    """Whether the person signed in here proved her address within `links.FRESH`."""
    shopper = current_shopper()
    return shopper is not None and clock.now() - shopper.proven_at <= links.FRESH


@overload
def fresh_proof_required(view: View) -> View: ...


@overload
def fresh_proof_required(*, before: Words) -> Callable[[View], View]: ...


def fresh_proof_required(view: View | None = None, *, before: Words = _BEFORE_ANY) -> View | Callable[[View], View]:
    """Only for a person who proved her address a few minutes ago; she who is signed in proves it again and comes back.

    `before`: the whole sentence that says why, as "Before we …, show once more that this mailbox is yours." A GET comes
    back to this page, and so does a POST where its endpoint can be opened too, else it leads to the first page of the menu:
    nothing a POST carried is done. Only endpoints without arguments can be come back to.
    """

    def guarded(inner: View) -> View:
        @wraps(inner)
        def run(*args: Any, **kwargs: Any) -> Any:
            return inner(*args, **kwargs) if is_fresh() else ask_again()

        needs_fresh_proof(inner, before)
        return run  # type: ignore[return-value]  # the same call, with a redirect before it

    return guarded if view is None else guarded(view)


def ask_again() -> Response:
    """The way to a fresh proof, and back to what was asked for. Who isn't signed in signs in, which is one."""
    if current_shopper() is None:
        wanted = request.endpoint if request.method in SAFE else None
        return redirect(url_for("identity.sign_in", next=wanted), 303)
    return redirect(url_for("identity.again", next=place(request.endpoint or "") or None), 303)
