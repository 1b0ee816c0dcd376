"""The phone desk: stops a clerk wrote down, and caller checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    upgrade_recorded_stop()
    op.create_table(
        "caller_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("compared", sa.String(length=100), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_caller_check_person_id_person"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name="fk_caller_check_staff_id_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_caller_check"),
    )
    op.create_index("ix_caller_check_person_id_staff_id_at", "caller_check", ["person_id", "staff_id", "at"])


def upgrade_recorded_stop() -> None:
    op.create_table(
        "recorded_stop",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("form_id", sa.String(length=43), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("desk", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("mailed_at", TIME, nullable=True),
        sa.Column("printed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name="fk_recorded_stop_staff_id_staff_member"),
        sa.ForeignKeyConstraint(["undone_by"], ["staff_member.id"], name="fk_recorded_stop_undone_by_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_recorded_stop"),
    )
    op.create_index("uq_recorded_stop_reference", "recorded_stop", ["reference"], unique=True)
    op.create_index("uq_recorded_stop_form_id", "recorded_stop", ["form_id"], unique=True)
    op.create_index("ix_recorded_stop_staff_id_at", "recorded_stop", ["staff_id", "at"])
    op.create_index("ix_recorded_stop_at", "recorded_stop", ["at"])
    op.create_index("ix_recorded_stop_subject_id", "recorded_stop", ["subject_id"])


def downgrade() -> None:
    op.drop_table("caller_check")
    op.drop_table("recorded_stop")
