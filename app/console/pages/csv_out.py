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
        rows: Rows | None = ()
        header = True
        while rows is not None:
            text = StringIO(newline="")
            writer = Writer(text, columns, for_people=True, header=header)
            for row in rows:
                writer.write(row)
            yield text.getvalue()
            header = False
            with app.app_context(), reading():
                rows = next(batches, None)

    answer = Response(parts(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
