"""The one blueprint of the desk's pages about stops."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stops", __name__, url_prefix="/staff/stops")
