"""A database of its own for each test: going down and up again is nothing to share."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.databases import Databases
from tests.postgres import OWNER


@pytest.fixture
def database(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database that is thrown away."""
    if databases.kind == "sqlite":
        yield databases.fresh(tmp_path)
        return
    name = f"{databases.name}_thrown_away"
    with psycopg.connect(f"host={databases.template} user={OWNER} dbname=postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "template"')
        yield f"postgresql://{OWNER}@/{name}?host={databases.template}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
