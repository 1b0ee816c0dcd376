"""When a mailbox of the shop was last read: its address is offered for stops by mail only while somebody reads it.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TIME = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "mailbox_reading",
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("read_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mailbox_reading"),
    )


def downgrade() -> None:
    op.drop_table("mailbox_reading")
