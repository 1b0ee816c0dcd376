"""The overview and the search box."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l

from app.console.service import due_for, found_by
from app.staff import Menu, Permission, current_member, staff_page

bp = Blueprint("console", __name__, url_prefix="/staff")


@staff_page(bp, "", needs=Permission.DESK_OPEN, menu=Menu(_l("Overview"), 10))
def overview() -> str:
    """What must be done today."""
    member = current_member()
    assert member is not None, "the guard stands before"
    return render_template("console/overview.html", due=due_for(member.role))


@staff_page(bp, "/search", needs=Permission.DESK_OPEN, methods=("POST",))
def search() -> str:
    """What the search box found, masked. A POST, so that an address typed here stands in no address line and no log."""
    member = current_member()
    assert member is not None, "the guard stands before"
    text = request.form.get("find", "").strip()[:200]
    return render_template("console/found.html", searched_for=text, hits=found_by(text, member.role))
