"""Profiles: where each fact came from, phones as rows, addresses that are never overwritten, animals, guesses, changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def provenance() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("source", sa.String(length=20), nullable=False, server_default="unknown"),
        sa.Column("source_detail", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("obtained_on", sa.Date(), nullable=True),
    )


def text_column(name: str, length: int) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def upgrade() -> None:
    upgrade_person()
    upgrade_phone()
    upgrade_postal_address()
    upgrade_facts()
    op.add_column("topic", sa.Column("a_year", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("topic", text_column("animal", 20))


def upgrade_person() -> None:
    for column in (text_column("addressed_as", 80), text_column("gender", 40)):
        op.add_column("person", column)
    op.add_column("person", sa.Column("loyalty_number", sa.String(length=40), nullable=True))


def upgrade_phone() -> None:
    op.create_table(
        "phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("removed_at", TIME, nullable=True),
        *provenance(),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_phone_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_phone"),
    )
    op.create_index("ix_phone_person_id", "phone", ["person_id"])
    op.execute(
        "INSERT INTO phone (person_id, number, kind, created_at, source, source_detail)"
        " SELECT id, phone, '', created_at, 'unknown', '' FROM person WHERE phone <> ''"
    )
    op.drop_column("person", "phone")


def upgrade_postal_address() -> None:
    columns = (
        *provenance(),
        text_column("second_line", 120),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("replaced_at", TIME, nullable=True),
        sa.Column("removed_at", TIME, nullable=True),
        sa.Column("household_subject", sa.String(length=32), nullable=True),
        sa.Column("address_subject", sa.String(length=32), nullable=True),
        sa.Column("label_subject", sa.String(length=32), nullable=True),
        sa.Column("key_version", sa.Integer(), nullable=False, server_default="0"),
    )
    for column in columns:
        op.add_column("postal_address", column)
    for name in ("household_subject", "address_subject", "label_subject", "key_version"):
        op.create_index(f"ix_postal_address_{name}", "postal_address", [name])


def upgrade_facts() -> None:
    op.create_table(
        "fact_origin",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_detail", sa.String(length=200), nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.Column("corrected_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_fact_origin_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", "field", name="pk_fact_origin"),
    )
    op.create_table(
        "animal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("born_in", sa.String(length=7), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("gone_at", TIME, nullable=True),
        sa.Column("gone_act_id", sa.String(length=32), nullable=True),
        sa.Column("removed_at", TIME, nullable=True),
        *provenance(),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_animal_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_animal"),
    )
    op.create_index("ix_animal_person_id", "animal", ["person_id"])
    op.create_index("ix_animal_gone_act_id", "animal", ["gone_act_id"])
    op.create_table(
        "fact",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("animal", sa.String(length=20), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("removed_at", TIME, nullable=True),
        sa.Column("removed_act_id", sa.String(length=32), nullable=True),
        *provenance(),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_fact_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
    )
    op.create_index("uq_fact_person_id_kind_name_value", "fact", ["person_id", "kind", "name", "value"], unique=True)
    op.create_index("ix_fact_changed_at", "fact", ["changed_at"])
    op.create_index("ix_fact_removed_act_id", "fact", ["removed_act_id"])
    op.create_table(
        "profile_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=30), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_profile_change_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_profile_change"),
    )
    op.create_index("ix_profile_change_person_id_at", "profile_change", ["person_id", "at"])
    op.create_index("ix_profile_change_act_id", "profile_change", ["act_id"])
    op.create_index("ix_profile_change_at", "profile_change", ["at"])


def downgrade() -> None:
    # No batch anywhere: it makes a table anew, which SQLite refuses where others point to it.
    op.drop_column("topic", "animal")
    op.drop_column("topic", "a_year")
    for name in ("profile_change", "fact", "animal", "fact_origin"):
        op.drop_table(name)
    downgrade_postal_address()
    downgrade_person()


def downgrade_postal_address() -> None:
    # Only one address a person is known to what stands below: the newest stays.
    op.execute("DELETE FROM postal_address WHERE replaced_at IS NOT NULL OR removed_at IS NOT NULL")
    op.execute("UPDATE postal_address SET street = street || ' ' || second_line WHERE second_line <> ''")
    keys = ("household_subject", "address_subject", "label_subject", "key_version")
    for name in keys:
        op.drop_index(f"ix_postal_address_{name}", "postal_address")
    times = ("confirmed_at", "replaced_at", "removed_at")
    for name in (*keys, *times, "second_line", "obtained_on", "source_detail", "source"):
        op.drop_column("postal_address", name)


def downgrade_person() -> None:
    op.add_column("person", text_column("phone", 40))
    op.execute(
        "UPDATE person SET phone = COALESCE((SELECT number FROM phone WHERE phone.person_id = person.id"
        " AND phone.removed_at IS NULL ORDER BY phone.id DESC LIMIT 1), '')"
    )
    op.drop_table("phone")
    for name in ("loyalty_number", "gender", "addressed_as"):
        op.drop_column("person", name)
