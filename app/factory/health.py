"""Is the process up, is it ready, and whom to tell about a hole."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import outbox
from app.core import clock
from app.core.database import session
from app.core.settings import current
from app.factory.surroundings import mail_faults, queue_faults

bp = Blueprint("health", __name__)

ASKED_EVERY = 15  # seconds


@bp.get("/healthz")
def process() -> Response:
    """The process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Database, queue and mail. Only the database decides: without queue or mail server a stop still holds, mail just waits."""
    parts = {"database": _database(), **_around(int(clock.now().timestamp()) // ASKED_EVERY)}
    is_ready = parts["database"] == "ok"
    if is_ready and (stuck := outbox.say_if_stuck()):
        parts["mail"] = f"{stuck.sentence} {stuck.because}"
    return jsonify(ok=is_ready, **parts), 200 if is_ready else 503


def _database() -> str:
    try:
        session().execute(text("SELECT 1 FROM topic LIMIT 1"))
    except SQLAlchemyError:
        return "not available"
    return "ok"


@lru_cache(maxsize=1)
def _around(_moment: int) -> dict[str, str]:
    """Queue and mail server, asked once in a while: whoever asks us often must not make us ask them often."""
    found = {"queue": queue_faults(), "mail": mail_faults()}
    return {name: "late" if next(faults, None) else "ok" for name, faults in found.items()}


@bp.get("/.well-known/security.txt")
def security_txt() -> Response:
    """RFC 9116."""
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: mailto:{current().brand.email}", f"Expires: {expires}", "Preferred-Languages: en")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
