"""Pages of the desk: each says who may open it, per method, and the start refuses one that doesn't."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app import links
from app.core import clock
from app.core.desk import Due
from app.core.feature import declared
from app.core.refusals import BadSetting, Refusal
from app.core.web import SAFE
from app.staff.pages.cookies import DESK, at_the_desk
from app.staff.roles import IN_WORDS, Permission, Role, may
from app.staff.sessions import SignedIn, find_session

SESSION_ID = "_staff_id"
SEEN = "seen"  # seconds since 1970
SEEN_EVERY = 60
_SECRETS = ("csrf_token", "password", "new_password", "code", "session", "keys")

View = TypeVar("View", bound=Callable[..., Any])


class NotYourDesk(Refusal):
    """Signed in, but the role does not open this page."""

    status = 403


@dataclass(frozen=True)
class Menu:
    """An entry of the desk's menu. `duty`: the declared duty whose count stands beside it. `also`: pages elsewhere that
    belong to it."""

    label: LazyString
    order: int
    duty: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaffPage:
    """What a page of the desk declares: method → the permission it needs, and its menu entry."""

    needs: Mapping[str, Permission]
    menu: Menu | None = None


def staff_page(
    bp: Blueprint,
    rule: str,
    *,
    needs: Permission | Mapping[str, Permission],
    menu: Menu | None = None,
    methods: Iterable[str] = ("GET",),
) -> Callable[[View], View]:
    """Register a page of the desk. `needs`: one permission for all methods, or one for each."""
    allowed = {method: needs if isinstance(needs, Permission) else needs[method] for method in methods}

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            member = current_member()
            if member is None:
                return _sign_in_first()
            needed = allowed["GET" if request.method == "HEAD" else request.method]
            if not may(member.role, needed):
                raise _not_yours(member.role, needed)
            return view(*args, **kwargs)

        guarded.staff_page = StaffPage(allowed, menu)  # type: ignore[attr-defined]  # read by `check_pages`
        bp.add_url_rule(rule, view_func=guarded, methods=list(allowed))
        return guarded  # type: ignore[return-value]  # the same call, with a guard before it

    return declare


def _not_yours(role: str, needed: Permission) -> NotYourDesk:
    """Says which roles open it, so that she knows whom to ask."""
    others = ", ".join(str(words) for other, words in IN_WORDS.items() if may(other, needed))
    return NotYourDesk(
        _("You work as %(role)s. This page is open to: %(roles)s.", role=IN_WORDS[Role(role)], roles=others)
    )


def staff_door(view: View) -> View:
    """Mark a page under /staff that is open to everyone: sign-in, invitations."""
    view.staff_door = True  # type: ignore[attr-defined]  # read by `check_pages`
    return view


def check_pages(app: Flask) -> None:
    """Refuse the start over a page under /staff that declares nothing. Raises BadSetting."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.rule.startswith(DESK) and not hasattr(view, "staff_page") and not hasattr(view, "staff_door"):
            raise BadSetting(f"{rule.rule} says not who may open it: declare it with @staff_page or @staff_door.")


def pages(app: Flask) -> dict[str, StaffPage]:
    """Endpoint → what it declares, of every page of the desk that needs somebody signed in."""
    found = {name: getattr(view, "staff_page", None) for name, view in app.view_functions.items()}
    return {name: page for name, page in found.items() if page is not None}


@dataclass(frozen=True)
class Entry:
    """An entry of the menu as it is drawn. `current`: "page", "true" for a page behind it, "" for another place."""

    label: LazyString
    url: str
    current: str
    count: int


@dataclass(frozen=True)
class Desk:
    """What every page of the desk shows around it: who is signed in, and where she may go."""

    member: SignedIn | None
    menu: list[Entry]


def desk() -> Desk:
    """Who is signed in here and her menu, with a count where work waits. Once a request."""
    if "desk" not in g:
        member = current_member()
        g.desk = Desk(member, _menu(member.role) if member else [])
    return g.desk  # type: ignore[no-any-return]  # set in the line before


def _menu(role: str) -> list[Entry]:
    waiting = {duty.name: duty.find for duty in declared().duties if may(role, Permission(duty.needs))}
    found = [(name, page) for name, page in pages(current_app).items() if page.menu and may(role, page.needs["GET"])]
    in_order = sorted(((name, page.menu) for name, page in found if page.menu), key=lambda each: each[1].order)
    here = _here([url_for(name) for name, _menu in in_order])
    here |= {url_for(name): "true" for name, menu in in_order if request.path in menu.also}
    return [
        Entry(menu.label, url_for(name), here.get(url_for(name), ""), _count(waiting.get(menu.duty)))
        for name, menu in in_order
    ]


def _here(urls: list[str]) -> dict[str, str]:
    """The entry of this page or, behind an entry, of the nearest one above it. The overview is above nothing."""
    if request.path in urls:
        return {request.path: "page"}
    above = [url for url in urls if url != DESK and request.path.startswith(f"{url}/")]
    return {max(above, key=len): "true"} if above else {}


def _count(find: Callable[[], Due | None] | None) -> int:
    due = find() if find else None
    return due.count if due else 0


def current_member() -> SignedIn | None:
    """Who is signed in at the desk in this browser, or None. Only on pages of the desk; elsewhere nobody is."""
    if not at_the_desk():
        return None
    if "staff_member" not in g:
        g.staff_member = _found()
    return g.staff_member  # type: ignore[no-any-return]  # set in the line before


def _found() -> SignedIn | None:
    if SESSION_ID not in cookie:
        return None
    idle = _now() - int(cookie.get(SEEN, 0))
    member = find_session(cookie[SESSION_ID]) if idle <= links.STAFF_IDLE.total_seconds() else None
    if member is None:
        cookie.pop(SESSION_ID)
    elif idle >= SEEN_EVERY:
        cookie[SEEN] = _now()
    return member


def sign_in_browser(session_id: str) -> None:
    """A new session in this browser; nothing of an older one stays, so nobody can have prepared it."""
    cookie.clear()
    g.pop("staff_member", None)
    cookie[SESSION_ID] = session_id
    cookie[SEEN] = _now()


def sign_out_browser() -> None:
    """Nothing of the desk stays in this browser."""
    cookie.clear()
    g.pop("staff_member", None)


def _now() -> int:
    return int(clock.now().timestamp())


def _sign_in_first() -> Any:
    """A page asks to sign in. A form that came too late is shown again as it was typed, so that it can be copied."""
    if request.method in SAFE:
        return redirect(url_for("staff.sign_in"), 303)
    typed = [(name, text) for name, text in request.form.items() if name not in _SECRETS and len(text) > 1]
    return render_template("staff/session_ended.html", typed=typed), 401
