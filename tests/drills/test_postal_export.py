"""A million people on the mail house's list (300,000 on PostgreSQL), in memory that does not grow with them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.drills.many import fill
from tests.drills.site import Site

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the peak of memory is read as Linux tells it"
)
# The database's own share is larger on PostgreSQL, and making its people takes longer than listing them.
PEOPLE = {"sqlite": 1_000_000, "postgresql": 300_000}
MORE_KILOBYTES = 64 * 1024  # over a run of the same program that lists nobody


def export(site: Site, folder: str, *options: str) -> tuple[int, dict[str, Any], Path]:
    """Run the command; its peak of memory in kilobytes, the manifest and the folder."""
    out = site.folder / folder
    line = [sys.executable, "-m", "flask", "--app", "wsgi", "postal", "export", "--out", str(out), *options]
    running = subprocess.Popen(line, cwd=site.root, env=site.environ, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0
    return used.ru_maxrss, json.loads((out / "manifest.json").read_text()), out


def lines(path: Path) -> int:
    with path.open("rb") as source:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: source.read(1 << 20), b""))


def test_a_million_people_need_no_more_memory_than_none(site: Site) -> None:
    people = PEOPLE[site.database.partition(":")[0]]
    site.command("migrate")
    topics = {
        one["slug"]: one for one in json.loads(site.command("topics", "list", "--json")) if one["channel"] == "post"
    }
    stopped, *others = [slug for slug, one in topics.items() if one["default"] == "on_for_customers"]
    asked = next(slug for slug, one in topics.items() if one["default"] == "off")
    fill(site.database, people, stopped, asked)
    little, nobody, _folder = export(site, "nobody", "--as-of", "2026-01-01T00:00:00Z")
    much, told, folder = export(site, "all")
    assert [one["rows"] for one in nobody["files"]] == [0, 0]
    customers = people - people // 3
    stops = people // 20 - people // 60
    counts = {stopped: customers - stops, asked: people // 100} | dict.fromkeys(others, customers)
    assert told["files"][0]["topics"] == counts
    assert told["files"][1]["scopes"] == {"person": people // 20}
    assert lines(folder / told["files"][0]["name"]) == sum(counts.values()) + 1
    assert much - little < MORE_KILOBYTES, f"{much:,} kB, and {little:,} kB for nobody"
