"""What somebody with the database and without our keys can do: raw SQL with every trigger off."""

from typing import Any

from sqlalchemy import text

from app.core import chain
from app.core.database import db, session

COLUMNS = (
    "subject_id, seq, purpose, channel, state, method, actor, act_id, wording, language, policy_version, campaign_id, "
    "source, claimed_at, at, zone, evidence, previous, digest, key_id, mark"
)


def tamper(*statements: str, **values: Any) -> None:
    """Run SQL as an intruder would, past every trigger, and commit."""
    session().rollback()
    db.session.remove()
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            ):
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            touched = connection.execute(text(statement), values)
            assert touched.rowcount, f"nothing was tampered with: {statement}"


def computed(entry: Any, **changed: Any) -> bytes:
    """The right hash of an entry with other words in it: anybody can compute it, the bytes are documented."""
    for name, value in changed.items():
        setattr(entry, name, value)
    return chain.digest(bytes(entry.previous), chain.canonical(entry.canonical()))
