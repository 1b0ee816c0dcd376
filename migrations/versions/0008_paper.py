"""Paper mail: the print calendar, and reports of whoever holds a piece."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    upgrade_print_run()
    upgrade_paper_report()


def upgrade_print_run() -> None:
    op.create_table(
        "print_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("list_pulled_on", sa.Date(), nullable=False),
        sa.Column("in_homes_until", sa.Date(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_print_run_topic_id_topic"),
        sa.ForeignKeyConstraint(["created_by"], ["staff_member.id"], name="fk_print_run_created_by_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_print_run"),
    )
    op.create_index("ix_print_run_topic_id", "print_run", ["topic_id"])
    op.create_index("ix_print_run_list_pulled_on_id", "print_run", ["list_pulled_on", "id"])
    standing = sa.text("cancelled_at IS NULL")
    op.create_index(
        "uq_print_run_standing",
        "print_run",
        ["topic_id", "name", "list_pulled_on"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def upgrade_paper_report() -> None:
    op.create_table(
        "paper_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject_id", sa.String(length=32), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["settled_by"], ["staff_member.id"], name="fk_paper_report_settled_by_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_report"),
        sa.UniqueConstraint("act_id", name="uq_paper_report_act_id"),
    )
    op.create_index("ix_paper_report_subject_id", "paper_report", ["subject_id"])
    op.create_index("ix_paper_report_settled_at_id", "paper_report", ["settled_at", "id"])


def downgrade() -> None:
    op.drop_table("paper_report")
    op.drop_table("print_run")
