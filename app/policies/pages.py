"""The policy and its versions."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from app.core.refusals import NotFound
from app.policies.service import sections, version, versions

bp = Blueprint("policies", __name__)


@bp.get("/privacy")
def current() -> str:
    """The version in force."""
    found = versions()
    if not found:
        raise NotFound(_("No policy is stored yet."))
    return render_template("policies/page.html", policy=found[0], sections=sections(found[0]), versions=found)


@bp.get("/privacy/<int:number>")
def earlier(number: int) -> str:
    """A version as it was."""
    policy = version(number)
    return render_template("policies/page.html", policy=policy, sections=sections(policy), versions=versions())
