"""Tables of file exchange."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


class ImportRun(Model):
    """One file coming in: how far it got, so that an interrupted import goes on where it stopped."""

    __tablename__ = "import_run"
    __table_args__ = (
        Index(
            "uq_import_run_open",
            "kind",
            "file_sha256",
            "options",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_sha256: Mapped[str] = mapped_column(String(64))
    options: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    rows_done: Mapped[int] = mapped_column(Integer, default=0)
