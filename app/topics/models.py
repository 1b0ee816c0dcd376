"""Tables of topics and their mailings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, UtcTime


@dataclass(frozen=True)
class TopicRules:
    """What the gate needs to know of a topic, without its row."""

    slug: str
    channel: str
    kind: str
    default: str
    is_retired: bool
    animal: str = ""

    @property
    def purpose(self) -> str:
        """The name of this topic in the ledger."""
        return f"topic:{self.slug}"

    @property
    def is_marketing(self) -> bool:
        return self.kind == "marketing"


class Topic(Model):
    """What mail is about. Its id and slug stand in links and in the ledger, so both are for ever and never reused."""

    __tablename__ = "topic"
    __table_args__ = (
        CheckConstraint("kind IN ('marketing', 'service')", name="kind"),
        CheckConstraint("\"default\" IN ('off', 'on_for_customers')", name="default"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    default: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(Text)
    how_often: Mapped[str] = mapped_column(String(80))
    a_month: Mapped[int] = mapped_column(Integer)
    # Paper: about how many issues a year where the print calendar says nothing.
    a_year: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    # The one kind of animal it is about (animals.ANIMALS), or empty: a farewell stops it.
    animal: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    position: Mapped[int] = mapped_column(Integer)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def purpose(self) -> str:
        """The name of this topic in the ledger."""
        return f"topic:{self.slug}"

    @property
    def is_marketing(self) -> bool:
        return self.kind == "marketing"

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def is_offered(self) -> bool:
        """Whether shoppers see it: internal and retired topics never appear."""
        return self.hidden_at is None and self.retired_at is None


class Campaign(Model):
    """One mailing of a topic. Its id stands in the links of that mailing."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("topic_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    name: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
