"""Alembic's environment: our own few lines, over the engine rules of `app.core.database`."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, pool

import app.features  # noqa: F401 — every model, so that head can be compared with the code
from app.core.database import Base, db, listen

config = context.config


def run() -> None:
    """Run in one transaction on the database of the settings (or of the test that asks)."""
    engine = create_engine(config.attributes["url"], poolclass=pool.NullPool)
    listen(engine)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadatas.get(None, Base.metadata),
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
