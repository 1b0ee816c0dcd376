"""The database: SQLite or PostgreSQL, one session per request, command or job.

Writers begin with the write lock (SQLite: BEGIN IMMEDIATE; with DEFERRED most read-modify-writes fail as "locked").
Requests that may not write say so to the database itself: a GET that tries to write gets an error, not a surprise.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, Integer, MetaData, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult, Dialect, Result
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_MS = 15_000
CUT_TIMEOUT_MS = 250  # writers wait while the log is cut: who reads at length lets it be cut later
STATEMENT_TIMEOUT_MS = 15_000
LOCK_TIMEOUT_MS = 10_000
IDLE_TIMEOUT_MS = 300_000  # a transaction nobody works in; checkpoints look ten minutes back for late commits

read_only: ContextVar[bool] = ContextVar("database_read_only", default=False)
# A command that reads a whole table may take longer than a page may.
_unhurried: ContextVar[bool] = ContextVar("database_unhurried", default=False)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables. Names of constraints follow one convention, so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time in and out. Stored as UTC on SQLite, which has no zones, and as timestamptz on PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def table(model: type[Base]) -> Table:
    """The table of a model, for statements that bypass the ORM on hot paths."""
    return cast(Table, model.__table__)


def insert(target: Table) -> postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for the database this session is bound to."""
    if session().get_bind().dialect.name == "sqlite":
        # The two dialects' Insert share the methods used here (values, on_conflict_*, returning), not a base class.
        return cast(postgresql.Insert, sqlite.insert(target))
    return postgresql.insert(target)


def rows_touched(result: Result[Any]) -> int:
    """How many rows an UPDATE or DELETE reached."""
    return int(cast(CursorResult[Any], result).rowcount)


def random_id() -> str:
    """A random 128-bit id as 32 hex digits: for subjects, acts, requests."""
    return secrets.token_hex(16)


@contextmanager
def reading() -> Iterator[None]:
    """Everything begun inside may only read; the database enforces it. What it began ends with it, so writing may follow.

    For commands and jobs: no statement inside has a time-out, since one may walk through millions of ledger lines.
    """
    outer = session().in_transaction()
    token, slow = read_only.set(True), _unhurried.set(True)
    try:
        yield
        if not outer:
            session().commit()
    except BaseException:
        if not outer:
            session().rollback()
        raise
    finally:
        read_only.reset(token)
        _unhurried.reset(slow)


def init_database(app: Flask, url: str, pool_size: int) -> None:
    """Bind the engine with the pragmas and time-outs that both databases need."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    options: dict[str, Any] = {}
    if url.startswith("postgresql"):
        times = {
            "statement_timeout": STATEMENT_TIMEOUT_MS,
            "lock_timeout": LOCK_TIMEOUT_MS,
            "idle_in_transaction_session_timeout": IDLE_TIMEOUT_MS,
            "timezone": "UTC",
        }
        limits = " ".join(f"-c {name}={value}" for name, value in times.items())
        options = {"pool_size": pool_size, "pool_pre_ping": True, "connect_args": {"options": limits}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        listen(db.engine)


def listen(engine: Engine) -> None:
    """Attach pragmas and our own BEGIN to an engine (the site's, or a migration's)."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgresql_begin)


def _sqlite_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes too late and is DEFERRED; ours comes in `_sqlite_begin`.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged stop survives a power cut, not only a crash
        "foreign_keys=ON",
        "recursive_triggers=ON",  # REPLACE must fire the delete triggers of append-only tables
        "secure_delete=ON",
    ):
        cursor.execute("PRAGMA " + pragma)
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    only = read_only.get()
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if only else "BEGIN IMMEDIATE")


def _postgresql_begin(connection: Connection) -> None:
    if read_only.get():
        # One moment for the whole reading: `consent verify` compares tables while others write.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    if _unhurried.get():
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def cut_log() -> bool:
    """Fold SQLite's write-ahead log into its file and cut it to nothing, so that nothing that was deleted stays in it.

    False where somebody reads just now: try again. True on PostgreSQL, whose log and dead rows are the server's. Call it
    with no transaction of this thread open.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={CUT_TIMEOUT_MS}")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()
    finally:
        raw.close()
    return not busy


def session() -> Session:
    """The session of this request, command or job."""
    return db.session()


def has_written() -> bool:
    """Whether the running transaction of this session wrote something, flushed or not."""
    current = session()
    return bool(current.new or current.dirty or current.deleted or current.info.get("wrote"))


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["wrote"] = True


@event.listens_for(Session, "after_flush")
def _note_flush(flushed: Session, _context: object) -> None:
    flushed.info["wrote"] = True


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget_writes(ended: Session) -> None:
    ended.info.pop("wrote", None)
