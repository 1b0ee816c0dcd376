"""Copies of one's own data, and two records of one person that become one.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
OPEN = sa.text("taken_at IS NULL AND failed_at IS NULL")
UNDECIDED = sa.text("decided_at IS NULL")


def upgrade() -> None:
    # By hand: both databases take a key inside ADD COLUMN, and no batch may touch a table that others point to.
    op.execute(
        "ALTER TABLE person ADD COLUMN merged_into_id INTEGER"
        " CONSTRAINT fk_person_merged_into_id_person REFERENCES person (id)"
    )
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])
    op.create_index("ix_phone_number", "phone", ["number"])
    upgrade_copies()
    upgrade_merges()


def upgrade_copies() -> None:
    op.create_table(
        "copy_request",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("destination_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("leased_until", TIME, nullable=True),
        sa.Column("built_at", TIME, nullable=True),
        sa.Column("taken_at", TIME, nullable=True),
        sa.Column("failed_at", TIME, nullable=True),
        sa.Column("ends_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_copy_request_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_copy_request"),
    )
    op.create_index(
        "uq_copy_request_open", "copy_request", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_copy_request_person_id", "copy_request", ["person_id"])
    op.create_index("ix_copy_request_ends_at", "copy_request", ["ends_at"])
    op.create_table(
        "copy_part",
        sa.Column("request_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["copy_request.id"], name="fk_copy_part_request_id_copy_request"),
        sa.PrimaryKeyConstraint("request_id", "place", name="pk_copy_part"),
    )


def upgrade_merges() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_person_id", sa.Integer(), nullable=False),
        sa.Column("gone_person_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=30), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("proposed_at", TIME, nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("act_id", sa.String(length=32), nullable=True),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["kept_person_id"], ["person.id"], name="fk_person_merge_kept_person_id_person"),
        sa.ForeignKeyConstraint(["gone_person_id"], ["person.id"], name="fk_person_merge_gone_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_person_merge"),
    )
    op.create_index("ix_person_merge_kept_person_id", "person_merge", ["kept_person_id"])
    op.create_index("ix_person_merge_gone_person_id", "person_merge", ["gone_person_id"])
    op.create_index(
        "uq_person_merge_undecided",
        "person_merge",
        ["kept_person_id", "gone_person_id"],
        unique=True,
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )


def downgrade() -> None:
    # What stands below knows no shells: each goes back to being a record of its own, without what followed the kept one.
    for name in ("person_merge", "copy_part", "copy_request"):
        op.drop_table(name)
    op.drop_index("ix_phone_number", "phone")
    op.drop_index("ix_person_merged_into_id", "person")
    op.drop_column("person", "merged_into_id")
