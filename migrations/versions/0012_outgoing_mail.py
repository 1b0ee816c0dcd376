"""The outbox knows what leaves first, what is not worth sending any more, and where a mail went, as keyed marks.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
WAITING = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("rank", sa.Integer(), server_default=sa.text("5"), nullable=False))
    op.add_column("outbox_message", sa.Column("expires_at", TIME, nullable=True))
    op.add_column("outbox_message", sa.Column("domain_mark", sa.LargeBinary(8), nullable=True))
    op.add_column("outbox_message", sa.Column("to_value", sa.LargeBinary(16), nullable=True))
    op.add_column("outbox_message", sa.Column("to_key_id", sa.Integer(), nullable=True))
    index_waiting("rank", "due_at")


def downgrade() -> None:
    index_waiting("due_at")
    for name in ("to_key_id", "to_value", "domain_mark", "expires_at", "rank"):
        op.drop_column("outbox_message", name)


def index_waiting(*columns: str) -> None:
    op.drop_index("ix_outbox_message_waiting", "outbox_message")
    op.create_index(
        "ix_outbox_message_waiting", "outbox_message", list(columns), sqlite_where=WAITING, postgresql_where=WAITING
    )
