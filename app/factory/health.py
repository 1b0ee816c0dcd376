"""Is the process up, is it ready, and whom to tell about a hole."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import session
from app.core.settings import current

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def process() -> Response:
    """The process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database answers and has its tables."""
    try:
        session().execute(text("SELECT 1 FROM topic LIMIT 1"))
    except SQLAlchemyError:
        return jsonify(ok=False, database="not available"), 503
    return jsonify(ok=True, database="ok"), 200


@bp.get("/.well-known/security.txt")
def security_txt() -> Response:
    """RFC 9116."""
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: mailto:{current().brand.email}", f"Expires: {expires}", "Preferred-Languages: en")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
