"""The overview: what must be done today, then numbers, then charts."""

from __future__ import annotations

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.console.overview import DAYS, charts_for, due_for, figures_for, headline
from app.console.pages.blueprint import bp, here
from app.core import clock
from app.staff import Menu, Permission, staff_page


@staff_page(bp, "", needs=Permission.DESK_OPEN, menu=Menu(_l("Overview"), 10))
def overview() -> str:
    """What must be done today, and how the last days went."""
    role = here().role
    due = due_for(role)
    return render_template(
        "console/overview.html",
        due=due,
        headline=headline(len(due)),
        now=clock.now(),
        days=DAYS,
        figures=figures_for(role),
        charts=charts_for(role),
    )
