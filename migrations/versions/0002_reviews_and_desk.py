"""Reviews and the desk: products, orders, reviews with their decisions, staff sessions and second factors, looks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("picture", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_product"),
        sa.UniqueConstraint("sku", name="uq_product_sku"),
        sa.UniqueConstraint("slug", name="uq_product_slug"),
    )
    op.create_table(
        "customer_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_customer_order_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_customer_order"),
        sa.UniqueConstraint("number", name="uq_customer_order_number"),
    )
    op.create_index("ix_customer_order_person_id", "customer_order", ["person_id"], unique=False)
    op.create_table(
        "review_tally",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("stars_1", sa.Integer(), nullable=False),
        sa.Column("stars_2", sa.Integer(), nullable=False),
        sa.Column("stars_3", sa.Integer(), nullable=False),
        sa.Column("stars_4", sa.Integer(), nullable=False),
        sa.Column("stars_5", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("turned_down", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_review_tally_product_id_product"),
        sa.PrimaryKeyConstraint("product_id", name="pk_review_tally"),
    )
    op.create_table(
        "staff_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["staff_member.id"], name="fk_staff_digest_member_id_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_digest"),
    )
    op.create_index("uq_staff_digest_member_id_day", "staff_digest", ["member_id", "day"], unique=True)
    op.create_table(
        "staff_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_staff_look_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_look"),
    )
    op.create_index("ix_staff_look_person_id", "staff_look", ["person_id"], unique=False)
    op.create_table(
        "staff_recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["staff_member.id"], name="fk_staff_recovery_code_member_id_staff_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_recovery_code"),
    )
    op.create_index(
        "uq_staff_recovery_code_member_id_code_hash", "staff_recovery_code", ["member_id", "code_hash"], unique=True
    )
    op.create_table(
        "staff_session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("program", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["staff_member.id"], name="fk_staff_session_member_id_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_session"),
    )
    op.create_index("ix_staff_session_ends_at", "staff_session", ["ends_at"], unique=False)
    op.create_index("ix_staff_session_member_id", "staff_session", ["member_id"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["customer_order.id"], name="fk_order_line_order_id_customer_order"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_order_line_product_id_product"),
        sa.PrimaryKeyConstraint("id", name="pk_order_line"),
    )
    op.create_index("ix_order_line_product_id", "order_line", ["product_id"], unique=False)
    op.create_index("uq_order_line_order_id_sku", "order_line", ["order_id", "sku"], unique=True)
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("name_format", sa.String(length=20), nullable=False),
        sa.Column("connection", sa.String(length=20), nullable=False),
        sa.Column("connection_by", sa.String(length=10), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ads_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_stars", sa.Integer(), nullable=True),
        sa.Column("tallied", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["customer_order.id"], name="fk_review_order_id_customer_order"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_review_person_id_person"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_review_product_id_product"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    op.create_index("ix_review_order_id", "review", ["order_id"], unique=False)
    op.create_index("ix_review_person_id", "review", ["person_id"], unique=False)
    op.create_index(
        "ix_review_public",
        "review",
        ["product_id", "public_at", "id"],
        unique=False,
        sqlite_where=sa.text("public_at IS NOT NULL"),
        postgresql_where=sa.text("public_at IS NOT NULL"),
    )
    op.create_index("uq_review_product_id_person_id", "review", ["product_id", "person_id"], unique=True)
    op.create_table(
        "review_reply",
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["staff_member.id"], name="fk_review_reply_member_id_staff_member"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_review_reply_review_id_review"),
        sa.PrimaryKeyConstraint("review_id", name="pk_review_reply"),
    )
    op.create_table(
        "review_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_review_report_review_id_review"),
        sa.PrimaryKeyConstraint("id", name="pk_review_report"),
    )
    op.create_index("uq_review_report_review_id_mark", "review_report", ["review_id", "mark"], unique=True)
    op.create_table(
        "review_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turned_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("hidden", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="ck_review_version_stars"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_review_version_review_id_review"),
        sa.PrimaryKeyConstraint("id", name="pk_review_version"),
    )
    op.create_index("ix_review_version_review_id", "review_version", ["review_id"], unique=False)
    op.create_index("ix_review_version_written_at", "review_version", ["written_at"], unique=False)
    op.create_index(
        "uq_review_version_published",
        "review_version",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("published_at IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "uq_review_version_waiting",
        "review_version",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("published_at IS NULL AND turned_down_at IS NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL AND turned_down_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "review_claim",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["staff_member.id"], name="fk_review_claim_member_id_staff_member"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["review_version.id"], name="fk_review_claim_version_id_review_version"
        ),
        sa.PrimaryKeyConstraint("version_id", name="pk_review_claim"),
    )
    op.create_table(
        "review_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("hidden", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["staff_member.id"], name="fk_review_decision_member_id_staff_member"),
        sa.ForeignKeyConstraint(
            ["replaced_id"], ["review_version.id"], name="fk_review_decision_replaced_id_review_version"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["review_version.id"], name="fk_review_decision_version_id_review_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_decision"),
    )
    op.create_index("ix_review_decision_at", "review_decision", ["at"], unique=False)
    op.create_index("ix_review_decision_version_id", "review_decision", ["version_id"], unique=False)
    op.add_column("staff_member", sa.Column("password_hash", sa.String(length=200), nullable=True))
    op.add_column("staff_member", sa.Column("totp_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("staff_member", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.add_column("staff_member", sa.Column("keys_off_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("staff_member", "keys_off_at")
    op.drop_column("staff_member", "totp_step")
    op.drop_column("staff_member", "totp_sealed")
    op.drop_column("staff_member", "password_hash")
    op.drop_index("ix_review_decision_version_id", table_name="review_decision")
    op.drop_index("ix_review_decision_at", table_name="review_decision")
    op.drop_table("review_decision")
    op.drop_table("review_claim")
    op.drop_index(
        "uq_review_version_waiting",
        table_name="review_version",
        sqlite_where=sa.text("published_at IS NULL AND turned_down_at IS NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL AND turned_down_at IS NULL AND ended_at IS NULL"),
    )
    op.drop_index(
        "uq_review_version_published",
        table_name="review_version",
        sqlite_where=sa.text("published_at IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL AND ended_at IS NULL"),
    )
    op.drop_index("ix_review_version_written_at", table_name="review_version")
    op.drop_index("ix_review_version_review_id", table_name="review_version")
    op.drop_table("review_version")
    op.drop_index("uq_review_report_review_id_mark", table_name="review_report")
    op.drop_table("review_report")
    op.drop_table("review_reply")
    op.drop_index("uq_review_product_id_person_id", table_name="review")
    op.drop_index(
        "ix_review_public",
        table_name="review",
        sqlite_where=sa.text("public_at IS NOT NULL"),
        postgresql_where=sa.text("public_at IS NOT NULL"),
    )
    op.drop_index("ix_review_person_id", table_name="review")
    op.drop_index("ix_review_order_id", table_name="review")
    op.drop_table("review")
    op.drop_index("uq_order_line_order_id_sku", table_name="order_line")
    op.drop_index("ix_order_line_product_id", table_name="order_line")
    op.drop_table("order_line")
    op.drop_index("ix_staff_session_member_id", table_name="staff_session")
    op.drop_index("ix_staff_session_ends_at", table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index("uq_staff_recovery_code_member_id_code_hash", table_name="staff_recovery_code")
    op.drop_table("staff_recovery_code")
    op.drop_index("ix_staff_look_person_id", table_name="staff_look")
    op.drop_table("staff_look")
    op.drop_index("uq_staff_digest_member_id_day", table_name="staff_digest")
    op.drop_table("staff_digest")
    op.drop_table("review_tally")
    op.drop_index("ix_customer_order_person_id", table_name="customer_order")
    op.drop_table("customer_order")
    op.drop_table("product")
