"""Who is signed in here. The row says until when; when she was last seen stands in the signed cookie, so a GET writes
nothing but the cookie. Browsers that never asked to sign in have none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, redirect, request, url_for
from flask import session as cookie
from flask_login import LoginManager, current_user, login_user, logout_user

from app import links
from app.core import clock
from app.core.limits import network
from app.core.web import SAFE
from app.identity.asking import Wish, ask
from app.identity.proving import find_request
from app.identity.sessions import Shopper, find_shopper

ASKED = "asked"  # the sign-in request this browser made
SEEN = "seen"  # seconds since 1970
USER = "_user_id"  # Flask-Login's name; its value is the id of the session row
SEEN_EVERY = 60  # seconds: a cookie on every answer would be noise

View = TypeVar("View", bound=Callable[..., Any])

manager = LoginManager()
manager.session_protection = None  # type: ignore[assignment]  # off: it ties a session to an IP address, and phones change theirs


def init_sign_in(app: Flask) -> None:
    """Make Flask-Login know our sessions."""
    # Not `manager.init_app`: that adds a remember-me hook, which would read the cookie on every answer of the site.
    app.login_manager = manager  # type: ignore[attr-defined]  # where Flask-Login looks for it


@manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types
def _load(session_id: str) -> Shopper | None:
    idle = _now() - int(cookie.get(SEEN, 0))
    shopper = find_shopper(session_id) if idle <= links.IDLE.total_seconds() else None
    if shopper is None:
        cookie.pop(USER)  # pages drawn from here on are a stranger's, and their forms ask for no token
    elif idle >= SEEN_EVERY:
        cookie[SEEN] = _now()
    return shopper


def _now() -> int:
    return int(clock.now().timestamp())


def current_shopper() -> Shopper | None:
    """The person signed in here, or None."""
    found = current_user._get_current_object()  # the documented way to the object behind a proxy
    return found if isinstance(found, Shopper) else None


def shopper_required(view: View) -> View:
    """Only for a signed-in person. Everyone else is asked to sign in and comes back to this page.

    A POST whose form should be kept looks at `current_shopper()` itself and answers a page that posts a draft.
    """

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        if current_shopper() is None:
            wanted = request.endpoint if request.method in SAFE else None
            return redirect(url_for("identity.sign_in", next=wanted), 303)
        return view(*args, **kwargs)

    return run  # type: ignore[return-value]  # the same call, with a redirect before it


def ask_for_proof(address: str, place: str = "", draft: str = "") -> str:
    """A link and a code are on their way to a canonical address; what `draft` keeps is applied when it is proven.

    The same for every address, and beyond the limits too. Returns the address of the page to go on with. Takes limits, so
    call it before the first write. Flushes; the entry point commits.
    """
    asked = ask(Wish(address, place, draft), network(request.remote_addr), find_request(cookie.get(ASKED)))
    cookie[ASKED] = asked.id
    return url_for("identity.check_inbox")


def sign_in_browser(shopper: Shopper) -> None:
    """A new session in this browser; nothing of an older one stays, so nobody can have prepared it."""
    cookie.clear()
    login_user(shopper)
    cookie.pop("_id")  # a hash of address and browser that only session protection would read
    cookie[SEEN] = _now()


def sign_out_browser() -> None:
    """Nothing stays in this browser."""
    logout_user()
    cookie.clear()
