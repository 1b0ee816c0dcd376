"""The databases under test: a migrated template made once, and an empty copy of it for each test.

The process that starts pytest makes the template and says in the environment where it is; workers of xdist copy it.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from tests.postgres import OWNER, ROOT, Server

KINDS = ("sqlite", "postgresql")
TEMPLATE = "SAYSO_TEST_TEMPLATE"
RINGS = ("FINGERPRINT_KEYS", "SEAL_KEYS", "FIELD_KEYS")
MADE = pytest.StashKey["Template"]()


def key(name: str) -> str:
    """A key that is the same in every run, so that what the template holds can be read by each test."""
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).decode().rstrip("=")


# Every setting that would otherwise be made anew for each test.
KEYS = {"SECRET_KEYS": key("secret"), **{name: f"1:{key(name)}" for name in RINGS}}


class Template:
    """The migrated template and what has to be cleared away with it."""

    def __init__(self, kind: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sayso-tests-"))
        self.server = Server() if kind == "postgresql" else None
        try:
            self._make()
        except BaseException:
            self.remove()
            raise

    def _make(self) -> None:
        if self.server:
            self.server.start()
            migrate(self.server.create_database("template"), self.folder)
            os.environ[TEMPLATE] = str(self.server.folder)
        else:
            migrate(f"sqlite:///{self.folder}/template.db", self.folder)
            os.environ[TEMPLATE] = str(self.folder / "template.db")

    def remove(self) -> None:
        """Stop and delete."""
        os.environ.pop(TEMPLATE, None)
        if self.server:
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def outer_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without settings of a shop somebody may have set, plus `extra`."""
    ours = {"PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "MAKELEVEL", TEMPLATE}
    return {name: value for name, value in os.environ.items() if name in ours} | dict(extra)


def migrate(url: str, instance: Path) -> None:
    """Bring the database at `url` to the newest version, the way an operator does it."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "migrate"]
    environ = outer_environment(KEYS | {"DATABASE_URL": url, "INSTANCE_PATH": str(instance)})
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise pytest.UsageError(f"`flask migrate` failed, so there is no database to test on:\n{done.stderr}")


def prepare(config: pytest.Config) -> None:
    """Make the template, unless this is a worker of xdist or nothing will run."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stash[MADE] = Template(config.getoption("--database"))


def clear(config: pytest.Config) -> None:
    """Remove the template where this process made it."""
    made = config.stash.get(MADE, None)
    if made:
        made.remove()


class Databases:
    """Gives each test of one process a migrated database with nothing in it but what `flask migrate` put there."""

    def __init__(self, kind: str, worker: str) -> None:
        self.kind = kind
        self.template = os.environ[TEMPLATE]
        self.name = f"tests_{worker}"
        if kind == "postgresql":
            with psycopg.connect(f"host={self.template} user={OWNER} dbname=postgres", autocommit=True) as admin:
                admin.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "template"')
            self._connect()

    def _connect(self) -> None:
        dsn = f"host={self.template} user={OWNER} dbname={self.name}"
        self.connection = psycopg.connect(dsn, autocommit=True)
        # As a replica the server fires no triggers, so append-only tables let themselves be emptied.
        self.connection.execute("SET session_replication_role = replica")
        found = self.connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self.tables = [row[0] for row in found]
        self.connection.execute("CREATE SCHEMA first")
        self.seeded = self._tables_with_rows()
        for name in self.seeded:
            self.connection.execute(f'CREATE TABLE first."{name}" AS TABLE public."{name}"')

    def fresh(self, folder: Path) -> str:
        """The URL of such a database. On SQLite it lies in `folder`; on PostgreSQL there is one, emptied each time."""
        if self.kind == "sqlite":
            shutil.copyfile(self.template, folder / "test.db")
            return f"sqlite:///{folder}/test.db"
        self._empty()
        return f"postgresql://{OWNER}@/{self.name}?host={self.template}"

    def close(self) -> None:
        """Let go of the connection."""
        if self.kind == "postgresql":
            self.connection.close()

    def _tables_with_rows(self) -> list[str]:
        parts = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM public.\"{name}\")" for name in self.tables]
        return [row[0] for row in self.connection.execute(" UNION ALL ".join(parts)).fetchall()]

    def _empty(self) -> None:
        names = ", ".join(f'public."{name}"' for name in self._tables_with_rows())
        if names:
            self.connection.execute(f"TRUNCATE {names} CASCADE")
        for name in self.seeded:
            self.connection.execute(f'INSERT INTO public."{name}" OVERRIDING SYSTEM VALUE TABLE first."{name}"')
