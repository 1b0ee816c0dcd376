"""A list of the queue as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from flask import Flask, Response, current_app

from app import audit
from app.core.csvfiles import Writer
from app.core.database import reading, session
from app.reviews.findings import hide
from app.reviews.queue import Line, Tab, Wanted, every
from app.reviews.rules import GROUNDS, Reason
from app.reviews.staff import asked
from app.reviews.staff.blueprint import bp, member
from app.reviews.staff.queue import MODERATE
from app.reviews.staff.views import name_of
from app.reviews.words import TABS, flag, tie_words
from app.staff import staff_page

COLUMNS = ("review", "list", "since", "product", "sku", "stars", "text", "found", "shown as", "tie", "reason")


@staff_page(bp, "/list.csv", needs=MODERATE, methods=("POST",))
def as_file() -> Response:
    """The list of this request, streamed. What could tell who or where someone is does not leave in it."""
    wanted = asked.wanted()
    said = ", ".join(f"{name} {value}" for name, value in asked.narrowing(wanted).items()) or wanted.tab.value
    audit.note(member().actor, "reviews.export", values={"list": (None, said)})
    session().commit()
    headers = {"Content-Disposition": f'attachment; filename="reviews-{wanted.tab.value}.csv"'}
    return Response(_written(current_app._get_current_object(), wanted), mimetype="text/csv", headers=headers)  # type: ignore[attr-defined]  # what the proxy stands for


def _written(app: Flask, wanted: Wanted) -> Iterator[str]:
    """The file, piece by piece. Each page is read in a short transaction of its own, so no writer waits for a slow reader."""
    text, pages = StringIO(), every(wanted)
    writer = Writer(text, COLUMNS, for_people=True)
    while True:
        with app.app_context(), reading():
            page = next(pages, None)
            for line in page.lines if page else ():
                writer.write(_cells(line, wanted.tab))
        if page is None:
            return
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def _cells(line: Line, tab: Tab) -> dict[str, str]:
    version = line.version
    spans = [one.span for one in line.findings if one.can_be_hidden]
    values = (
        f"R-{line.review.id}",
        str(TABS[tab]),
        line.since.isoformat(timespec="seconds"),
        line.product.title,
        line.product.sku,
        str(version.stars),
        hide(version.body, spans),
        flag(line.findings),
        name_of(line),
        tie_words(line.review.connection) if line.review.connection else "",
        str(GROUNDS[Reason(version.reason)].choice) if version.reason else "",
    )
    return dict(zip(COLUMNS, values, strict=True))
