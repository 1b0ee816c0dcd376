"""One place where refusals and errors become pages and exit codes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import click
from flask import Flask, Response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from app.core.database import db
from app.core.limits import flood
from app.core.refusals import Refusal, TooMany
from app.core.web import SAFE
from app.staff import current_member

log = logging.getLogger("sayso")
PAGES = (400, 403, 404, 405, 410, 413, 429, 500, 503)
# At the desk these keep its menu and lead back to it. A broken server's page asks nobody who is signed in.
AT_THE_DESK = (400, 403, 404, 405, 410, 413, 429)
# A valid stop token is never rate-limited, and one-click answers text: those pages are their package's own.
Answer = tuple[str, int]
_wrapped: set[Callable[..., Any]] = set()


def init_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _form_token)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _broke)


def _page(status: int, **context: Any) -> Answer:
    context["was_sent"] = request.method not in SAFE
    name = status if status in PAGES else 500 if status >= 500 else 400
    if name in AT_THE_DESK and current_member():
        return render_template("errors/desk.html", status=name, **context), status
    return render_template(f"errors/{name}.html", **context), status


def _refused(refusal: Refusal) -> Answer:
    db.session.rollback()
    retry_at = refusal.retry_at if isinstance(refusal, TooMany) else None
    return _page(refusal.status, refusal=refusal.sentence, retry_at=retry_at)


def _form_token(_error: CSRFError) -> Answer:
    desk = current_member() is not None
    return render_template("errors/desk.html", status="token") if desk else render_template(
        "errors/form_token.html"
    ), 400


def _foreign_host(_error: SecurityError) -> Response:
    """Asked under a name that is not ours. A page has links, and there is no name to put into them."""
    return Response(_("This site has another address.") + "\n", status=400, mimetype="text/plain")


def _http(error: HTTPException) -> Answer:
    status = error.code or 500
    retry_at = None
    if status == 429 and flood.current_limit is not None:
        retry_at = datetime.fromtimestamp(flood.current_limit.reset_at, UTC)
    answer = _page(status, retry_at=retry_at)
    if status == 405:
        log.info("method %s not allowed on %s", request.method, request.endpoint)
    return answer


def _database(error: OperationalError) -> Answer:
    """The database is busy or away: nothing was saved, and the page says so."""
    db.session.rollback()
    log.error("database not available: %s", type(error.orig).__name__)
    return _page(503)


def _broke(error: Exception) -> Answer:
    """The last resort: a page without detail; the log has the traceback, without the request's values."""
    db.session.rollback()
    log.error("unhandled %s on %s", type(error).__name__, request.endpoint, exc_info=error)
    return _page(500)


def wrap_command(command: click.Command) -> None:
    """Make refusals end this command, and those inside it, with one line and an exit code.

    Once: commands belong to the process, and it may make several applications.
    """
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            wrap_command(inner)
    elif command.callback is not None and command.callback not in _wrapped:
        command.callback = _refusing(command.callback)
        _wrapped.add(command.callback)


def _refusing(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return callback(*args, **kwargs)
        except Refusal as refusal:
            db.session.rollback()
            click.echo(refusal.sentence, err=True)
            raise SystemExit(refusal.exit_code) from None

    return run
