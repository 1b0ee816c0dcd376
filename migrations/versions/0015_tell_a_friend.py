"""Notes to friends: who asked, what is sealed until it is over, the marks that stay, and the breaker.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
SEALED = sa.text("sealed IS NOT NULL")
UNWIPED = sa.text("ended_at IS NOT NULL AND wiped_at IS NULL")
TRIPPED = sa.text("reset_at IS NULL")


def upgrade() -> None:
    upgrade_recommendation()
    upgrade_marks()
    upgrade_breaker()


def upgrade_recommendation() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("proven_at", TIME, nullable=True),
        sa.Column("sender_subject", sa.String(length=32), nullable=True),
        sa.Column("sender_name", sa.String(length=40), nullable=False),
        sa.Column("sender_value", sa.LargeBinary(length=16), nullable=True),
        sa.Column("sender_key_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("data_key", sa.LargeBinary(), nullable=True),
        sa.Column("friend_value", sa.LargeBinary(length=16), nullable=True),
        sa.Column("friend_key_id", sa.Integer(), nullable=True),
        sa.Column("friend_normaliser", sa.Integer(), nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("wiped_at", TIME, nullable=True),
        sa.Column("reported_at", TIME, nullable=True),
        sa.CheckConstraint("id BETWEEN 1 AND 4294967295", name="ck_recommendation_four_bytes"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_recommendation_product_id_product"),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
        sqlite_autoincrement=True,
    )
    for name in ("proven_at", "sender_subject", "reported_at"):
        op.create_index(f"ix_recommendation_{name}", "recommendation", [name])
    op.create_index("ix_recommendation_sender_mark", "recommendation", ["sender_value", "sender_key_id"])
    index_where("ix_recommendation_sealed", "recommendation", "asked_at", SEALED)
    index_where("ix_recommendation_unwiped", "recommendation", "ended_at", UNWIPED)


def upgrade_marks() -> None:
    op.create_table(
        "recommendation_once",
        sa.Column("value", sa.LargeBinary(length=16), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_recommendation_once_product_id_product"),
        sa.PrimaryKeyConstraint("value", "key_id", "product_id", name="pk_recommendation_once"),
    )
    op.create_table(
        "recommendation_friend",
        sa.Column("value", sa.LargeBinary(length=16), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("value", "key_id", name="pk_recommendation_friend"),
    )


def upgrade_breaker() -> None:
    op.create_table(
        "recommendation_breaker",
        sa.Column("id", BIG, nullable=False),
        sa.Column("lever", sa.String(length=10), nullable=False),
        sa.Column("tripped_at", TIME, nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("reset_at", TIME, nullable=True),
        sa.Column("reset_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reset_by"], ["staff_member.id"], name="fk_recommendation_breaker_reset_by_staff_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation_breaker"),
    )
    index_where("uq_recommendation_breaker_open", "recommendation_breaker", "lever", TRIPPED, unique=True)


def index_where(name: str, table: str, column: str, where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(name, table, [column], unique=unique, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in ("recommendation_breaker", "recommendation_friend", "recommendation_once", "recommendation"):
        op.drop_table(name)
