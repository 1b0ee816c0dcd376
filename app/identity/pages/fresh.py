"""Risky acts ask for a fresh proof: an export, another e-mail address (ASVS 5.0 7.5.1; 11 CCR 7061(a))."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, url_for

from app import links
from app.core import clock
from app.core.web import SAFE
from app.identity.pages.shopper import current_shopper

View = TypeVar("View", bound=Callable[..., Any])


def is_fresh() -> bool:
    """Whether the person signed in here proved her address within `links.FRESH`."""
    shopper = current_shopper()
    return shopper is not None and clock.now() - shopper.proven_at <= links.FRESH


def fresh_proof_required(view: View) -> View:
    """Only for a person who proved her address a few minutes ago; anybody else proves it (again) and comes back.

    A GET comes back to this page, a POST to the page of the menu it belongs to: nothing it carried is done.
    """

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        if not is_fresh():
            wanted = request.endpoint if request.method in SAFE else None
            return redirect(url_for("identity.sign_in", next=wanted), 303)
        return view(*args, **kwargs)

    return run  # type: ignore[return-value]  # the same call, with a redirect before it
