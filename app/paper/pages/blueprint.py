"""The one blueprint of the pages of paper mail."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("paper", __name__)
