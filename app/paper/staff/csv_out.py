"""A list as CSV for a person's spreadsheet, sent as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from flask import Response, current_app

from app.core.csvfiles import Writer
from app.core.database import reading

Rows = Iterable[Mapping[str, str]]


def csv_of(name: str, columns: tuple[str, ...], batches: Iterator[Rows]) -> Response:
    """An answer that reads batch after batch while it is sent, each in a short read of its own; formulas are defused."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the documented way to hold it past the request

    def parts() -> Iterator[str]:
        header = StringIO(newline="")
        Writer(header, columns, for_people=True)
        yield header.getvalue()
        while True:
            with app.app_context(), reading():
                text = _written(columns, next(batches, None))
            if text is None:
                return
            yield text

    answer = Response(parts(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _written(columns: tuple[str, ...], rows: Rows | None) -> str | None:
    if rows is None:
        return None
    text = StringIO(newline="")
    writer = Writer(text, columns, for_people=True, header=False)
    for row in rows:
        writer.write(row)
    return text.getvalue()
