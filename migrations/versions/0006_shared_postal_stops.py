"""Shared stops of paper mail, and the codes printed on labels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "label_code",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("value", sa.LargeBinary(length=16), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("normaliser", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_label_code_topic_id_topic"),
        sa.PrimaryKeyConstraint("code", name="pk_label_code"),
    )
    what = ["value", "key_id", "normaliser", "topic_id", "campaign_id"]
    op.create_index("uq_label_code_mark_topic_campaign", "label_code", what, unique=True)
    op.create_table(
        "shared_stop",
        sa.Column("id", BIG, nullable=False),
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("by_subject", sa.String(length=32), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("lifted_at", TIME, nullable=True),
        sa.Column("lifted_by_act_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_shared_stop"),
    )
    for name in ("act_id", "by_subject", "lifted_by_act_id", "subject_id"):
        op.create_index(f"ix_shared_stop_{name}", "shared_stop", [name])


def downgrade() -> None:
    op.drop_table("shared_stop")
    op.drop_table("label_code")
