"""Migrations: head is what the models say, and the way there and back works with data, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from app.consent import ledger_faults, seal_heads
from app.core.database import Base, listen, session
from app.core.settings import ROOT
from tests.cast import ANN, ann
from tests.conftest import Shop
from tests.databases import KEYS
from tests.makers import a_stop, a_topic, a_yes

# Tables whose lines are never changed, and one whose rows are never deleted.
APPEND_ONLY = {"audit_note", "checkpoint_head", "consent_entry", "ledger_checkpoint"}
NEVER_DELETED = {"suppression"}


def config(url: str) -> Config:
    found = Config()
    found.set_main_option("script_location", str(ROOT / "migrations"))
    found.attributes["url"] = url.replace("postgresql://", "postgresql+psycopg://")
    return found


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    found = create_engine(config(database).attributes["url"])
    listen(found)
    yield found
    found.dispose()


def names(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def triggers(engine: Engine) -> set[tuple[str, str]]:
    """(table, trigger)."""
    if engine.dialect.name == "sqlite":
        statement = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = (
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        )
    with engine.connect() as connection:
        return {(table, name) for table, name in connection.execute(text(statement))}


def test_head_is_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_head_and_one_way_to_it() -> None:
    files = sorted(path.stem for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]


def test_down_leaves_nothing_and_up_brings_everything_back(engine: Engine, database: str) -> None:
    before, guards = names(engine), triggers(engine)
    command.downgrade(config(database), "base")
    assert names(engine) == set()
    assert triggers(engine) == set()
    command.upgrade(config(database), "head")
    assert (names(engine), triggers(engine)) == (before, guards)


def test_each_guarded_table_has_its_triggers(engine: Engine) -> None:
    acts = {"sqlite": {"no_update", "no_delete", "no_replace"}, "postgresql": {"no_change", "no_truncate"}}
    drops = {"sqlite": {"no_delete"}, "postgresql": {"no_change", "no_truncate"}}
    kind = engine.dialect.name
    expected = {(table, f"{table}_{act}") for table in APPEND_ONLY for act in acts[kind]}
    expected |= {(table, f"{table}_{act}") for table in NEVER_DELETED for act in drops[kind]}
    assert expected <= triggers(engine)


def test_a_shop_with_data_goes_up_again_and_keeps_what_it_had(engine: Engine, database: str, make_app: Shop) -> None:
    with make_app().app_context():
        ann()
        a_yes(ANN, a_topic())
        a_stop(ANN)
        seal_heads()
        session().commit()
    command.upgrade(config(database), "head")
    with make_app().app_context():
        assert list(ledger_faults()) == []
        with pytest.raises(DBAPIError):
            session().execute(text("UPDATE consent_entry SET state = 'on'"))


def test_a_shop_with_data_goes_down(engine: Engine, database: str, make_app: Shop) -> None:
    with make_app().app_context():
        ann()
        a_stop(ANN)
        seal_heads()
        session().commit()
        session().close()
    command.downgrade(config(database), "base")
    assert names(engine) == set()


def test_migrate_again_changes_nothing(make_app: Shop, tmp_path: Path) -> None:
    app = make_app(**KEYS)
    first = app.test_cli_runner().invoke(args=["migrate"])
    assert (first.exit_code, first.output.strip()) == (0, "The database is up to date.")
