"""The retailer at a terminal: writes files, runs commands, reads what comes out."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from click.testing import Result
from flask import Flask, has_app_context

from app.core.database import session

Cells = Mapping[str, str]


def as_csv(rows: Sequence[Cells]) -> str:
    """Rows as a file's text; the columns are those of all rows."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def from_csv(text: str) -> list[dict[str, str]]:
    """The rows of a file's text."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


class Desk:
    """Runs commands as they run in a process of their own: with a session that sees what was committed."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.folder = app, folder

    def file(self, content: Sequence[Cells] | str | bytes, name: str = "in.csv") -> str:
        """A file with these rows, or this text."""
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else as_csv(content), encoding="utf-8", newline="")
        return str(path)

    def run(self, *words: str, stdin: str = "", code: int | None = 0) -> Result:
        """One command. Fails unless it ends with `code` (None: any)."""
        if has_app_context():
            session().expunge_all()  # what this test looked at may change now,
            session().rollback()  # and must not hold up the command
        with self.app.app_context():
            result = self.app.test_cli_runner().invoke(args=list(words), input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert code is None or result.exit_code == code, result.output
        return result

    def import_people(self, rows: Sequence[Cells], *options: str) -> list[dict[str, str]]:
        """Import these rows; the verdicts."""
        return self._verdicts("people", "import", self.file(rows), *options)

    def import_stops(self, rows: Sequence[Cells], *options: str) -> list[dict[str, str]]:
        """Import these stops; the verdicts."""
        return self._verdicts("suppression", "import", self.file(rows, "stops.csv"), *options)

    def import_products(self, rows: Sequence[Cells], *options: str) -> list[dict[str, str]]:
        """Import these products; the verdicts."""
        return self._verdicts("products", "import", self.file(rows, "products.csv"), *options)

    def import_orders(self, rows: Sequence[Cells], *options: str) -> list[dict[str, str]]:
        """Import these lines of orders; the verdicts."""
        return self._verdicts("orders", "import", self.file(rows, "orders.csv"), *options)

    def import_facts(self, rows: Sequence[Cells], *options: str) -> list[dict[str, str]]:
        """Import these facts; the verdicts."""
        return self._verdicts("facts", "import", self.file(rows, "facts.csv"), *options)

    def export(self, *options: str) -> list[dict[str, str]]:
        """What the mail platform gets."""
        return from_csv(self.run("suppression", "export", *options).stdout)

    def sign(self, rows: Sequence[Cells], *options: str) -> list[dict[str, str]]:
        """Links for these recipients."""
        return from_csv(self.run("links", "sign", *options, stdin=as_csv(rows)).stdout)

    def refused(self) -> list[dict[str, str]]:
        """What the last command wrote to `refused`."""
        return from_csv(Path(self.refusals).read_text(encoding="utf-8"))

    @property
    def refusals(self) -> str:
        """Where a command may write its refusals."""
        return str(self.folder / "refused.csv")

    def _verdicts(self, *words: str) -> list[dict[str, str]]:
        report = self.folder / "report.csv"
        self.run(*words, "--report", str(report))
        return from_csv(report.read_text(encoding="utf-8"))


def words(verdicts: Sequence[Cells]) -> list[str]:
    """The verdicts alone."""
    return [row["verdict"] for row in verdicts]
