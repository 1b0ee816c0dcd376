"""The mail house: batches of paper lists, and numbers of rows that were erased since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "postal_batch",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("as_of", TIME, nullable=False),
        sa.Column("since", sa.String(length=80), nullable=True),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("list_rows", sa.Integer(), nullable=False),
        sa.Column("list_sha256", sa.String(length=64), nullable=False),
        sa.Column("stop_rows", sa.Integer(), nullable=False),
        sa.Column("stop_sha256", sa.String(length=64), nullable=False),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_postal_batch"),
    )
    op.create_index("ix_postal_batch_as_of", "postal_batch", ["as_of"])
    op.create_index("ix_postal_batch_written_at", "postal_batch", ["written_at"])
    op.create_table(
        "postal_erased",
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("erased_at", TIME, nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("record", "erased_at", name="pk_postal_erased"),
    )
    op.create_index("ix_postal_erased_erased_at", "postal_erased", ["erased_at"])
    # What stood at a moment is read with the lifted ones, which the index of active stops leaves out.
    op.create_index("ix_suppression_fingerprint_id", "suppression", ["fingerprint_id"])


def downgrade() -> None:
    op.drop_index("ix_suppression_fingerprint_id", "suppression")
    op.drop_table("postal_erased")
    op.drop_table("postal_batch")
