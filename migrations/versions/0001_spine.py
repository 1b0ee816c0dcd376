"""The spine: topics, policies, people, suppression, the ledger, outbox, sign-in, imports, staff, audit.

Append-only tables refuse UPDATE and DELETE in the database itself, and the ways around: REPLACE on SQLite, TRUNCATE on PostgreSQL.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "audit_note": "actor = NEW.actor AND seq = NEW.seq",
    "checkpoint_head": "checkpoint_id = NEW.checkpoint_id AND subject_id = NEW.subject_id",
    "consent_entry": "subject_id = NEW.subject_id AND seq = NEW.seq",
    "ledger_checkpoint": "id = NEW.id",
}
NEVER_DELETED = ("suppression",)


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table, same in APPEND_ONLY.items():
        refuse = f"SELECT RAISE(ABORT, '{table} is append-only');"
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse} END")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse} END")
        when = f"EXISTS (SELECT 1 FROM {table} WHERE {same}) OR EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {when} BEGIN {refuse} END")
    for table in NEVER_DELETED:
        refuse = f"SELECT RAISE(ABORT, 'rows of {table} are never deleted');"
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse} END")


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in (*APPEND_ONLY, *NEVER_DELETED):
        acts = "UPDATE OR DELETE" if table in APPEND_ONLY else "DELETE"
        row, statement = "FOR EACH ROW EXECUTE FUNCTION refuse_change()", "EXECUTE FUNCTION refuse_change()"
        op.execute(f"CREATE TRIGGER {table}_no_change BEFORE {acts} ON {table} {row}")
        op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {statement}")


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("actor", name="pk_audit_head"),
    )
    op.create_table(
        "audit_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_note"),
    )
    op.create_index("ix_audit_note_at", "audit_note", ["at"], unique=False)
    op.create_index("uq_audit_note_actor_seq", "audit_note", ["actor", "seq"], unique=True)

    op.create_table(
        "campaign_send",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "subject_id", name="pk_campaign_send"),
    )
    op.create_index("ix_campaign_send_subject_id_signed_at", "campaign_send", ["subject_id", "signed_at"], unique=False)

    op.create_table(
        "checkpoint_head",
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("checkpoint_id", "subject_id", name="pk_checkpoint_head"),
    )
    op.create_index("ix_checkpoint_head_subject_id", "checkpoint_head", ["subject_id"], unique=False)

    op.create_table(
        "claim",
        sa.Column("jti", sa.String(length=43), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_after", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("jti", name="pk_claim"),
    )
    op.create_index("ix_claim_forget_after", "claim", ["forget_after"], unique=False)

    op.create_table(
        "consent_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=30), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("wording", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.LargeBinary(length=16), nullable=True),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consent_entry"),
    )
    op.create_index("ix_consent_entry_act_id", "consent_entry", ["act_id"], unique=False)
    op.create_index("ix_consent_entry_at", "consent_entry", ["at"], unique=False)
    op.create_index("uq_consent_entry_subject_id_seq", "consent_entry", ["subject_id", "seq"], unique=True)

    op.create_table(
        "consent_evidence",
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("act_id", name="pk_consent_evidence"),
    )
    op.create_index("ix_consent_evidence_at", "consent_evidence", ["at"], unique=False)
    op.create_index("ix_consent_evidence_subject_id", "consent_evidence", ["subject_id"], unique=False)

    op.create_table(
        "fingerprint",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("normaliser", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(length=16), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fingerprint"),
    )
    op.create_index("ix_fingerprint_subject_id", "fingerprint", ["subject_id"], unique=False)
    op.create_index(
        "uq_fingerprint_value_channel_key_id_normaliser",
        "fingerprint",
        ["value", "channel", "key_id", "normaliser"],
        unique=True,
    )

    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("options", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_run"),
    )
    op.create_index(
        "uq_import_run_open",
        "import_run",
        ["kind", "file_sha256", "options"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )

    op.create_table(
        "ledger_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_checkpoint"),
    )
    op.create_table(
        "ledger_head",
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name="pk_ledger_head"),
    )
    op.create_table(
        "limit_bucket",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_at", name="pk_limit_bucket"),
    )
    op.create_index("ix_limit_bucket_ends_at", "limit_bucket", ["ends_at"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_message_id"),
    )
    op.create_index("ix_outbox_message_done_at", "outbox_message", ["done_at"], unique=False)
    op.create_index("ix_outbox_message_reference", "outbox_message", ["reference"], unique=False)
    op.create_index(
        "ix_outbox_message_waiting",
        "outbox_message",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("customer_number", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("customer_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("subject_id", name="uq_person_subject_id"),
    )
    op.create_index("ix_person_customer_number", "person", ["customer_number"], unique=False)

    op.create_table(
        "policy_version",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_policy_version"),
    )
    op.create_table(
        "preference",
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "purpose", "channel", name="pk_preference"),
    )
    op.create_table(
        "sender",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("taken_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sender"),
    )
    op.create_table(
        "sign_in_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("address_mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_jti", sa.String(length=43), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_endpoint", sa.String(length=60), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_request"),
    )
    op.create_index("ix_sign_in_request_address_mark", "sign_in_request", ["address_mark"], unique=False)
    op.create_index("ix_sign_in_request_asked_at", "sign_in_request", ["asked_at"], unique=False)

    op.create_table(
        "sign_in_silence",
        sa.Column("address_mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_mark", name="pk_sign_in_silence"),
    )
    op.create_index("ix_sign_in_silence_until", "sign_in_silence", ["until"], unique=False)

    op.create_table(
        "staff_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("match_key", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invitation_jti", sa.String(length=43), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff_member"),
        sa.UniqueConstraint("match_key", name="uq_staff_member_match_key"),
    )
    op.create_table(
        "stop_reason",
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("act_id", name="pk_stop_reason"),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("default", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("how_often", sa.String(length=80), nullable=False),
        sa.Column("a_month", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('marketing', 'service')", name="ck_topic_kind"),
        sa.CheckConstraint("\"default\" IN ('off', 'on_for_customers')", name="ck_topic_default"),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
        sa.UniqueConstraint("slug", name="uq_topic_slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "wording",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_wording"),
    )
    op.create_table(
        "audit_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["audit_note.id"], name="fk_audit_value_note_id_audit_note"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_value"),
    )
    op.create_index("ix_audit_value_note_id", "audit_value", ["note_id"], unique=False)

    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_campaign_topic_id_topic"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
        sa.UniqueConstraint("topic_id", "name", name="uq_campaign_topic_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "destination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("match_key", sa.String(length=320), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_destination_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_destination"),
    )
    op.create_index("ix_destination_person_id", "destination", ["person_id"], unique=False)
    op.create_index("uq_destination_channel_match_key", "destination", ["channel", "match_key"], unique=True)

    op.create_table(
        "kept_destination",
        sa.Column("fingerprint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["fingerprint_id"], ["fingerprint.id"], name="fk_kept_destination_fingerprint_id_fingerprint"
        ),
        sa.PrimaryKeyConstraint("fingerprint_id", name="pk_kept_destination"),
    )
    op.create_table(
        "outbox_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("reply_code", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name="fk_outbox_attempt_message_id_outbox_message"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_attempt"),
    )
    op.create_index("ix_outbox_attempt_message_id", "outbox_attempt", ["message_id"], unique=False)

    op.create_table(
        "postal_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_postal_address_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_postal_address"),
    )
    op.create_index("ix_postal_address_person_id", "postal_address", ["person_id"], unique=False)

    op.create_table(
        "shopper_session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_shopper_session_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_shopper_session"),
    )
    op.create_index("ix_shopper_session_ends_at", "shopper_session", ["ends_at"], unique=False)
    op.create_index("ix_shopper_session_person_id", "shopper_session", ["person_id"], unique=False)

    op.create_table(
        "suppression",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fingerprint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("topic_slug", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_act_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["fingerprint_id"], ["fingerprint.id"], name="fk_suppression_fingerprint_id_fingerprint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suppression"),
    )
    op.create_index("ix_suppression_act_id", "suppression", ["act_id"], unique=False)
    op.create_index("ix_suppression_created_at", "suppression", ["created_at"], unique=False)
    op.create_index("ix_suppression_lifted_at", "suppression", ["lifted_at"], unique=False)
    op.create_index(
        "uq_suppression_active",
        "suppression",
        ["fingerprint_id", "scope", "topic_slug"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    _guard()


def downgrade() -> None:
    op.drop_table("suppression")
    op.drop_table("shopper_session")
    op.drop_table("postal_address")
    op.drop_table("outbox_attempt")
    op.drop_table("kept_destination")
    op.drop_table("destination")
    op.drop_table("campaign")
    op.drop_table("audit_value")
    op.drop_table("wording")
    op.drop_table("topic")
    op.drop_table("stop_reason")
    op.drop_table("staff_member")
    op.drop_table("sign_in_silence")
    op.drop_table("sign_in_request")
    op.drop_table("sender")
    op.drop_table("preference")
    op.drop_table("policy_version")
    op.drop_table("person")
    op.drop_table("outbox_message")
    op.drop_table("limit_bucket")
    op.drop_table("ledger_head")
    op.drop_table("ledger_checkpoint")
    op.drop_table("import_run")
    op.drop_table("fingerprint")
    op.drop_table("consent_evidence")
    op.drop_table("consent_entry")
    op.drop_table("claim")
    op.drop_table("checkpoint_head")
    op.drop_table("campaign_send")
    op.drop_table("audit_note")
    op.drop_table("audit_head")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
