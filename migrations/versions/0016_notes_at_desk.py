"""Notes to friends at the desk: reports with their reason, and senders who send no more of them.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("source", sa.String(length=10), nullable=False, server_default="page"))
    op.create_table(
        "recommendation_report",
        sa.Column("recommendation_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        _key("recommendation_report", "recommendation_id", "recommendation"),
        _key("recommendation_report", "settled_by", "staff_member"),
        sa.PrimaryKeyConstraint("recommendation_id", name="pk_recommendation_report"),
    )
    op.create_index("ix_recommendation_report_settled_at", "recommendation_report", ["settled_at"])
    op.create_table(
        "recommendation_bar",
        sa.Column("id", BIG, nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("recommendation_id", BIG, nullable=False),
        sa.Column("barred_at", TIME, nullable=False),
        sa.Column("barred_by", sa.Integer(), nullable=False),
        sa.Column("lifted_at", TIME, nullable=True),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        _key("recommendation_bar", "recommendation_id", "recommendation"),
        _key("recommendation_bar", "barred_by", "staff_member"),
        _key("recommendation_bar", "lifted_by", "staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation_bar"),
    )
    op.create_index("ix_recommendation_bar_subject_id", "recommendation_bar", ["subject_id"])


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def downgrade() -> None:
    op.drop_table("recommendation_bar")
    op.drop_table("recommendation_report")
    op.drop_column("recommendation", "source")
