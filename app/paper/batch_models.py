"""Tables of the mail house: each batch it was handed, and who of them was erased since."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


class PostalBatch(Model):
    """What one export wrote: of which moment, how many rows, and the SHA-256 of both files as they were first written.

    `rules`: the paper topics as they were read then (JSON), so that a topic changed later changes no old batch.
    """

    __tablename__ = "postal_batch"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    as_of: Mapped[datetime] = mapped_column(UtcTime, index=True)
    # The batch it tells the changes since; None: everything.
    since: Mapped[str | None] = mapped_column(String(80))
    form: Mapped[str] = mapped_column(String(12))
    rules: Mapped[str] = mapped_column(Text)
    list_rows: Mapped[int] = mapped_column(Integer)
    list_sha256: Mapped[str] = mapped_column(String(64))
    stop_rows: Mapped[int] = mapped_column(Integer)
    stop_sha256: Mapped[str] = mapped_column(String(64))
    # Stops of destinations of which we hold only a fingerprint: no row can name them.
    unnamed: Mapped[int] = mapped_column(Integer)
    written_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    written_by: Mapped[str] = mapped_column(String(60))

    def effective_on(self, zone: ZoneInfo) -> date:
        """The day of its moment in the shop's zone."""
        return self.as_of.astimezone(zone).date()


class PostalErased(Model):
    """Somebody, a household or an address that a batch may have named, and that we no longer hold: the number of its rows
    and nothing else, so that the next delta can tell the mail house to drop them."""

    __tablename__ = "postal_erased"

    record: Mapped[str] = mapped_column(String(32), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(UtcTime, primary_key=True, index=True)
    scope: Mapped[str] = mapped_column(String(10))
