"""What every request and answer keeps: read-only GETs, one CSRF rule, one set of headers, the true client address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from app.core.database import read_only
from app.core.refusals import Refusal
from app.core.settings import Settings, current

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HSTS = "max-age=63072000; includeSubDomains"
SAFE = ("GET", "HEAD", "OPTIONS")
# Capability addresses: the token in the URL is the right to act (RFC 8058), so no cookie, session or CSRF counts there.
CAPABILITY = "/u/"
# Pages behind a link or a session, which no search engine should list.
PRIVATE = (
    CAPABILITY, "/friend/", "/in/", "/m/", "/M/", "/staff", "/dev/", "/preferences", "/profile", "/email/", "/reviews",
    "/sign-in/",
)  # fmt: skip
LISTED = ("/reviews/rules",)  # public all the same
# What a session cookie holds once somebody is signed in: a shopper, or a member of staff.
SIGNED_IN = ("_user_id", "_staff_id")

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])
_sessionless: set[Callable[..., Any]] = set()


class ForeignForm(Refusal):
    """A form without a session that another site sent."""

    status = 403


def init_web(app: Flask, settings: Settings) -> None:
    """Install the hooks. Order matters: proxies first, then hosts, https, read-only, CSRF."""
    hops = settings.trusted_proxies
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]  # the documented way to wrap a site
    app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # `_check_form` decides when the token is asked for
    app.config["WTF_CSRF_SSL_STRICT"] = False  # pages send no referrer, and the strict check needs one
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a token lives as long as its session
    csrf.init_app(app)
    app.before_request(_upgrade)
    app.before_request(_begin)
    app.before_request(_check_form)
    app.after_request(_headers)
    app.teardown_request(_end)


def _upgrade() -> AnyResponse | None:
    """http → https, except where a redirect would lose a one-click stop (RFC 8058 forbids redirects there)."""
    if current().is_https and not request.is_secure and not request.path.startswith((CAPABILITY, "/healthz")):
        query = request.query_string.decode("latin-1")
        # Quoted again: the path arrives decoded, and a line break in it must not reach a header.
        return redirect(current().public_url + quote(request.path) + (f"?{query}" if query else ""), code=308)
    return None


def _begin() -> None:
    g.read_only_token = read_only.set(request.method in SAFE)


def _end(_error: BaseException | None) -> None:
    token = g.pop("read_only_token", None)
    if token is not None:
        read_only.reset(token)


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host, path / and https; plain http (development only) cannot have it."""
    return "__Host-session" if settings.is_https else "session"


def sessionless(view: View) -> View:
    """Mark a view that acts the same for everyone, session or not: it asks for no token (stopping by typed address)."""
    _sessionless.add(view)
    return view


def has_session() -> bool:
    """Whether this request comes from somebody signed in. Looks at the cookie alone; a form drawn for her carries a token."""
    return any(name in session for name in SIGNED_IN)


def _check_form() -> None:
    """Forms of a signed-in person carry a token; forms without a session must come from our own pages."""
    if request.method in SAFE or request.path.startswith((CAPABILITY, "/api/")):
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if has_session() and view not in _sessionless:
        csrf.protect()
    if not _own_page():
        raise ForeignForm(_("This form was sent from another site. Open the page here and send it again."))


def _own_page() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        # Browsers too old to say; a page that sends no referrer makes some of them say "null".
        return origin is None or urlsplit(request.url_root).hostname in current().trusted_hosts
    # The scheme counts too: who can write into plain http is not who wrote our page. Compared, not parsed: parsing raises
    # on half an address.
    return origin in (current().public_url, request.host_url.rstrip("/"))


def _headers(response: Response) -> Response:
    defaults = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
        "Cache-Control": "no-store",
    }
    if request.path.startswith(PRIVATE) and request.path not in LISTED:
        defaults["X-Robots-Tag"] = "noindex"
    for name, value in defaults.items():
        response.headers.setdefault(name, value)
    if current().is_https:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response


__all__ = ["POLICY", "CSRFError", "ForeignForm", "cookie_name", "csrf", "has_session", "init_web", "sessionless"]
