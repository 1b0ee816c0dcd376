"""What one run has seen of its file, on disk and not in memory: a file may have millions of lines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any


class Scratch:
    """A private temporary store of the running command. SQLite deletes it when it is closed, and when we are killed."""

    def __init__(self) -> None:
        # An empty name is SQLite's own temporary file, unlinked while open.
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.execute("PRAGMA journal_mode=OFF")
        self._store.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")

    def first_time(self, key: str) -> bool:
        """Whether that key comes for the first time; it is remembered."""
        return self._store.execute("INSERT OR IGNORE INTO seen VALUES (?, NULL)", (key,)).rowcount == 1

    def has(self, key: str) -> bool:
        """Whether that key was remembered."""
        return self._store.execute("SELECT 1 FROM seen WHERE key = ?", (key,)).fetchone() is not None

    def keep(self, values: Mapping[str, Any]) -> None:
        """Remember a JSON value for each key, instead of what was there."""
        rows = [(key, json.dumps(value)) for key, value in values.items()]
        self._store.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", rows)

    def kept(self, keys: Iterable[str]) -> dict[str, Any]:
        """The remembered values of these keys."""
        found = {}
        for key in keys:
            row = self._store.execute("SELECT value FROM seen WHERE key = ?", (key,)).fetchone()
            if row is not None:
                found[key] = json.loads(row[0])
        return found

    def close(self) -> None:
        """Forget everything."""
        self._store.close()


@contextmanager
def scratch() -> Iterator[Scratch]:
    """A store for the length of a run."""
    store = Scratch()
    try:
        yield store
    finally:
        store.close()
