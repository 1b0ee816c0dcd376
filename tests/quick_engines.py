"""Every test has an engine of its own, and each engine would put every statement into SQL anew. The statements are the same
each time, and so is the dialect; here both are shared by all engines of a process. And no test waits for the disk: what
survives a power cut is no question of theirs (the drills kill processes over databases that do wait)."""

from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from app.core.database import db

_shared: dict[str, Engine] = {}


def hurry(app: Flask) -> None:
    """Let the engine of this application use what the first one of its kind compiled, and wait for no disk."""
    with app.app_context():
        engine = db.engine
        first = _shared.setdefault(engine.dialect.name, engine)
        if first is engine:
            engine.connect().close()  # a dialect learns the server's version with its first connection
        own: Any = engine
        own.dialect, own._compiled_cache = first.dialect, first._compiled_cache
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _without_waiting)


def _without_waiting(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
