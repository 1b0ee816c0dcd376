"""The same tests run on both databases."""

import subprocess
import sys

from tests.architecture.source import ROOT
from tests.databases import KINDS, outer_environment


def ids(database: str) -> list[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "--database", database]
    environ = outer_environment({})
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_both_databases_see_the_same_tests() -> None:
    on_sqlite, on_postgresql = (ids(kind) for kind in KINDS)
    assert on_sqlite
    assert on_sqlite == on_postgresql
