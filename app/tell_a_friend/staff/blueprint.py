"""The one blueprint of the desk's pages about notes to friends."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("tell_a_friend_desk", __name__, url_prefix="/staff/friends")

# The biggest number both databases take for an id; more is no row.
NUMBER = "<int(max=9223372036854775807):number>"
