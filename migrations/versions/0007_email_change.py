"""Another e-mail address: who asked for it, and marks of addresses that somebody left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TIMES = ("ends_at", "replaced_at", "cancelled_at", "confirmed_at", "needs_merge_at", "reverted_at")
INDEXED = ("person_id", "old_mark", "new_mark", "asked_at", "needs_merge_at")


def upgrade() -> None:
    op.create_table(
        "email_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("destination_id", sa.Integer(), nullable=False),
        sa.Column("old_mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("new_mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed_old", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_new", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        *(sa.Column(name, TIME, nullable=True) for name in TIMES),
        sa.Column("takes_back", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_email_change_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_email_change"),
    )
    for name in INDEXED:
        op.create_index(f"ix_email_change_{name}", "email_change", [name])
    op.add_column("fingerprint", sa.Column("left_at", TIME, nullable=True))


def downgrade() -> None:
    op.drop_column("fingerprint", "left_at")
    op.drop_table("email_change")
