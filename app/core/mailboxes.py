"""When a mailbox of the shop was last read. An address that nobody reads must not be offered as a way to stop mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Model, UtcTime, insert, session, table

LATELY = timedelta(days=1)


class MailboxReading(Model):
    """One of the shop's own mailboxes, by its address as the settings name it: one that was changed begins unread."""

    __tablename__ = "mailbox_reading"

    name: Mapped[str] = mapped_column(String(320), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcTime)


def note_reading(name: str) -> None:
    """That mailbox was read to its end just now, whether or not anything lay in it. `name`: its address. Flushes."""
    now = clock.now()
    statement = insert(table(MailboxReading)).values(name=name.lower(), read_at=now)
    session().execute(statement.on_conflict_do_update(index_elements=["name"], set_={"read_at": now}))


def was_read_lately(name: str) -> bool:
    """Whether that mailbox was read within a day."""
    lately = (MailboxReading.name == name.lower(), MailboxReading.read_at > clock.now() - LATELY)
    return session().execute(select(MailboxReading.name).where(*lately)).first() is not None
