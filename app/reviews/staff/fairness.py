"""The fairness report: are low and high ratings treated alike?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import StringIO
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.csvfiles import Writer
from app.core.refusals import NotFound
from app.reviews.fairness import HOURS_TEST, LEVEL, SHARE_TEST, SMALLEST_SAMPLE, Group
from app.reviews.fairness_query import PERIODS, Report, report
from app.reviews.rules import GROUNDS, Reason
from app.reviews.staff.blueprint import bp
from app.staff import Menu, Permission, staff_page

COLUMNS = ("stars", "decided", "published", "share published", "median hours", "reasons")


@dataclass(frozen=True)
class StarLine:
    """One line of the table and one bar."""

    stars: int
    group: Group
    reasons: list[tuple[str, int]]

    @property
    def percent(self) -> int | None:
        return None if self.group.share is None else round(self.group.share * 100)


@staff_page(bp, "/fairness", needs=Permission.REVIEWS_AUDIT, menu=Menu(_l("Fairness"), 25))
def fairness_page() -> str:
    """The last 90 days, or as many as the address says."""
    found = report(_days())
    return render_template(
        "reviews_desk/fairness.html",
        report=found,
        lines=_lines(found),
        periods=[(days, url_for("reviews_desk.fairness_page", days=days), days == found.days) for days in PERIODS],
        tests=(SHARE_TEST, HOURS_TEST),
        level=LEVEL,
        smallest=SMALLEST_SAMPLE,
    )


@staff_page(bp, "/fairness.csv", needs=Permission.REVIEWS_AUDIT)
def fairness_file() -> Response:
    """The same numbers for a spreadsheet. They are about nobody, so no note is taken."""
    found, text = report(_days()), StringIO()
    writer = Writer(text, COLUMNS, for_people=True)
    for line in _lines(found):
        writer.write(_cells(line))
    headers = {"Content-Disposition": f'attachment; filename="fairness-{found.days}-days.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


def _days() -> int:
    text = request.args.get("days", "90")
    if text not in {str(days) for days in PERIODS}:
        raise NotFound(_("The report covers 30, 90 or 365 days."))
    return int(text)


def _lines(found: Report) -> list[StarLine]:
    return [StarLine(*_line(found, group)) for group in reversed(found.fairness.stars)]


def _line(found: Report, group: Group) -> tuple[int, Group, list[tuple[str, int]]]:
    stars = group.stars[0]
    counted = found.reasons.get(stars, Counter())
    return stars, group, [(str(GROUNDS[one].choice), counted[one]) for one in Reason if counted.get(one)]


def _cells(line: StarLine) -> dict[str, str]:
    hours: Any = line.group.median_hours
    values = (
        str(line.stars),
        str(line.group.count),
        str(line.group.published),
        "" if line.group.share is None else f"{line.group.share:.3f}",
        "" if hours is None else f"{hours:.1f}",
        "; ".join(f"{reason}: {count}" for reason, count in line.reasons),
    )
    return dict(zip(COLUMNS, values, strict=True))
