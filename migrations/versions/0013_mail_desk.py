"""Workers say that they live, and a message that breaks is set aside with its reason.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
IN_LINE = sa.text("done_at IS NULL AND set_aside_at IS NULL")
ASIDE = sa.text("done_at IS NULL AND set_aside_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("set_aside_at", TIME, nullable=True))
    op.add_column("outbox_message", sa.Column("set_aside_why", sa.String(160), nullable=True))
    op.add_column("outbox_message", sa.Column("lost_leases", sa.Integer(), server_default=sa.text("0"), nullable=False))
    index("ix_outbox_message_in_line", ["created_at", "id"], IN_LINE)
    index("ix_outbox_message_aside", ["set_aside_at", "id"], ASIDE)
    op.drop_index("ix_outbox_message_done_at", "outbox_message")
    index("ix_outbox_message_done_at", ["done_at"], sa.text("done_at IS NOT NULL"))
    op.create_table(
        "outbox_worker",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("handed_over_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_worker")),
    )


def downgrade() -> None:
    op.drop_table("outbox_worker")
    op.drop_index("ix_outbox_message_done_at", "outbox_message")
    op.create_index("ix_outbox_message_done_at", "outbox_message", ["done_at"])
    op.drop_index("ix_outbox_message_aside", "outbox_message")
    op.drop_index("ix_outbox_message_in_line", "outbox_message")
    for name in ("lost_leases", "set_aside_why", "set_aside_at"):
        op.drop_column("outbox_message", name)


def index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "outbox_message", columns, sqlite_where=where, postgresql_where=where)
