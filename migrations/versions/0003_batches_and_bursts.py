"""Batches handed to mail platforms, and bursts of stops that look like a scanner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sender", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sender", sa.Column("overlap_seen", sa.Integer(), nullable=True))
    op.create_table(
        "suppression_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["staff_member.id"], name="fk_suppression_batch_done_by_staff_member"),
        sa.ForeignKeyConstraint(["sender"], ["sender.name"], name="fk_suppression_batch_sender_sender"),
        sa.PrimaryKeyConstraint("id", name="pk_suppression_batch"),
    )
    op.create_index("ix_suppression_batch_sender_id", "suppression_batch", ["sender", "id"], unique=False)
    op.create_table(
        "stop_burst",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=50), nullable=False),
        sa.Column("first_act", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff_member.id"], name="fk_stop_burst_answered_by_staff_member"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name="fk_stop_burst_campaign_id_campaign"),
        sa.PrimaryKeyConstraint("id", name="pk_stop_burst"),
    )
    op.create_index(
        "uq_stop_burst_campaign_id_sign_value_first_act",
        "stop_burst",
        ["campaign_id", "sign", "value", "first_act"],
        unique=True,
    )
    op.create_table(
        "stop_burst_act",
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("burst_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=12), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("program", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("restored_by_act", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["burst_id"], ["stop_burst.id"], name="fk_stop_burst_act_burst_id_stop_burst"),
        sa.PrimaryKeyConstraint("act_id", name="pk_stop_burst_act"),
    )
    op.create_index("ix_stop_burst_act_burst_id", "stop_burst_act", ["burst_id"], unique=False)
    op.create_index("ix_stop_burst_act_subject_id", "stop_burst_act", ["subject_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_stop_burst_act_subject_id", table_name="stop_burst_act")
    op.drop_index("ix_stop_burst_act_burst_id", table_name="stop_burst_act")
    op.drop_table("stop_burst_act")
    op.drop_index("uq_stop_burst_campaign_id_sign_value_first_act", table_name="stop_burst")
    op.drop_table("stop_burst")
    op.drop_index("ix_suppression_batch_sender_id", table_name="suppression_batch")
    op.drop_table("suppression_batch")
    op.drop_column("sender", "overlap_seen")
    op.drop_column("sender", "asked_at")
