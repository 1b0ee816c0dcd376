"""Rows a second of the postal export, against the fastest these rows can be read and written at all.

    make bench

The limit is measured in the same run: one plain query over people and addresses, each row written to a CSV file twice, with no
gate, no past and no guard of cells. The share of it is what asking the gate as of a moment costs.
"""

from __future__ import annotations

import csv
import sqlite3
import tempfile
import time
from pathlib import Path

from app.core.settings import Settings
from app.factory import create_app
from app.factory.setup import migrate
from tests.drills.many import fill

PEOPLE = 50_000
PLAIN = """
    SELECT p.id, p.last_name, a.street, a.city, a.state, a.postal_code
      FROM person p JOIN postal_address a ON a.person_id = p.id
"""


def plain(database: Path, out: Path) -> float:
    """Rows a second of the bare way."""
    began, rows = time.perf_counter(), 0
    with out.open("w", newline="") as stream:
        writer = csv.writer(stream)
        for row in sqlite3.connect(database).execute(PLAIN):
            for topic in ("one", "two"):
                writer.writerow((topic, *row))
                rows += 1
    return rows / (time.perf_counter() - began)


def main() -> None:
    """Print both rates."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        url = f"sqlite:///{folder}/bench.db"
        app = create_app(Settings.from_environ({"DATABASE_URL": url}, folder))
        runner = app.test_cli_runner()
        runner.invoke(migrate)
        fill(url, PEOPLE, "horse-catalog", "pet-catalog")
        limit = plain(folder / "bench.db", folder / "plain.csv")
        print(f"limit: {limit:,.0f} rows a second, read and written plainly")
        began = time.perf_counter()
        done = runner.invoke(args=["postal", "export", "--out", str(folder / "batch")])
        took = time.perf_counter() - began
        rows = sum(int(line.split(": ")[1].split()[0]) for line in done.output.splitlines() if ".csv: " in line)
        print(f"{'postal export':22} {rows / took:8,.0f} a second  {rows / took / limit:7.1%} of the limit")


if __name__ == "__main__":
    main()
