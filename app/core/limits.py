"""Limits on mail, codes and caps: buckets in the database, keyed by a keyed hash, committed before the act.

They hold across processes and restarts. Flood limits (requests a minute) are Flask-Limiter's and live in memory or Redis.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import request
from flask_limiter import Limiter
from sqlalchemy import Integer, LargeBinary, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, settings
from app.core.database import Model, UtcTime, db, has_written, insert, rows_touched, session, table
from app.core.keys import derive


class LimitBucket(Model):
    """How often something was taken in one window. The key is a keyed hash: no address stands here."""

    __tablename__ = "limit_bucket"

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    window_at: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    taken: Mapped[int] = mapped_column(Integer)


@dataclass(frozen=True)
class Limit:
    """`amount` in each window of `per`. Windows are fixed, counted from 1970 in UTC."""

    name: str
    amount: int
    per: timedelta

    def window(self, moment: datetime) -> tuple[datetime, datetime]:
        seconds = int(self.per.total_seconds())
        start = int(moment.timestamp()) // seconds * seconds
        return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(start + seconds, UTC)


@dataclass(frozen=True)
class Taken:
    """The outcome: whether it is within the limit, how many were taken, when counting starts anew (UTC)."""

    within: bool
    count: int
    retry_at: datetime


def take(limit: Limit, what: str) -> Taken:
    """Count one use of `limit` for `what` (an address's limit key, a network) and say whether it is within.

    Commits in a transaction of its own, before the act: a crash between costs a try, never grants one.
    Raises RuntimeError when the caller already wrote something, because that write would wait for itself on SQLite.
    """
    _end_read()
    start, end = limit.window(clock.now())
    buckets = table(LimitBucket)
    statement = (
        insert(buckets)
        .values(key=_key(limit.name, what), window_at=start, ends_at=end, taken=1)
        .on_conflict_do_update(index_elements=["key", "window_at"], set_={"taken": buckets.c.taken + 1})
        .returning(buckets.c.taken)
    )
    with db.engine.begin() as connection:
        count = int(connection.execute(statement).scalar_one())
    return Taken(count <= limit.amount, count, end)


def take_in(name: str, what: str, amount: int, window: tuple[datetime, datetime]) -> bool:
    """Count one use in the caller's own transaction, if fewer than `amount` were taken in `window`. False: none is left.

    For caps that must hold exactly, across processes: the count is locked until that transaction ends. Counted under every
    fingerprint key we hold, so that a new key starts no new count.
    """
    ring, (start, end) = settings.current().fingerprint_keys, window
    buckets = table(LimitBucket)
    rows = [
        {"key": _key(name, what, key_id), "window_at": start, "ends_at": end, "taken": 1}
        for key_id in sorted(ring.keys)
    ]
    statement = (
        insert(buckets)
        .values(rows)
        .on_conflict_do_update(
            index_elements=["key", "window_at"], set_={"taken": buckets.c.taken + 1}, where=buckets.c.taken < amount
        )
        .returning(buckets.c.taken)
    )
    return len(session().execute(statement).all()) == len(rows)


def give_back(limit: Limit, what: str) -> None:
    """Take back one use that turned out not to count (a code that was right). Part of the caller's transaction."""
    start, _end = limit.window(clock.now())
    mine = (LimitBucket.key == _key(limit.name, what), LimitBucket.window_at == start, LimitBucket.taken > 0)
    session().execute(update(LimitBucket).where(*mine).values(taken=LimitBucket.taken - 1))


def _end_read() -> None:
    if has_written():
        raise RuntimeError("take limits before the first write of a request")
    if session().in_transaction():
        session().commit()


def _key(name: str, what: str, key_id: int | None = None) -> bytes:
    ring = settings.current().fingerprint_keys
    secret = derive(ring.newest if key_id is None else ring.of(key_id), "limit/" + name)
    return hmac.new(secret, what.encode(), hashlib.sha256).digest()[:16]


def network(address: str | None) -> str:
    """The network a request came from: IPv4 /24, IPv6 /48. Coarse on purpose: evidence, not identity."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped  # a server that listens on both sees every IPv4 client like this: they are not one network
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))


def forget_old() -> int:
    """Drop windows that ended over a day ago. Returns how many."""
    result = session().execute(delete(LimitBucket).where(LimitBucket.ends_at < clock.now() - timedelta(days=1)))
    return rows_touched(result)


def _client() -> str:
    return network(request.remote_addr)


flood = Limiter(key_func=_client, headers_enabled=False, default_limits=[])
