"""A PostgreSQL of our own from the system's binaries: Unix socket only, no fsync, gone with its maker."""

import functools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from deploy.lifeline import die_with_parent
from tests.processes import working_in

ROOT = Path(__file__).resolve().parents[1]
OWNER = "sayso"
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
START_WITHIN = 30


def binaries() -> Path | None:
    """The folder of initdb and postgres, or None where there is no PostgreSQL."""
    found = subprocess.run([ROOT / "deploy/find.sh", "postgresql"], capture_output=True, text=True, check=True)
    return Path(found.stdout.strip()) if found.stdout.strip() else None


class Server:
    """One server over one data folder. `durable=True` keeps fsync on, for tests that kill it."""

    def __init__(self, durable: bool = False) -> None:
        found = binaries()
        assert found, "PostgreSQL is not installed: `make test` says how"
        self.binaries = found
        self.settings = {"max_connections": QUICK["max_connections"]} if durable else QUICK
        self.folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root, so root steps down.
        self.identity: dict[str, Any] = {}
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._create()

    def _create(self) -> None:
        command = [self.binaries / "initdb", "-D", self.folder / "data", "-U", OWNER, "-A", "trust", "-E", "UTF8"]
        flags = ["--no-locale", "--no-sync", "--no-instructions"]
        subprocess.run([*command, *flags], cwd=self.folder, check=True, capture_output=True, **self.identity)

    def start(self) -> None:
        """Start, and return when it answers."""
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", "", *options]
        with (self.folder / "log").open("ab") as log:
            tied = functools.partial(die_with_parent, os.getpid())
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                preexec_fn=tied,  # noqa: PLW1509 - one libc call, and no thread of ours holds a lock
                **self.identity,
            )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_WITHIN
        while True:
            try:
                psycopg.connect(self.dsn("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """End it as a power cut would: -9 to the server; its children notice and go, and only then can it start again."""
        assert self.process
        self.process.kill()
        self.process.wait()
        end = time.monotonic() + START_WITHIN
        while self.living():
            assert time.monotonic() < end, "processes of a killed PostgreSQL stay"
            time.sleep(0.02)

    def living(self) -> list[int]:
        """The server and its children, whoever is left of them."""
        return working_in(self.folder / "data")

    def stop(self) -> None:
        """End it and remove its data."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(START_WITHIN)
        shutil.rmtree(self.folder, ignore_errors=True)

    def dsn(self, name: str) -> str:
        """What psycopg connects with."""
        return f"host={self.folder} user={OWNER} dbname={name}"

    def url(self, name: str) -> str:
        """What DATABASE_URL says."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def create_database(self, name: str, template: str = "template0") -> str:
        """Make a database, as a copy of `template`. Returns its URL."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)
