"""Mail that came in: events about our mails, what was received, stops proposed to staff, drafts of requests, mail set aside.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    events()
    received()
    proposals()
    drafts()
    aside()


def downgrade() -> None:
    for name in ("mail_aside", "request_draft", "stop_proposal", "mail_received", "mail_event"):
        op.drop_table(name)


def events() -> None:
    op.create_table(
        "mail_event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("event_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("matched", sa.String(12), nullable=False),
        sa.Column("did", sa.String(20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("repeats", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_event"),
    )
    op.create_index("uq_mail_event_source_event_id", "mail_event", ["source", "event_id"], unique=True)
    op.create_index("ix_mail_event_received_at", "mail_event", ["received_at"])


def received() -> None:
    op.create_table(
        "mail_received",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_mail_received"),
    )
    op.create_index("ix_mail_received_at", "mail_received", ["at"])


def proposals() -> None:
    op.create_table(
        "stop_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_mark", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("act_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff_member.id"], name="fk_stop_proposal_decided_by_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_stop_proposal"),
    )
    op.create_index("ix_stop_proposal_address_mark", "stop_proposal", ["address_mark"])
    waiting("ix_stop_proposal_waiting", "stop_proposal", "at", "decided_at IS NULL")


def drafts() -> None:
    op.create_table(
        "request_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("address_mark", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("picked_up_at", TIME, nullable=True),
        sa.Column("picked_up_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["picked_up_by"], ["staff_member.id"], name="fk_request_draft_picked_up_by_staff_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_request_draft"),
    )
    op.create_index("ix_request_draft_address_mark", "request_draft", ["address_mark"])
    waiting("ix_request_draft_waiting", "request_draft", "received_at", "picked_up_at IS NULL")


def aside() -> None:
    op.create_table(
        "mail_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_to", sa.LargeBinary(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.ForeignKeyConstraint(["settled_by"], ["staff_member.id"], name="fk_mail_aside_settled_by_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_aside"),
        sa.UniqueConstraint("digest", name="uq_mail_aside_digest"),
    )
    op.create_index("ix_mail_aside_at", "mail_aside", ["at"])


def waiting(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
