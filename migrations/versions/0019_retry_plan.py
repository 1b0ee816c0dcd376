"""The mail server's trouble, a pace for each domain, and timed jobs once for all workers.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("put_off_at", TIME, nullable=True))
    op.create_table(
        "outbox_trouble",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", TIME, nullable=True),
        sa.Column("quiet_until", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_trouble")),
    )
    op.create_table(
        "outbox_pace",
        sa.Column("domain_mark", sa.LargeBinary(8), nullable=False),
        sa.Column("spoken_for", TIME, nullable=False),
        sa.PrimaryKeyConstraint("domain_mark", name=op.f("pk_outbox_pace")),
    )
    op.create_index(op.f("ix_outbox_pace_spoken_for"), "outbox_pace", ["spoken_for"])
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("slot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )


def downgrade() -> None:
    op.drop_table("job_run")
    op.drop_index(op.f("ix_outbox_pace_spoken_for"), "outbox_pace")
    op.drop_table("outbox_pace")
    op.drop_table("outbox_trouble")
    op.drop_column("outbox_message", "put_off_at")
